package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts: a description and files, and what is neither. */
class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=B";

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
    void aDescriptionAndAFileAreARun() {
        RunningServer.Answer answer = post(parts(run("a"), file("results/a.json", "sort")));

        assertEquals(201, answer.status(), answer.body());
    }

    @Test
    void namesThatClimbOrRepeatOnlyNameThings() {
        RunningServer.Answer climbing = post(parts(run("a"), file("../../../../etc/passwd", "one")));
        RunningServer.Answer windows = post(parts(run("b"), file("C:\\\\..\\\\windows\\\\a.json", "one")));
        RunningServer.Answer twice = post(parts(run("c"), file("a.json", "one"), file("a.json", "two")));

        assertEquals(201, climbing.status(), climbing.body());
        assertEquals(201, windows.status(), windows.body());
        assertEquals(201, twice.status(), twice.body());
        assertEquals(2, twice.json().at("/results").size());
    }

    @Test
    void whatLacksABoundaryAFileOrADescriptionIsRefused() {
        assertRefused(400, "Content-Type", post(parts(run("a")), "multipart/form-data"));
        assertRefused(400, "Content-Type", post(parts(run("a")), "multipart/form-data; boundary="));
        assertRefused(400, null, post(parts(run("a"), file("a.json", "sort")), TYPE.replace("=B", "=C")));
        assertRefused(400, null, post(parts(run("a"), file("a.json", "sort")), TYPE + "B".repeat(5000)));
        assertRefused(400, null, post(new byte[0]));
        assertRefused(400, null, post(parts()));
        assertRefused(400, null, post(parts(run("a"))));
        assertRefused(400, "commit", post(parts(file("a.json", "sort"))));
    }

    @Test
    void aPartOfAnotherNameOrOfNoneIsRefused() {
        String nameless = "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n";
        String bare = "--B\r\n\r\nx\r\n";

        assertRefused(400, "evil", post(parts(run("a"), part("evil", null, "x"))));
        assertRefused(400, "", post(parts(run("a"), nameless)));
        assertRefused(400, "", post(parts(run("a"), bare)));
    }

    @Test
    void twoDescriptionsAreRefusedBecauseOneWouldBeIgnored() {
        assertRefused(400, "run", post(parts(run("a"), run("b"), file("a.json", "sort"))));
        assertEquals(404, server.get("/api/v1/projects/demo/runs").status());
    }

    @Test
    void aDescriptionThatIsNoObjectIsRefused() {
        for (String nonsense :
                new String[] {"", "[]", "{\"commit\":", "[".repeat(5000), "{\"commit\":{}}", "{\"a\":1,\"a\":2}"})
            assertEquals(
                    400,
                    post(parts(part("run", null, nonsense), file("a.json", "sort")))
                            .status(),
                    nonsense);
    }

    @Test
    void moreThanTwentyThousandPartsAreRefused() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Payload.utf8(run("a")));
        for (int i = 0; i < 20_000; i++) body.writeBytes(Payload.utf8(part("file", "f" + i, "")));
        body.writeBytes(Payload.utf8("--B--\r\n"));

        RunningServer.Answer answer = post(body.toByteArray());

        assertRefused(400, null, answer);
        assertTrue(answer.json().at("/detail").asText().contains("20000"), answer.body());
    }

    private static String run(String key) {
        return part("run", null, "{\"commit\":\"" + Payload.sha(1) + "\",\"branch\":\"main\",\"run\":\"" + key + "\"}");
    }

    private static String file(String name, String benchmark) {
        return part("file", name, Payload.of(benchmark, 1.0));
    }

    private static String part(String name, String fileName, String content) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (fileName == null ? "" : "; filename=\"" + fileName + "\"") + "\r\n\r\n" + content + "\r\n";
    }

    private static byte[] parts(String... parts) {
        return Payload.utf8(String.join("", parts) + "--B--\r\n");
    }

    private RunningServer.Answer post(byte[] body) {
        return post(body, TYPE);
    }

    private RunningServer.Answer post(byte[] body, String type) {
        return server.post("/api/v1/projects/demo/runs", body, Map.of("Content-Type", type));
    }

    private static void assertRefused(int status, String pointer, RunningServer.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        if (pointer != null) assertEquals(pointer, answer.json().at("/pointer").asText(null), answer.body());
    }
}
