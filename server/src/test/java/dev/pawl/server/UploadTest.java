package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CI step with nothing but curl gets. */
class UploadTest {

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
    void aSlowerRunAfterASteadyHistoryIsARegression() {
        for (int commit = 1; commit <= 20; commit++) upload(commit, 1.0 + (commit % 5) * 0.002);

        RunningServer.Answer slower = upload(21, 1.3);

        assertEquals(201, slower.status(), slower.body());
        JsonNode comparison = slower.json();
        assertEquals(1, comparison.at("/summary/regressed").asInt(), slower.body());
        assertEquals("critical", comparison.at("/summary/severity").asText());
        assertEquals("previous", comparison.at("/baseline/source").asText());
        assertEquals(20, comparison.at("/results/0/baselineRuns").asInt());
        assertEquals("regressed", comparison.at("/results/0/verdict").asText());
        assertTrue(comparison.at("/results/0/evidence").asText().contains("+2"), slower.body());
    }

    @Test
    void theFirstRunHasNothingToBeComparedWithAndSaysSo() {
        RunningServer.Answer first = upload(1, 1.0);

        assertEquals(201, first.status(), first.body());
        assertEquals("none", first.json().at("/baseline/source").asText());
        assertEquals(1, first.json().at("/summary/new").asInt());
    }

    @Test
    void theSameUploadTwiceIsOneRun() {
        upload(1, 1.0);
        String firstId = upload(2, 1.0).json().at("/run/id").asText();
        RunningServer.Answer again = upload(2, 1.0);

        assertEquals(201, again.status());
        assertEquals(firstId, again.json().at("/run/id").asText());
        assertEquals(
                2, server.get("/api/v1/projects/demo/runs").json().at("/runs").size());
    }

    @Test
    void anIdempotencyKeyGetsItsFirstAnswerAndRefusesAnotherBody() {
        upload(1, 1.0);
        Map<String, String> key = Map.of("Idempotency-Key", "k1");
        RunningServer.Answer first = server.post(path(2, ""), pawl(1.0), key);

        RunningServer.Answer repeated = server.post(path(2, ""), pawl(1.0), key);
        RunningServer.Answer other = server.post(path(2, ""), pawl(2.0), key);

        assertEquals(first.body(), repeated.body());
        assertEquals(422, other.status());
        assertTrue(other.json().at("/detail").asText().contains("Idempotency-Key"), other.body());
        assertEquals("Idempotency-Key", other.json().at("/pointer").asText());
        assertFalse(other.json().at("/title").asText().contains("read"), "the results were fine");
    }

