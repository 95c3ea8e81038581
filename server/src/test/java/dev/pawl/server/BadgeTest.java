package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The badge of a project. */
class BadgeTest {

    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String BADGE = PROJECT + "/badge.svg";

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
    void itSaysHowTheDefaultBranchStands() throws Exception {
        server.post(PROJECT + "/events", "{\"kind\":\"release\",\"text\":\"v1\"}", Map.of());
        assertEquals("benchmarks: no data", title());

        for (int commit = 1; commit <= 14; commit++) upload(commit, 1 + commit % 4 * 0.002);
        assertEquals("benchmarks: fine", title());

        for (int commit = 15; commit <= 18; commit++) upload(commit, 1.6);
        int open =
                server.get(PROJECT + "/alerts?state=open").json().get("alerts").size();
        assertEquals(1, open);
        assertEquals("benchmarks: 1 regressed", title());
    }

    @Test
    void itIsNeverStaleAndCostsAFewBytesIfItIsKnown() {
        for (int commit = 1; commit <= 14; commit++) upload(commit, 1 + commit % 4 * 0.002);
        String tag = tag(server.get(BADGE));

        RunningServer.Answer known = server.get(BADGE, Map.of("If-None-Match", "W/" + tag));
        for (int commit = 15; commit <= 18; commit++) upload(commit, 1.6);
        RunningServer.Answer changed = server.get(BADGE, Map.of("If-None-Match", tag));

        assertEquals(304, known.status());
        assertEquals("", known.body());
        assertEquals(200, changed.status());
        assertNotEquals(tag, tag(changed));
        assertTrue(changed.response()
                .headers()
                .firstValue("Cache-Control")
                .orElse("")
                .contains("no-cache"));
    }

    @Test
    void aProjectThatIsNotThereHasNone() {
        assertEquals(404, server.get(BADGE).status());
    }

    private String title() throws Exception {
        RunningServer.Answer answer = server.get(BADGE);
        assertEquals(200, answer.status(), answer.body());
        assertEquals(
                "image/svg+xml",
                answer.response().headers().firstValue("Content-Type").orElse(""));
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(answer.body())));
        return svg.getElementsByTagName("title").item(0).getTextContent();
    }

    private static String tag(RunningServer.Answer answer) {
        return answer.response().headers().firstValue("ETag").orElseThrow();
    }

    private void upload(int commit, double seconds) {
        RunningServer.Answer answer = server.post(
                PROJECT + "/runs?branch=main&commit=" + Payload.sha(commit) + "&parent=" + Payload.sha(commit - 1),
                Payload.of("sort", seconds),
                Map.of());
        assertEquals(201, answer.status(), answer.body());
    }
}
