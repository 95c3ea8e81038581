package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.http.AnswerSchema;
import dev.pawl.server.http.PictureLinks;
import dev.pawl.server.store.NewToken;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.TokenRow.Scope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that their address opens for everybody, and nothing else. */
class SharedPictureTest {

    private static final String PUBLIC = "https://pawl.example.com/perf";

    /** The newest commit of a project's main. */
    private static final int LAST = 6;

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static String token;

    /** Behind a proxy that hides a prefix of the path; and nobody gets in without a token. */
    @BeforeAll
    static void start() {
        server = new RunningServer(folder, URI.create(PUBLIC));
        write(session -> token = session.tokens()
                .create(new NewToken(null, "all", Scope.ADMIN, "*", Instant.now(), null))
                .secret());
        startProject("demo");
        startProject("other");
    }

    private static void startProject(String project) {
        for (int commit = 1; commit <= LAST; commit++) upload(project, "main", commit, commit - 1, 1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoHasTheAddressSeesThePictureWithoutAToken() throws Exception {
        JsonNode picture =
                pictures("demo", upload("demo", "feature", 99, LAST, 1.5)).get(0);

        assertEquals(401, server.get("/api/v1/projects/demo/series").status());
        assertEquals(List.of(), AnswerSchema.ofServer().problems("SharedPicture", picture));
        assertEquals("sort", picture.get("benchmark").asText());
        for (String theme : new String[] {"light", "dark"}) {
            String address = picture.get(theme).asText();
            assertTrue(address.startsWith(PUBLIC + "/api/v1/pictures/demo/runs/"), address);
            RunningServer.Answer answer = server.get(path(address));
            assertEquals(200, answer.status(), answer.body());
            assertEquals("cross-origin", header(answer, "Cross-Origin-Resource-Policy"));
            assertEquals("public, max-age=3600", header(answer, "Cache-Control"));
            BufferedImage image = image(address);
            assertEquals(1440, image.getWidth());
            assertEquals(theme.equals("light") ? 0xffffffff : 0xff0d1117, image.getRGB(3, 3));
        }
    }

    @Test
    void thePictureOfARunEndsWithItAndKnowsNothingLater() {
        startProject("ends");
        String branch = slower("ends");
        String own = pictures("ends", upload("ends", "main", LAST + 1, LAST, 1.7))
                .get(0)
                .get("light")
                .asText();
        String before = header(server.get(path(branch)), "ETag");
        String ownBefore = header(server.get(path(own)), "ETag");

        for (int commit = LAST + 2; commit <= LAST + 4; commit++) upload("ends", "main", commit, commit - 1, 3);

        assertEquals(before, header(server.get(path(branch)), "ETag"));
        assertEquals(ownBefore, header(server.get(path(own)), "ETag"));
        assertNotEquals(before, ownBefore);
    }

    @Test
    void onlyWhatMovedIsListed() {
        assertEquals(0, pictures("demo", upload("demo", "same", 97, LAST, 1)).size());
        assertEquals(0, pictures("demo", upload("demo", "main", 1, 0, 1)).size());
        assertEquals(1, pictures("demo", upload("demo", "fast", 98, LAST, 0.5)).size());
    }

    @Test
    void aWrongKeyOpensNothingAndDoesNotTellWhatThereIs() {
        JsonNode picture =
                pictures("demo", upload("demo", "feature", 99, LAST, 1.5)).get(0);
        String light = path(picture.get("light").asText());
        String key = light.substring(light.indexOf("?key=") + 5);
        String series = picture.get("id").asText();

        Set<String> answers = new TreeSet<>();
        for (String path : List.of(
                light.replace(key, ""),
                light.substring(0, light.indexOf('?')),
                light.replace(key, key.substring(1)),
                light.replace(key, "A".repeat(key.length())),
                light.replace(key, key + "&key=" + key).replace("?key=" + key, "?key=x"),
                light.replace("light.png", "dark.png"),
                light.replace("/demo/", "/other/"),
                light.replace("/demo/", "/nobody/"),
                light.replace(series, "1-1-2"),
                "/api/v1/pictures/demo/series/" + series + "/light.png?key=" + key,
                "/api/v1/pictures/demo/series/" + series + "/light.svg?key=" + key)) {
            RunningServer.Answer answer = server.get(path);
            assertEquals(404, answer.status(), path);
            answers.add(answer.json().get("detail").asText());
        }
        assertEquals(1, answers.size(), answers.toString());
        assertEquals(200, server.get(light).status());
    }

    @Test
    void anAddressIsGoodUntilTheSecretIsRenewedOrPicturesAreSwitchedOff() {
        startProject("closing");
        String old = path(slower("closing"));
        server.close();
        server = new RunningServer(folder, URI.create(PUBLIC));
        assertEquals(200, server.get(old).status(), "after a restart");

        write(session -> session.pictureSecrets().renew(project(session), Instant.now()));
        String next = path(slower("closing"));
        assertEquals(404, server.get(old).status());
        assertEquals(200, server.get(next).status());

        write(session -> session.pictureSecrets().switchOff(project(session), Instant.now()));
        assertEquals(404, server.get(next).status());
        assertEquals(
                0,
                pictures("closing", upload("closing", "feature", 99, LAST, 1.5)).size());
    }

    @Test
    void aServerThatOthersCannotReachHandsOutNone() {
        String series = pictures("demo", upload("demo", "feature", 99, LAST, 1.5))
                .get(0)
                .get("id")
                .asText();
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            for (String url : new String[] {"http://localhost:7420", "https://127.0.0.1", "http://[::1]:1"})
                assertTrue(new PictureLinks(store, Clock.systemUTC(), URI.create(url))
                        .ofSeries("demo", series)
                        .isEmpty());
            assertTrue(new PictureLinks(store, Clock.systemUTC(), null)
                    .ofSeries("demo", series)
                    .isEmpty());
        }
    }

    @Test
    void theTrendOfASeriesIsSharedToo() throws Exception {
        String series = pictures("demo", upload("demo", "feature", 99, LAST, 1.5))
                .get(0)
                .get("id")
                .asText();
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            PictureLinks links = new PictureLinks(store, Clock.systemUTC(), URI.create(PUBLIC));
            String address = links.ofSeries("demo", series).orElseThrow().toString();

            assertEquals(480, image(address).getHeight());
            assertTrue(links.ofSeries("nobody", series).isEmpty());
        }
    }

