package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures of a series, over HTTP. */
class ChartTest {

    private static final String PROJECT = "/api/v1/projects/demo";

    @TempDir
    Path folder;

    private RunningServer server;
    private String series;

    @BeforeEach
    void startWithAHistory() {
        server = new RunningServer(folder);
        for (int commit = 1; commit <= 14; commit++) upload(commit);
        series = PROJECT + "/series/"
                + server.get(PROJECT + "/series").json().at("/series/0/id").asText();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPictureIsNeverStaleAfterAnUpload() {
        for (String picture : new String[] {"/chart.svg", "/chart.png"}) {
            RunningServer.Answer first = server.get(series + picture);
            String tag = header(first, "ETag");
            RunningServer.Answer again = server.get(series + picture, Map.of("If-None-Match", "\"x\", " + tag));
            upload(picture.endsWith("svg") ? 15 : 16);
            RunningServer.Answer after = server.get(series + picture, Map.of("If-None-Match", tag));

            assertEquals(200, first.status());
            assertEquals("private, no-cache", header(first, "Cache-Control"));
            assertEquals(304, again.status());
            assertEquals("", again.body());
            assertEquals(tag, header(again, "ETag"));
            assertEquals(200, after.status());
            assertNotEquals(tag, header(after, "ETag"));
        }
    }

    @Test
    void aNoteIsDrawnAtItsCommitAndMakesANewPicture() {
        RunningServer.Answer before = server.get(series + "/chart.svg");
        server.post(
                PROJECT + "/events",
                "{\"kind\":\"release\",\"text\":\"v1.4 <b>\",\"commit\":\"" + Payload.sha(3) + "\"}",
                Map.of());
        RunningServer.Answer after = server.get(series + "/chart.svg", Map.of("If-None-Match", header(before, "ETag")));

        assertFalse(before.body().contains("v1.4"));
        assertEquals(200, after.status());
        assertTrue(after.body().contains("v1.4 &lt;b"), after.body());
    }

    @Test
    void everyLookIsAPictureOfItsOwn() {
        Set<String> tags = new HashSet<>();
        for (String look : new String[] {
            "", "?theme=dark", "?scale=2", "?width=700", "?height=200", "?limit=5", "?theme=dark&scale=2"
        }) tags.add(header(server.get(series + "/chart.svg" + look), "ETag"));
        tags.add(header(server.get(series + "/chart.png"), "ETag"));

        assertEquals(8, tags.size());
        assertTrue(server.get(series + "/chart.svg?width=700&scale=2").body().contains("width=\"1400\""));
    }

    @ParameterizedTest
    @CsvSource({
        "theme=pink,theme",
        "scale=0,scale",
        "scale=3,scale",
        "width=239,width",
        "width=1601,width",
        "width=99999999999,width",
        "height=119,height",
        "height=721,height",
        "height=tall,height"
    })
    void fails_atALookThatCannotBeDrawn(String look, String pointer) {
        RunningServer.Answer refusal = server.get(series + "/chart.png?" + look);

        assertEquals(400, refusal.status());
        assertEquals(pointer, refusal.json().get("pointer").asText());
    }

    private static String header(RunningServer.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElseThrow();
    }

    private void upload(int commit) {
        RunningServer.Answer answer = server.post(
                PROJECT + "/runs?branch=main&commit=" + Payload.sha(commit) + "&parent=" + Payload.sha(commit - 1),
                Payload.of("sort", 1 + commit % 4 * 0.002),
                Map.of());
        assertEquals(201, answer.status(), answer.body());
    }
}
