package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of a CI: workflows become series, deployments and releases become notes on the time axis. */
class EventTest {

    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String EVENTS = PROJECT + "/events";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aWorkflowBecomesASeriesOfDurationsAndOneOfSuccesses() {
        assertEquals(201, workflow("Build", "success", "93", 1).status());
        assertEquals(201, workflow("Build", "failure", "12", 2).status());
        assertEquals(201, workflow("Build", "success", "\"1m 35s\"", 3).status());

        JsonNode duration = series("duration", "ci/Build");
        JsonNode success = series("success", "ci/Build");
        assertEquals("[93.0,95.0]", duration.get("values").toString(), "a workflow that failed is not a faster one");
        assertEquals("[1.0,0.0,1.0]", success.get("values").toString());
        assertEquals("s", duration.get("unit").asText());
        assertEquals("lower", duration.get("direction").asText());
        assertEquals("higher", success.get("direction").asText());
        for (JsonNode one : new JsonNode[] {duration, success}) {
            assertEquals("ci", one.get("suite").asText());
            assertEquals("Build", one.get("benchmark").asText());
            assertEquals("supporting", one.get("role").asText());
        }
    }

    @Test
    void aSlowerWorkflowIsJudgedLikeAnyBenchmarkButRaisesNoAlert() {
        for (int commit = 1; commit <= 12; commit++) workflow("Build", "success", "" + (90 + commit % 3), commit);

        JsonNode slower = workflow("Build", "success", "140", 13).json();

        JsonNode duration = null;
        for (JsonNode result : slower.get("results"))
            if (result.get("metric").asText().equals("duration")) duration = result;
        assertEquals("regressed", duration.get("verdict").asText(), slower.toString());
        assertEquals(0, slower.at("/summary/regressed").asInt(), "supporting metrics are not counted");
        assertEquals(0, server.get(PROJECT + "/alerts").json().get("alerts").size());
    }

    /** A workflow ends after its uploads, so that its own run is always the newest. */
    @Test
    void aComparisonTakesForItsHeadWhatWasBenchmarkedAndNotTheWorkflowsEnd() {
        for (int commit = 1; commit <= 2; commit++) {
            String run = "/runs?branch=main&testbed=lab&commit=" + Payload.sha(commit) + "&parent="
                    + Payload.sha(commit - 1) + (commit == 1 ? "&release=v1" : "");
            server.post(PROJECT + run, Payload.of("sort", commit), Map.of());
            workflow("Build", "success", "93", commit);
        }

        for (String head : new String[] {"main", "branch:main", Payload.sha(2)}) {
            JsonNode comparison = server.get(PROJECT + "/comparisons?base=release:v1&head=" + head)
                    .json();
            assertEquals("lab", comparison.at("/contender/testbed").asText(), head);
            assertEquals(1.0, comparison.at("/results/0/change").asDouble(), comparison.toString());
        }
        JsonNode asked = server.get(PROJECT + "/comparisons?base=" + Payload.sha(1) + "&head=main&testbed=ci/Build")
                .json();
        assertEquals("ci/Build", asked.at("/contender/testbed").asText());
    }

    @Test
    void workflowsDoNotMissEachOther() {
        for (int commit = 1; commit <= 3; commit++) {
            workflow("Build", "success", "93", commit);
            workflow("Docs", "success", "20", commit);
        }

        JsonNode next = workflow("Build", "success", "93", 4).json();

        assertFalse(next.toString().contains("\"missing\",\"severity\""), next.toString());
        next.get("results")
                .forEach(result -> assertEquals("Build", result.get("benchmark").asText()));
    }

    @Test
    void theSameEventTwiceChangesNothing() {
        JsonNode first = workflow("Build", "success", "93", 1).json();
        JsonNode second = workflow("Build", "success", "\"93s\"", 1).json();

        assertTrue(first.at("/run/new").asBoolean());
        assertFalse(second.at("/run/new").asBoolean());
        assertEquals(first.at("/run/id"), second.at("/run/id"));
        assertEquals(1, server.get(PROJECT + "/runs").json().get("runs").size());
    }

    @Test
    void anotherRunOfTheSameWorkflowIsMeasuredToo() {
        String event = "{\"workflow\":\"Build\",\"status\":\"success\",\"duration\":93,\"commit\":\"" + Payload.sha(1)
                + "\",\"run\":\"%s\",\"time\":\"2026-11-20T10:0%s:00Z\"}";

        server.post(EVENTS, String.format(event, "17-1", 0), Map.of());
        server.post(EVENTS, String.format(event, "17-2", 5), Map.of());

        assertEquals(2, server.get(PROJECT + "/runs").json().get("runs").size());
    }

    @Test
    void anIdempotencyKeyIsHonoured() {
        Map<String, String> key = Map.of("Idempotency-Key", "event-1");
        String event = "{\"workflow\":\"Build\",\"status\":\"success\",\"duration\":93,\"commit\":\"abc1234\"}";
        String release = "{\"kind\":\"release\",\"text\":\"v1\"}";

        RunningServer.Answer first = server.post(EVENTS, event, key);

        assertEquals(first.body(), server.post(EVENTS, event, key).body(), "the first answer, to the letter");
        assertEquals(422, server.post(EVENTS, event.replace("93", "94"), key).status());
        assertEquals(422, server.post(EVENTS, release, key).status());
        Map<String, String> other = Map.of("Idempotency-Key", "event-2");
        RunningServer.Answer note = server.post(EVENTS, release, other);
        assertEquals(201, note.status(), note.body());
        assertEquals(note.body(), server.post(EVENTS, release, other).body());
        assertEquals(
                422, server.post(EVENTS, release.replace("v1", "v2"), other).status());
    }