    @Test
    void noKeyReachesTheLog() {
        String light = path(slower("demo"));
        try (LogCapture log = new LogCapture()) {
            server.get(light);
            server.get(light.replace("light", "dark"));

            String key = light.substring(light.indexOf("?key=") + 5);
            assertFalse(log.lines().isEmpty());
            for (String line : log.lines()) assertFalse(line.contains(key), line);
        }
    }

    /** The address of the picture of a run that is slower than main. */
    private static String slower(String project) {
        return pictures(project, upload(project, "feature", 99, LAST, 1.5))
                .get(0)
                .get("light")
                .asText();
    }

    private static BufferedImage image(String address) throws IOException {
        return ImageIO.read(URI.create(server.server().url() + path(address)).toURL());
    }

    /** What the proxy makes of it. */
    private static String path(String address) {
        assertTrue(address.startsWith(PUBLIC + "/"), address);
        return address.substring(PUBLIC.length());
    }

    private static String header(RunningServer.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElseThrow(() -> new AssertionError(answer.body()));
    }

    private static JsonNode pictures(String project, String run) {
        RunningServer.Answer answer =
                server.get("/api/v1/projects/" + project + "/runs/" + run + "/pictures", bearer());
        assertEquals(200, answer.status(), answer.body());
        return answer.json().get("pictures");
    }

    private static String upload(String project, String branch, int commit, int parent, double factor) {
        String base = branch.equals("main") ? "" : "&base=main&merge-base=" + Payload.sha(parent);
        RunningServer.Answer answer = server.post(
                "/api/v1/projects/" + project + "/runs?branch=" + branch + "&commit=" + Payload.sha(commit) + "&parent="
                        + Payload.sha(parent) + base,
                Payload.of("sort", factor * (1 + commit % 4 * 0.002)),
                bearer());
        assertTrue(answer.status() < 300, answer.body());
        return answer.json().at("/run/id").asText();
    }

    private static Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static long project(StoreSession session) {
        return session.projects().find("closing").orElseThrow().id();
    }

    /** Another process on the same file, as the command line is. */
    private static void write(Consumer<StoreSession> work) {
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            store.write(session -> {
                work.accept(session);
                return null;
            });
        }
    }
}