    @Test
    void aRepetitionGetsItsAnswerWithoutBeingJudgedAgain() throws SQLException {
        Map<String, String> key = Map.of("Idempotency-Key", "k2");
        RunningServer.Answer first = server.post(path(2, ""), pawl(1.0), key);
        // Nothing can be judged from here on.
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(ServerConfig.DATABASE_FILE));
                Statement statement = connection.createStatement()) {
            statement.execute("update comparison set body = x'00'");
        }

        RunningServer.Answer repeated = server.post(path(2, ""), pawl(1.0), key);

        assertEquals(201, repeated.status(), repeated.body());
        assertEquals(first.body(), repeated.body());
        assertEquals(500, server.post(path(2, ""), pawl(1.0), Map.of()).status(), "which cannot be judged");
    }

    @Test
    void namesInAFileHaveAnEnd() {
        String body = "{\"benchmarks\":[{\"suite\":\"%s\",\"name\":\"sort\",\"params\":{\"%s\":\"1\"},\"mode\":\"%s\","
                + "\"measurements\":[{\"metric\":\"time\",\"unit\":\"%s\",\"value\":1}]}]}";
        String[][] longest = {
            {"s".repeat(256), "p".repeat(4095), "m".repeat(64), "u".repeat(64)},
            {"s".repeat(257), "p", "m", "u"},
            {"s", "p".repeat(4096), "m", "u"},
            {"s", "p", "m".repeat(65), "u"},
            {"s", "p", "m", "u".repeat(65)}
        };
        String[] refused = {"", "its suite has 257", "parameters has 4097", "its mode has 65", "the unit of time has 65"
        };

        for (int i = 0; i < longest.length; i++) {
            RunningServer.Answer answer =
                    server.post(path(10 + i, ""), String.format(body, (Object[]) longest[i]), Map.of());
            assertEquals(i == 0 ? 201 : 422, answer.status(), answer.body());
            assertTrue(answer.body().contains(refused[i]), answer.body());
        }
    }

    @Test
    void shardsInAnyOrderAreOneRunWhichIsCompleteWithTheLast() {
        RunningServer.Answer second = server.post(path(1, "&run=r&shard=2/2&suite=b"), pawl(1.0), Map.of());
        RunningServer.Answer first = server.post(path(1, "&run=r&shard=1/2&suite=a"), pawl(1.0), Map.of());

        assertEquals(false, second.json().at("/run/complete").asBoolean(true));
        assertEquals(true, first.json().at("/run/complete").asBoolean());
        assertEquals(2, first.json().at("/results").size());
        assertEquals(second.json().at("/run/id"), first.json().at("/run/id"));
    }

    @Test
    void anotherResultForAShardThatIsThereIsAConflict() {
        server.post(path(1, "&run=r&shard=1/2"), pawl(1.0), Map.of());

        RunningServer.Answer other = server.post(path(1, "&run=r&shard=1/2"), pawl(2.0), Map.of());
        RunningServer.Answer otherCommit = server.post(path(2, "&run=r&shard=2/2"), pawl(1.0), Map.of());

        assertEquals(409, other.status(), other.body());
        assertEquals(409, otherCommit.status(), otherCommit.body());
    }

    @Test
    void anyOrderOfTheSameUploadsEndsInTheSameComparisons() {
        List<Integer> inOrder = IntStream.rangeClosed(1, 9).boxed().toList();
        List<Integer> shuffled = List.of(7, 2, 9, 1, 5, 8, 3, 6, 4);

        for (int commit : inOrder) upload("ordered", commit, 1.0 + commit * 0.01);
        for (int commit : shuffled) upload("shuffled", commit, 1.0 + commit * 0.01);

        assertEquals(changes("ordered"), await(() -> changes("shuffled"), changes("ordered")));
    }

    @Test
    void aPullRequestIsComparedWithItsMergeBaseAlsoWhenThatRunsLate() {
        for (int commit = 1; commit <= 6; commit++) upload(commit, 1.0 + commit * 0.001);
        String head = sha(100);
        String query = "/api/v1/projects/demo/runs?branch=feature&commit=" + head + "&pr=7&base=main&merge-base="
                + sha(7) + "&testbed=ci";
        RunningServer.Answer early = server.post(query, pawl(1.0), Map.of());
        String run = early.json().at("/run/id").asText();

        upload(7, 1.0);

        assertEquals(6, early.json().at("/results/0/baselineRuns").asInt(), early.body());
        String late = "/api/v1/projects/demo/runs/" + run + "/comparison";
        assertEquals(
                "7",
                await(
                        () -> server.get(late)
                                .json()
                                .at("/results/0/baselineRuns")
                                .asText(),
                        "7"));
        assertEquals(0, server.get(late).json().at("/baseline/commitsApart").asInt());
    }

    @Test
    void badRequestsAreRefusedWithThePlaceAndWhatToDo() {
        String project = "/api/v1/projects/demo/runs";
        RunningServer.Answer noCommit = server.post(project, pawl(1.0), Map.of());
        RunningServer.Answer typo = server.post(project + "?comit=" + sha(1), pawl(1.0), Map.of());
        RunningServer.Answer notSha = server.post(project + "?commit=main", pawl(1.0), Map.of());
        RunningServer.Answer html = server.post(path(1, ""), "<!doctype html><h1>502</h1>", Map.of());
        RunningServer.Answer empty = server.post(path(1, ""), "", Map.of());
        RunningServer.Answer slug =
                server.post("/api/v1/projects/No%20Slug/runs?commit=" + sha(1), pawl(1.0), Map.of());

        assertEquals(400, noCommit.status());
        assertEquals("commit", noCommit.json().at("/pointer").asText());
        assertEquals(400, typo.status());
        assertTrue(typo.json().at("/detail").asText().contains("known are"), typo.body());
        assertEquals(400, notSha.status());
        assertEquals(422, html.status(), html.body());
        assertEquals(422, empty.status(), empty.body());
        assertEquals(400, slug.status());
        for (RunningServer.Answer answer : List.of(noCommit, typo, notSha, html, empty, slug)) {
            assertEquals(
                    "application/problem+json",
                    answer.response().headers().firstValue("Content-Type").orElse(""));
        }
        assertEquals(0, server.get("/api/v1/projects").json().at("/projects").size());
    }

    @Test
    void aRequestThroughAProxyOrFromAnotherSiteNeedsATokenOnAnOpenServer() {
        RunningServer.Answer proxied = server.post(path(1, ""), pawl(1.0), Map.of("X-Forwarded-For", "10.0.0.9"));
        RunningServer.Answer foreign = server.post(path(1, ""), pawl(1.0), Map.of("Origin", "https://evil.example"));

        assertEquals(401, proxied.status());
        assertEquals(401, foreign.status());
    }

    @Test
    void aRegressionOnTheBranchOpensOneAlertWhichResolvesWhenTheLevelReturns() {
        for (int commit = 1; commit <= 12; commit++) upload(commit, 1.0 + (commit % 4) * 0.003);
        upload(13, 1.4);
        JsonNode suspected =
                server.get("/api/v1/projects/demo/alerts?state=open").json();
        upload(14, 1.4);

        JsonNode open = server.get("/api/v1/projects/demo/alerts?state=open").json();
        upload(15, 1.0);
        JsonNode resolved =
                server.get("/api/v1/projects/demo/alerts?state=resolved").json();

        assertEquals(1, open.at("/alerts").size(), open.toString());
        assertEquals(sha(13), open.at("/alerts/0/sha").asText());
        assertTrue(suspected.at("/alerts/0/confirmedAt").isNull(), suspected.toString());
        assertEquals(1, resolved.at("/alerts").size());
    }

    @Test
    void aConfirmedChangeOfLevelIsShownWithTheCommitsBetweenWhichItLies() throws InterruptedException {
        for (int commit = 1; commit <= 20; commit++) upload(commit, 1.0 + (commit % 4) * 0.003);
        for (int commit = 23; commit <= 30; commit++) upload(commit, 1.4 + (commit % 4) * 0.003);
        String series = server.get("/api/v1/projects/demo/series")
                .json()
                .at("/series/0/id")
                .asText();

        JsonNode change = null;
        for (int attempt = 0; attempt < 200 && change == null; attempt++) {
            Thread.sleep(100);
            JsonNode changes =
                    server.get("/api/v1/projects/demo/series/" + series).json().at("/flags");
            for (JsonNode one : changes) if (one.at("/state").asText().equals("confirmed")) change = one;
        }

        assertNotNull(change, "nothing was confirmed");
        assertEquals(sha(23), change.at("/firstSha").asText(), change.toString());
        assertEquals(sha(20), change.at("/lastGoodSha").asText(), change.toString());
        assertEquals(0.4, change.at("/change").asDouble(), 0.02);
        assertTrue(change.at("/worse").asBoolean());
        String otherBranch = "/api/v1/projects/demo/series/" + series + "?branch=other";
        assertTrue(server.get(otherBranch).json().at("/flags").isEmpty());
        JsonNode alerts = server.get("/api/v1/projects/demo/alerts").json();
        assertEquals(1, alerts.at("/alerts").size(), alerts.toString());
        assertEquals(sha(23), alerts.at("/alerts/0/sha").asText(), alerts.toString());
        assertEquals(sha(20), alerts.at("/alerts/0/lastGoodSha").asText(), alerts.toString());
        assertFalse(alerts.at("/alerts/0/confirmedAt").isNull(), alerts.toString());
    }

    @Test
    void aRunOfAnotherBranchNeverStandsForACommitOfMain() {
        for (int commit = 1; commit <= 8; commit++) upload(commit, 1.0 + (commit % 3) * 0.002);
        String poisoned = path(8, "&run=poison").replace("branch=main", "branch=feature%2Fx");
        String fork = path(7, "&run=fork").replace("branch=main", "branch=someone%3Amain");

        server.post(poisoned, pawl(10.0), Map.of());
        server.post(fork, pawl(10.0), Map.of());
        JsonNode next = upload(9, 1.5).json();

        assertEquals(8, next.at("/results/0/baselineRuns").asInt(), next.toString());
        assertEquals("regressed", next.at("/results/0/verdict").asText());
    }

    @Test
    void aSecondServerOnTheSameDatabaseIsRefused() {
        StoreException refused = assertThrows(StoreException.class, () -> new RunningServer(folder));

        assertTrue(refused.getMessage().contains("another server uses"), refused.getMessage());
        assertEquals(201, upload(1, 1.0).status());
    }

    @Test
    void onlyTheDefaultBranchRaisesAlerts() {
        for (int commit = 1; commit <= 8; commit++) upload(commit, 1.0 + (commit % 3) * 0.002);

        JsonNode topic = server.post(path(9, "").replace("branch=main", "branch=topic"), pawl(2.0), Map.of())
                .json();

        assertEquals(1, topic.at("/summary/regressed").asInt(), topic.toString());
        assertEquals(
                0,
                server.get("/api/v1/projects/demo/alerts").json().at("/alerts").size());
    }

    @Test
    void whatIsSaidTwiceOrInAFarYearIsRefused() {
        String multipart = "--b\r\nContent-Disposition: form-data; name=\"run\"\r\n\r\n{\"commit\":\"" + sha(1)
                + "\"}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n" + pawl(1)
                + "\r\n--b--\r\n";
        Map<String, String> type = Map.of("Content-Type", "multipart/form-data; boundary=b");

        assertEquals(
                201, server.post("/api/v1/projects/demo/runs", multipart, type).status());
        assertEquals(
                400,
                server.post("/api/v1/projects/demo/runs?branch=x", multipart, type)
                        .status());
        assertEquals(
                400,
                server.post(path(1, "&time=%2B999999999-01-01T00:00:00Z"), pawl(1), Map.of())
                        .status());
    }

    private RunningServer.Answer upload(int commit, double seconds) {
        return upload("demo", commit, seconds);
    }

    private RunningServer.Answer upload(String project, int commit, double seconds) {
        return server.post(path(commit, "").replace("/demo/", "/" + project + "/"), pawl(seconds), Map.of());
    }

    private static String path(int commit, String more) {
        String parent = commit == 1 ? "" : "&parent=" + sha(commit - 1);
        return "/api/v1/projects/demo/runs?branch=main&testbed=ci&commit=" + sha(commit) + parent + more;
    }

    private static String sha(int number) {
        return String.format("%040x", 0xabc000000L + number);
    }

    private static String pawl(double seconds) {
        return "{\"benchmarks\":[{\"name\":\"sort\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":"
                + seconds + ",\"stddev\":" + seconds / 200 + ",\"sampleCount\":50}]}]}";
    }

    /** For each commit, how much its result changed and against how many base runs. */
    private String changes(String project) {
        StringBuilder changes = new StringBuilder();
        JsonNode runs = server.get("/api/v1/projects/" + project + "/runs?limit=200")
                .json()
                .at("/runs");
        List<JsonNode> sorted = new ArrayList<>();
        runs.forEach(sorted::add);
        sorted.sort(Comparator.comparing(run -> run.at("/sha").asText()));
        for (JsonNode run : sorted) {
            JsonNode result = server.get("/api/v1/projects/" + project + "/runs/"
                            + run.at("/id").asText() + "/comparison")
                    .json()
                    .at("/results/0");
            changes.append(run.at("/sha").asText().substring(36))
                    .append(' ')
                    .append(result.at("/change").asText())
                    .append(" of ")
                    .append(result.at("/baselineRuns").asInt())
                    .append('\n');
        }
        return changes.toString();
    }

    /** Asks until the answer is as expected; the background has ten seconds. */
    private static String await(Supplier<String> ask, String expected) {
        String answer = ask.get();
        for (int i = 0; i < 100 && !answer.equals(expected); i++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer = ask.get();
        }
        return answer;
    }
}
