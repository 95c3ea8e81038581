package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of a GPU, with what was seen of it meanwhile, on their way from the file to the verdict. */
class GpuRunTest {

    private static final long WAIT_MILLISECONDS = 20_000;

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
    void neitherAThrottledRunNorALowerClockIsSlowerCode() {
        for (int commit = 1; commit <= 8; commit++) upload(commit, time(commit), 1.7e9, 0, "550.54");

        JsonNode throttled = upload(9, 1.5, 1.7e9, 0.6, "550.54");
        JsonNode slower = upload(10, 1.2, 1.7e9 / 1.2, 0, "550.54");
        JsonNode worse = upload(11, 1.5, 1.7e9, 0, "550.54");

        assertEquals("undecided", throttled.at("/results/0/verdict").asText(), throttled.toString());
        assertEquals("unstable", throttled.at("/results/0/reason").asText());
        assertEquals("critical", throttled.at("/results/0/severity").asText());
        assertEquals(0, throttled.at("/summary/regressed").asInt());
        assertEquals("disturbed", throttled.at("/findings/0/kind").asText());
        assertEquals("clock_changed", slower.at("/results/0/reason").asText(), slower.toString());
        assertEquals(0, slower.at("/summary/regressed").asInt());
        assertTrue(slower.at("/findings/0/text").asText().startsWith("The GPU's clock was up to 16.7 % lower"));
        assertEquals("regressed", worse.at("/results/0/verdict").asText(), worse.toString());
        // The throttled run is no part of it.
        assertEquals(9, worse.at("/results/0/baselineRuns").asInt());
    }

    @Test
    void aGpuThatStaysHotRaisesNoAlertAndANewDriverIsNoted() throws InterruptedException {
        for (int commit = 1; commit <= 12; commit++) upload(commit, time(commit), 1.7e9, 0, "550.54");
        for (int commit = 13; commit <= 22; commit++) upload(commit, 1.5 * time(commit), 1.7e9, 0.6, "550.54");

        JsonNode updated = upload(23, time(23), 1.7e9, 0, "560.35");

        assertEquals("environment_changed", updated.at("/findings/0/kind").asText(), updated.toString());
        assertEquals(
                "No base run was measured on NVIDIA H200 with driver 560.35; 22 on NVIDIA H200 with driver 550.54 tell nothing"
                        + " about it, so that a new level begins here.",
                updated.at("/findings/0/text").asText());
        assertEquals("none", updated.at("/baseline/source").asText());
        assertEquals("new", updated.at("/results/0/verdict").asText());
        // The note appears when all runs before it have been followed.
        JsonNode notes = notes();
        assertEquals("environment", notes.at("/0/kind").asText(), notes.toString());
        assertEquals(
                "h200: gpuDriver was 550.54 and is 560.35; a new level begins",
                notes.at("/0/text").asText());
        JsonNode alerts = server.get("/api/v1/projects/demo/alerts").json().at("/alerts");
        assertEquals(0, alerts.size(), alerts.toString());
    }

    @Test
    void aClockThatStaysLowIsANoteAndNoAlert() throws InterruptedException {
        for (int commit = 1; commit <= 12; commit++) upload(commit, time(commit), 1.7e9, 0, "550.54");
        for (int commit = 13; commit <= 22; commit++) upload(commit, 1.2 * time(commit), 1.7e9 / 1.2, 0, "550.54");

        assertEquals(
                "h200: the GPU's clock is about 16.7 % lower from here on; what changed with it raises no alert",
                notes().at("/0/text").asText());
        JsonNode alerts = server.get("/api/v1/projects/demo/alerts").json().at("/alerts");
        assertEquals(0, alerts.size(), alerts.toString());
    }

    /** Notes are made in the background. */
    private JsonNode notes() throws InterruptedException {
        String series = server.get("/api/v1/projects/demo/series")
                .json()
                .at("/series/0/id")
                .asText();
        long end = System.nanoTime() + WAIT_MILLISECONDS * 1_000_000;
        while (true) {
            RunningServer.Answer answer = server.get("/api/v1/projects/demo/series/" + series);
            assertEquals(200, answer.status(), answer.body());
            JsonNode notes = answer.json().at("/annotations");
            if (notes.size() > 0) return notes;
            assertTrue(System.nanoTime() < end, "no note appears");
            Thread.sleep(50);
        }
    }

    private static double time(int commit) {
        return 1 + commit % 5 * 0.002;
    }

    private JsonNode upload(int commit, double seconds, double hertz, double disturbed, String driver) {
        String path = "/api/v1/projects/demo/runs?branch=main&testbed=h200&commit=" + Payload.sha(commit) + "&parent="
                + Payload.sha(commit - 1) + "&run=r" + commit;
        String body = String.format(Locale.ROOT, """
                {"suite": "gpu", "environment": {"gpu": "NVIDIA H200", "gpuDriver": "%s"}, "benchmarks": [
                  {"name": "stream.triad_f32", "measurements": [
                    {"metric": "time", "unit": "s", "value": %f},
                    {"metric": "gpu.clock.sm", "unit": "Hz", "role": "informational", "value": %f},
                    {"metric": "disturbed", "unit": "ratio", "role": "informational", "value": %f}]}]}
                """, driver, seconds, hertz, disturbed);
        RunningServer.Answer answer = server.post(path, body, Map.of());
        assertEquals(201, answer.status(), answer.body());
        return answer.json();
    }
}
