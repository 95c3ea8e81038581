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

/** The picture of a run's samples beside its baseline's, and the small one of a trend, over HTTP. */
class DistributionTest {

    private static final String PROJECT = "/api/v1/projects/demo";

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
    void samplesOfBothSidesAreShown() {
        for (int commit = 1; commit <= 8; commit++) upload(commit, Payload.many("sort", 1, 1));
        String run = upload(9, Payload.many("sort", 1, 1.2));

        RunningServer.Answer svg = server.get(picture(run, "svg"));
        RunningServer.Answer png = server.get(picture(run, "png"));

        assertEquals(200, svg.status(), svg.body());
        assertTrue(svg.body().contains("baseline, 8 runs · 40 samples"), svg.body());
        assertTrue(svg.body().contains("this run · 5 samples"), svg.body());
        assertEquals("image/svg+xml", header(svg, "Content-Type"));
        assertEquals("image/png", header(png, "Content-Type"));
        assertTrue(png.body().startsWith("\ufffdPNG"), "not a PNG");
    }

    @Test
    void withoutSamplesOnOneSideLikeIsShownBesideLike() {
        for (int commit = 1; commit <= 3; commit++) upload(commit, Payload.of("sort0", 1 + commit * 0.001));
        String run = upload(4, Payload.many("sort", 1, 1.2));

        String svg = server.get(picture(run, "svg")).body();

        assertTrue(svg.contains("baseline, 3 runs · a value each"), svg);
        assertTrue(svg.contains("this run · its value"), svg);
    }

    @Test
    void theFirstRunStandsAlone() {
        String run = upload(1, Payload.many("sort", 1, 1));

        String svg = server.get(picture(run, "svg")).body();

        assertTrue(svg.contains("this run · 5 samples"), svg);
        assertFalse(svg.contains("baseline"), svg);
    }

    @Test
    void namesFromOutsideStayText() {
        String hostile = "<script>alert(1)</script>\"><image href=x> \u202e]]>&lt;";
        String run = upload(1, Payload.of(hostile, 1));

        for (String path : new String[] {picture(run, "svg"), series() + "/sparkline.svg"}) {
            String svg = server.get(path).body();

            assertTrue(svg.contains("</svg"), svg);
            assertFalse(svg.contains("<script") || svg.contains("<image") || svg.contains("\u202e"), svg);
            assertTrue(svg.contains("&lt;script"), svg);
        }
    }

    @Test
    void whoHasThePresentPictureIsToldSo() {
        upload(1, Payload.many("sort", 1, 1));
        String run = upload(2, Payload.many("sort", 1, 1));
        for (String path : new String[] {picture(run, "svg"), picture(run, "png"), series() + "/sparkline.svg"}) {
            String tag = header(server.get(path), "ETag");
            RunningServer.Answer again = server.get(path, Map.of("If-None-Match", tag));

            assertEquals(304, again.status());
            assertEquals("private, no-cache", header(again, "Cache-Control"));
        }
        String spark = header(server.get(series() + "/sparkline.svg"), "ETag");
        upload(3, Payload.many("sort", 1, 1));
        assertNotEquals(spark, header(server.get(series() + "/sparkline.svg"), "ETag"));
    }

    @Test
    void everyLookIsAPictureOfItsOwn() {
        String run = upload(1, Payload.many("sort", 1, 1));
        Set<String> tags = new HashSet<>();
        for (String look : new String[] {"", "?theme=dark", "?scale=2", "?width=400", "?height=200"})
            tags.add(header(server.get(picture(run, "svg") + look), "ETag"));
        for (String look : new String[] {"", "?theme=dark", "?scale=2"})
            tags.add(header(server.get(series() + "/sparkline.svg" + look), "ETag"));

        assertEquals(8, tags.size());
        assertEquals(400, server.get(picture(run, "svg") + "?theme=pink").status());
    }

    @Test
    void fails_forWhatIsNotThere() {
        String run = upload(1, Payload.many("sort", 1, 1));
        String id = series().substring(series().lastIndexOf('/') + 1);
        String other = upload(2, Payload.many("search", 1, 1));

        for (String path : new String[] {
            "/runs/" + run + "/series/999-1-1",
            "/runs/" + run + "/series/x",
            "/runs/none/series/" + id,
            "/runs/" + other + "/series/" + id
        }) {
            RunningServer.Answer refusal = server.get(PROJECT + path + "/distribution.svg");
            assertEquals(404, refusal.status(), path);
        }
        assertTrue(server.get(PROJECT + "/runs/" + other + "/series/" + id + "/distribution.png")
                .body()
                .contains("did not measure"));
        assertEquals(404, server.get(PROJECT + "/series/x/sparkline.svg").status());
    }

    private String picture(String run, String kind) {
        return PROJECT + "/runs/" + run + series().substring(PROJECT.length()) + "/distribution." + kind;
    }

    private String series() {
        return PROJECT + "/series/"
                + server.get(PROJECT + "/series").json().at("/series/0/id").asText();
    }

    private String upload(int commit, String results) {
        RunningServer.Answer answer = server.post(
                PROJECT + "/runs?branch=main&commit=" + Payload.sha(commit) + "&parent=" + Payload.sha(commit - 1),
                results,
                Map.of());
        assertEquals(201, answer.status(), answer.body());
        return answer.json().at("/run/id").asText();
    }

    private static String header(RunningServer.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElseThrow();
    }
}
