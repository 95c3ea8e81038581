package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that come with an upload, as {@code pawl.toml} says them. */
class UploadSettingsTest {

    private static final String RUNS = "/api/v1/projects/demo/runs";

    /** Enough commits for the noise to be known. */
    private static final int STEADY = 12;

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void startWithASteadyHistory() {
        server = new RunningServer(folder);
        for (int commit = 1; commit <= STEADY; commit++) upload(commit, "{}", 1.0 + (commit % 4) * 0.002);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aThresholdThatComesWithAnUploadChangesItsVerdict() {
        JsonNode plain = upload(STEADY + 1, "{}", 1.2).json();
        JsonNode lenient = upload(STEADY + 1, "{\"warning\":0.5}", 1.2).json();

        assertEquals("regressed", plain.at("/results/0/verdict").asText());
        assertEquals("unchanged", lenient.at("/results/0/verdict").asText(), lenient.toString());
        assertEquals(0.5, lenient.at("/threshold/warning").asDouble());
        assertEquals(0.5, lenient.at("/results/0/threshold/critical").asDouble());
    }

    @Test
    void itIsStillThereWhenTheRunIsJudgedAgain() {
        String rule = "{\"rules\":[{\"benchmark\":\"so*\",\"warning\":0.5}]}";
        String run = upload(STEADY + 2, rule, 1.2).json().at("/run/id").asText();
        assertEquals(STEADY, comparison(run).at("/results/0/baselineRuns").asInt(), "the run before it is missing");

        upload(STEADY + 1, "{}", 1.0);

        JsonNode again = comparisonWith(run, STEADY + 1);
        assertEquals("unchanged", again.at("/results/0/verdict").asText(), again.toString());
        assertEquals(0.5, again.at("/results/0/threshold/warning").asDouble());
        assertEquals(0.05, again.at("/threshold/warning").asDouble());
    }

    @Test
    void comparisonsOnDemandGoByTheSettingsOfTheirHead() {
        String run = upload(STEADY + 1, "{\"warning\":0.5}", 1.2)
                .json()
                .at("/run/id")
                .asText();

        JsonNode comparison = server.get("/api/v1/projects/demo/comparisons?base=main&head=run:" + run)
                .json();

        assertEquals("unchanged", comparison.at("/results/0/verdict").asText(), comparison.toString());
    }

    @Test
    void theProjectsOwnSettingsHoldWhereTheUploadSaysNothing() {
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            store.write(session -> session.projects()
                    .updateSettings(
                            session.projects().find("demo").orElseThrow().id(),
                            "{\"warning\":0.3,\"critical\":0.6}",
                            Instant.EPOCH));
        }

        JsonNode own = upload(STEADY + 1, "{}", 1.4).json();
        JsonNode uploaded = upload(STEADY + 1, "{\"warning\":0.45}", 1.4).json();

        assertEquals("warning", own.at("/summary/severity").asText());
        assertEquals("unchanged", uploaded.at("/results/0/verdict").asText());
        assertEquals(0.6, uploaded.at("/results/0/threshold/critical").asDouble());
    }

    @Test
    void anAbsoluteLimitHoldsAlsoOnTheFirstRunAndOpensAnAlert() {
        String limit = "{\"rules\":[{\"metric\":\"time\",\"limit\":\"<= 1 s\"}]}";

        JsonNode first = server.post(RUNS.replace("demo", "fresh"), multipart(1, limit, 1.2), FORM)
                .json();

        assertEquals("regressed", first.at("/results/0/verdict").asText(), first.toString());
        assertEquals("absolute_limit", first.at("/results/0/reason").asText());
        assertEquals(
                "1.2 s is above the limit of 1 s.",
                first.at("/results/0/evidence").asText());
        JsonNode alerts = server.get("/api/v1/projects/fresh/alerts?state=open").json();
        assertEquals(1, alerts.at("/alerts").size(), alerts.toString());
    }

    @Test
    void shardsOfOneRunMayBringSettingsOfTheirOwnInAnyOrder() {
        String first = "{\"rules\":[{\"suite\":\"a\",\"warning\":0.5}]}";
        String second = "{\"rules\":[{\"suite\":\"b\",\"role\":\"supporting\"}]}";
        for (String order : List.of("ab", "ba")) {
            String runs = RUNS.replace("demo", order);
            JsonNode last = null;
            for (char suite : order.toCharArray()) {
                String shard = "\"run\":\"r\",\"shard\":\"" + (suite - 'a' + 1) + "/2\",\"suite\":\"" + suite + "\",";
                String body = multipart(shard + facts(1, suite == 'a' ? first : second), 1.0);
                last = server.post(runs, body, FORM).json();
            }

            assertEquals(2, last.at("/results").size(), last.toString());
            assertEquals("a", last.at("/results/0/suite").asText());
            assertEquals(0.5, last.at("/results/0/threshold/warning").asDouble());
            assertEquals("supporting", last.at("/results/1/role").asText());
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithTheirPlace() {
        RunningServer.Answer typo = upload(20, "{\"rules\":[{\"metrc\":\"time\"}]}", 1.0);
        RunningServer.Answer text = upload(20, "\"5%\"", 1.0);

        assertEquals(400, typo.status(), typo.body());
        assertEquals("/settings/rules/0/metrc", typo.json().at("/pointer").asText());
        assertTrue(typo.json().at("/detail").asText().contains("unknown setting 'metrc'"), typo.body());
        assertEquals(400, text.status());
    }

    private static final Map<String, String> FORM = Map.of("Content-Type", "multipart/form-data; boundary=cut");

    private RunningServer.Answer upload(int commit, String settings, double seconds) {
        return server.post(RUNS, multipart(commit, settings, seconds), FORM);
    }

    private static String multipart(int commit, String settings, double seconds) {
        return multipart(facts(commit, settings), seconds);
    }

    private static String facts(int commit, String settings) {
        String parent = commit == 1 ? "" : "\"parent\":\"" + sha(commit - 1) + "\",";
        return "\"branch\":\"main\",\"testbed\":\"ci\"," + parent + "\"commit\":\"" + sha(commit) + "\",\"settings\":"
                + settings;
    }

    private static String multipart(String facts, double seconds) {
        return "--cut\r\nContent-Disposition: form-data; name=\"run\"\r\nContent-Type: application/json\r\n\r\n{"
                + facts
                + "}\r\n--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.json\"\r\n\r\n"
                + "{\"benchmarks\":[{\"name\":\"sort\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":"
                + seconds + ",\"stddev\":" + seconds / 200 + ",\"sampleCount\":50}]}]}\r\n--cut--\r\n";
    }

    private static String sha(int number) {
        return String.format("%040x", 0xabc000000L + number);
    }

    private JsonNode comparison(String run) {
        return server.get(RUNS + "/" + run + "/comparison").json();
    }

    /** Asks until the comparison counts so many base runs; the background has ten seconds. */
    private JsonNode comparisonWith(String run, int baselineRuns) {
        JsonNode comparison = comparison(run);
        for (int i = 0; i < 100 && comparison.at("/results/0/baselineRuns").asInt() != baselineRuns; i++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            comparison = comparison(run);
        }
        return comparison;
    }
}
