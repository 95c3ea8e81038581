package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives late, or says something else than the uploads before it. */
class LateRunTest {

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
    void aRunOfAnOlderCommitThatArrivesLateDoesNotResolveTheAlert() {
        for (int commit = 1; commit <= 12; commit++) if (commit != 5) upload(commit, 1 + commit % 4 * 0.003);
        upload(13, 1.4);

        upload(5, 1.0);

        JsonNode alerts =
                server.get("/api/v1/projects/demo/alerts?state=all").json().at("/alerts");
        assertEquals(1, alerts.size(), alerts.toString());
        assertEquals("open", alerts.at("/0/state").asText());
        assertEquals(Payload.sha(13), alerts.at("/0/sha").asText());
    }

    @Test
    void aSlowRunOfAnOlderCommitThatWasMendedSinceRaisesNoAlert() {
        for (int commit = 1; commit <= 12; commit++) if (commit != 11) upload(commit, 1 + commit % 4 * 0.003);

        RunningServer.Answer late = upload(11, 1.4);

        assertEquals("regressed", late.json().at("/results/0/verdict").asText(), late.body());
        assertEquals(
                0,
                server.get("/api/v1/projects/demo/alerts?state=all")
                        .json()
                        .at("/alerts")
                        .size());
    }

    @Test
    void pullRequestsFromAForksMainBranchDoNotCrowdOutTheBaseline() {
        for (int commit = 1; commit <= 3; commit++) upload(commit, 1.0);
        for (int pull = 1; pull <= 70; pull++)
            assertEquals(
                    201,
                    post(
                                    "branch=main&testbed=ci&pr=" + pull + "&base=main&run=fork" + pull + "&commit="
                                            + Payload.sha(1000 + pull),
                                    9.0)
                            .status());

        RunningServer.Answer answer = post("branch=topic&testbed=ci&pr=99&base=main&commit=" + Payload.sha(99), 1.0);

        assertEquals("newest_on_base", answer.json().at("/baseline/source").asText(), answer.body());
        assertEquals(3, answer.json().at("/results/0/baselineRuns").asInt());
    }

    @Test
    void anUploadThatSpeaksOfAnotherRunUnderTheSameKeyIsAConflict() {
        String run = "run=r&testbed=ci&commit=" + Payload.sha(1);
        assertEquals(201, post(run + "&branch=main&shard=1/3&suite=a", 1.0).status());

        for (String other : new String[] {
            "&branch=topic&shard=2/3", "&branch=main&pr=7&shard=2/3", "&branch=main&shard=2/4", "&branch=main"
        }) {
            RunningServer.Answer answer = post(run + other + "&suite=b", 1.0);

            assertEquals(409, answer.status(), other + ": " + answer.body());
            assertTrue(answer.json().at("/detail").asText().contains("--run"), answer.body());
        }
        assertEquals(201, post(run + "&branch=main&shard=2/3&suite=b", 1.0).status());
    }

    @Test
    void warningsOfEveryShardAreKept() {
        String warned = "{\"warnings\":[\"the machine was busy\"],\"benchmarks\":[{\"name\":\"one\",\"measurements\":"
                + "[{\"metric\":\"time\",\"unit\":\"s\",\"value\":1}]}]}";
        String run = "/api/v1/projects/demo/runs?branch=main&run=r&commit=" + Payload.sha(1);

        RunningServer.Answer first = server.post(run + "&shard=1/2", warned, Map.of());
        RunningServer.Answer second = server.post(run + "&shard=2/2", Payload.of("two", 1.0), Map.of());

        assertEquals(1, warnings(first.json().at("/run/id").asText()));
        assertTrue(second.body().contains("the machine was busy"), second.body());
    }

    private int warnings(String run) {
        return server.get("/api/v1/projects/demo/runs/" + run)
                .json()
                .at("/warnings")
                .size();
    }

    private RunningServer.Answer upload(int commit, double seconds) {
        return post(
                "branch=main&testbed=ci&commit=" + Payload.sha(commit)
                        + (commit == 1 ? "" : "&parent=" + Payload.sha(commit - 1)),
                seconds);
    }

    private RunningServer.Answer post(String query, double seconds) {
        return server.post("/api/v1/projects/demo/runs?" + query, Payload.of("sort", seconds), Map.of());
    }
}
