package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A maintainer accepts a regression of the default branch, and those who branched behind it are left in peace. */
class AcceptedLevelTest {

    private static final String PROJECT = "/api/v1/projects/demo";
    private static final int SLOWER = 13;
    private static final long WAIT_MILLISECONDS = 20_000;

    @TempDir
    Path folder;

    @Test
    void theBaselineIsTheNewLevelAtOnce() throws InterruptedException {
        try (RunningServer server = new RunningServer(folder)) {
            for (int commit = 1; commit < SLOWER; commit++) push(server, commit, level(commit));
            push(server, SLOWER, level(SLOWER) * 1.3);
            JsonNode open = pullRequest(server, 7, level(2) * 1.3);
            assertNotEquals("unchanged", open.at("/results/0/verdict").asText(), open.toString());

            JsonNode alert = server.get(PROJECT + "/alerts?state=open").json().at("/alerts/0");
            RunningServer.Answer accepted = server.patch(
                    PROJECT + "/alerts/" + alert.at("/id").asText(), "{\"state\":\"accepted\",\"reason\":\"safer\"}");

            assertEquals(200, accepted.status(), accepted.body());
            JsonNode next = pullRequest(server, 8, level(3) * 1.3);
            assertEquals("unchanged", next.at("/results/0/verdict").asText(), next.toString());
            assertEquals(SLOWER, next.at("/results/0/baselineRuns").asInt());
            JsonNode worse = pullRequest(server, 9, level(3) * 1.3 * 1.12);
            assertEquals("regressed", worse.at("/results/0/verdict").asText(), worse.toString());
            awaitUnchanged(server, open.at("/run/id").asText());
        }
    }

    /** The pull request that was judged before, in the background. */
    private static void awaitUnchanged(RunningServer server, String run) throws InterruptedException {
        long end = System.nanoTime() + WAIT_MILLISECONDS * 1_000_000;
        while (true) {
            RunningServer.Answer answer = server.get(PROJECT + "/runs/" + run + "/comparison");
            if (answer.json().at("/results/0/verdict").asText().equals("unchanged")) return;
            assertTrue(System.nanoTime() < end, answer.body());
            Thread.sleep(50);
        }
    }

    private static double level(int commit) {
        return 1 + commit % 5 * 0.002;
    }

    private static void push(RunningServer server, int commit, double seconds) {
        String parent = commit == 1 ? "" : "&parent=" + Payload.sha(commit - 1);
        post(server, "branch=main&commit=" + Payload.sha(commit) + parent, seconds);
    }

    private static JsonNode pullRequest(RunningServer server, int number, double seconds) {
        String commits = "&commit=" + Payload.sha(100 + number) + "&merge-base=" + Payload.sha(SLOWER);
        return post(server, "branch=topic" + number + "&base=main&pr=" + number + commits, seconds);
    }

    private static JsonNode post(RunningServer server, String query, double seconds) {
        RunningServer.Answer answer =
                server.post(PROJECT + "/runs?testbed=ci&" + query, Payload.of("sort", seconds), Map.of());
        assertEquals(201, answer.status(), answer.body());
        return answer.json();
    }
}