    @Test
    void whatWasCancelledIsNotMeasured() {
        RunningServer.Answer answer = workflow("Build", "cancelled", "3", 1);

        assertEquals(200, answer.status());
        assertFalse(answer.json().get("measured").asBoolean());
        assertEquals(404, server.get(PROJECT).status(), "not even the project is made");
    }

    @Test
    void aDeploymentIsANoteOnTheTimeAxisOnce() {
        workflow("Build", "success", "93", 1);
        String event = "{\"kind\":\"deployment\",\"text\":\"v1.4 to production\",\"commit\":\"" + Payload.sha(1)
                + "\",\"time\":\"2026-11-20T12:00:00+02:00\"}";

        JsonNode first = server.post(EVENTS, event, Map.of()).json();
        JsonNode second = server.post(EVENTS, event, Map.of()).json();
        JsonNode later =
                server.post(EVENTS, event.replace("12:00", "13:00"), Map.of()).json();

        assertTrue(first.get("new").asBoolean(), first.toString());
        assertFalse(second.get("new").asBoolean());
        assertTrue(later.get("new").asBoolean());
        JsonNode notes = series("duration", "ci/Build").get("annotations");
        assertEquals(2, notes.size());
        assertEquals(first.get("annotation"), notes.get(0));
        assertEquals("2026-11-20T10:00:00Z", notes.at("/0/time").asText());
        assertEquals("v1.4 to production", notes.at("/0/text").asText());
        assertEquals(Payload.sha(1), notes.at("/0/sha").asText());
    }

    @Test
    void aNoteWithoutATimeIsOfNowAndTheSameOneIfItIsSentAgain() {
        String event = "{\"kind\":\"configuration\",\"text\":\"new runner image\"}";

        JsonNode first = server.post(EVENTS, event, Map.of()).json();
        JsonNode second = server.post(EVENTS, event, Map.of()).json();

        assertTrue(first.get("new").asBoolean());
        assertFalse(second.get("new").asBoolean());
        assertEquals(first.get("annotation"), second.get("annotation"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|''",
                "{|''",
                "{\"duration\":NaN}|''",
                "'a: 1'|''",
                "{\"status\":\"success\",\"duration\":1,\"commit\":\"abc1234\"}|/workflow",
                "{\"workflow\":[],\"status\":\"success\",\"duration\":1,\"commit\":\"abc1234\"}|/workflow",
                "{\"workflow\":\"W\",\"duration\":1,\"commit\":\"abc1234\"}|/status",
                "{\"workflow\":\"W\",\"status\":\"fine\",\"duration\":1,\"commit\":\"abc1234\"}|/status",
                "{\"workflow\":\"W\",\"status\":\"success\",\"commit\":\"abc1234\"}|/duration",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":-1,\"commit\":\"abc1234\"}|/duration",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":\"soon\",\"commit\":\"abc1234\"}|/duration",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":1e400,\"commit\":\"abc1234\"}|/duration",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":true,\"commit\":\"abc1234\"}|/duration",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":1}|/commit",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":1,\"commit\":\"main\"}|/commit",
                "{\"workflow\":\"W\",\"status\":\"success\",\"duration\":1,\"commit\":\"abc1234\",\"time\":\"now\"}|/time",
                "{\"kind\":\"party\",\"text\":\"x\"}|/kind",
                "{\"kind\":\"release\"}|/text",
                "{\"kind\":\"release\",\"text\":\"x\",\"commit\":\"main\"}|/commit",
                "{\"kind\":\"release\",\"text\":\"x\",\"time\":\"yesterday\"}|/time",
            })
    void fails_withThePlaceOfWhatIsWrong(String event, String pointer) {
        RunningServer.Answer refusal = server.post(EVENTS, event, Map.of());

        assertEquals(400, refusal.status(), refusal.body());
        assertEquals(pointer, refusal.json().get("pointer").asText(), refusal.body());
        assertFalse(refusal.body().contains("Feature"), "advice for those who program the server: " + refusal.body());
        assertEquals(404, server.get(PROJECT).status(), "nothing was kept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "93|93",
                "93.5|93.5",
                "\"93\"|93",
                "\"93s\"|93",
                "\"1m33s\"|93",
                "\"1h 2m 3s\"|3723",
                "\"2m\"|120",
                "\"450ms\"|0.45",
                "0|0",
            })
    void aDurationIsReadAsPeopleWriteIt(String duration, double seconds) {
        assertEquals(201, workflow("Build", "Success", duration, 1).status());

        assertEquals(seconds, series("duration", "ci/Build").at("/values/0").asDouble());
    }

    private RunningServer.Answer workflow(String name, String status, String duration, int commit) {
        return server.post(
                EVENTS,
                "{\"workflow\":\"" + name + "\",\"status\":\"" + status + "\",\"duration\":" + duration
                        + ",\"commit\":\"" + Payload.sha(commit) + "\",\"parent\":\"" + Payload.sha(commit - 1) + "\"}",
                Map.of());
    }

    private JsonNode series(String metric, String testbed) {
        for (JsonNode one : server.get(PROJECT + "/series").json().get("series"))
            if (one.get("metric").asText().equals(metric)
                    && one.get("testbed").asText().equals(testbed))
                return server.get(PROJECT + "/series/" + one.get("id").asText()).json();
        throw new AssertionError("no series of " + metric);
    }
}
