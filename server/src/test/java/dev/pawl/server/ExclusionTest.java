package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad run is taken out over HTTP, and what rested on it follows by itself. */
class ExclusionTest {

    private static final String PROJECT = "/api/v1/projects/demo";

    /** A background that has not finished after so many looks never will. */
    private static final int MOST_LOOKS = 1200;

    @TempDir
    Path folder;

    @Test
    void aBadRunIsShownAndCountsForNothing() throws InterruptedException {
        try (RunningServer server = new RunningServer(folder)) {
            for (int commit = 1; commit <= 8; commit++) upload(server, commit, 1 + commit % 3 * 0.001);
            String bad = upload(server, 9, 3);
            String after = upload(server, 10, 1.001);
            assertTrue(baseline(server, after).contains(bad));

            RunningServer.Answer unexplained = server.patch(PROJECT + "/runs/" + bad, "{\"excluded\":true}");
            RunningServer.Answer unclear = server.patch(PROJECT + "/runs/" + bad, "{\"excluded\":\"yes\"}");
            RunningServer.Answer unknown =
                    server.patch(PROJECT + "/runs/0", "{\"excluded\":true,\"reason\":\"wrong machine\"}");
            JsonNode excluded = server.patch(
                            PROJECT + "/runs/" + bad, "{\"excluded\":true,\"reason\":\" wrong machine \"}")
                    .json();

            assertEquals(400, unexplained.status());
            assertEquals("/reason", unexplained.json().at("/pointer").asText());
            assertEquals(400, unclear.status());
            assertEquals(404, unknown.status());
            assertEquals("wrong machine", excluded.at("/excluded/reason").asText());
            assertEquals("local", excluded.at("/excluded/by").asText());
            for (int look = 0; baseline(server, after).contains(bad); look++) {
                assertTrue(look < MOST_LOOKS, "the run after is not judged again");
                Thread.sleep(25);
            }
            assertEquals(10, server.get(PROJECT + "/runs").json().at("/runs").size());
            String series = server.get(PROJECT + "/series").body();
            assertTrue(!series.contains(":3.0"), series);
            String refusal = server.get(PROJECT + "/comparisons?base=run:" + bad + "&head=main")
                    .body();
            assertTrue(refusal.contains("excluded"), refusal);

            server.patch(PROJECT + "/runs/" + bad, "{\"excluded\":false}");
            for (int look = 0; !baseline(server, after).contains(bad); look++) {
                assertTrue(look < MOST_LOOKS, "the run after is not judged again");
                Thread.sleep(25);
            }
            assertTrue(
                    server.get(PROJECT + "/runs/" + bad).json().at("/excluded").isNull());
        }
    }

    private static String baseline(RunningServer server, String run) {
        return server.get(PROJECT + "/runs/" + run + "/comparison")
                .json()
                .at("/baseline/runs")
                .toString();
    }

    private static String upload(RunningServer server, int commit, double seconds) {
        String parent = commit == 1 ? "" : "&parent=" + Payload.sha(commit - 1);
        return server.post(
                        PROJECT + "/runs?branch=main&testbed=ci&commit=" + Payload.sha(commit) + parent,
                        Payload.of("sort", seconds),
                        Map.of())
                .json()
                .at("/run/id")
                .asText();
    }
}
