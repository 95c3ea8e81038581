package dev.pawl.cli.client;

import static dev.pawl.cli.client.FakeServer.answer;
import static dev.pawl.cli.client.FakeServer.brokenOff;
import static dev.pawl.cli.client.FakeServer.json;
import static dev.pawl.cli.client.FakeServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Commit;
import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PawlClientTest {

    private static final String SECRET = "pawl_p_0123456789abcdef";
    private static final String SHA = "1111111111111111111111111111111111111111";

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();
    private final List<String> progress = new ArrayList<>();
    private FakeServer server;
    private UploadBody body;

    @BeforeEach
    void writeABody() throws IOException {
        body = body("time,1\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopTheServer() {
        if (server != null) server.close();
    }

    @Test
    void anUploadIsOneGzippedFormWithTheRunAndItsFiles() throws IOException {
        server = FakeServer.start(json(201, "{\"summary\":{}}"));

        byte[] answer = client(SECRET).upload("engine", body);

        assertEquals("{\"summary\":{}}", new String(answer, StandardCharsets.UTF_8));
        FakeServer.Request request = server.requests().get(0);
        String boundary = body.contentType().substring("multipart/form-data; boundary=".length());
        assertEquals("POST", request.method());
        assertEquals("/api/v1/projects/engine/runs", request.path());
        assertEquals("Bearer " + SECRET, request.headers().get("authorization"));
        assertEquals(body.idempotencyKey(), request.headers().get("idempotency-key"));
        assertEquals(
                ("""
                --%1$s
                Content-Disposition: form-data; name="run"
                Content-Type: application/json

                {"branch":"main","commit":"%2$s","pr":7,"history":[{"sha":"%2$s","subject":"Say \\"hi\\""}]}
                --%1$s
                Content-Disposition: form-data; name="file"; filename="out/a %%22b%%22.csv"
                Content-Type: application/octet-stream

                """.formatted(boundary, SHA).replace("\n", "\r\n") + "time,1\n" + "\r\n--" + boundary + "--\r\n"),
                request.text());
    }

    @Test
    void withoutATokenNoneIsSent() throws IOException {
        server = FakeServer.start(json(201, "{}"));

        client(null).upload("engine", body);

        assertFalse(server.requests().get(0).headers().containsKey("authorization"));
    }

    @Test
    void aProjectsNameIsEscapedInThePath() throws IOException {
        server = FakeServer.start(json(200, "{}"));

        client(null).get(List.of("projects", "a b/../ü"), Map.of());

        assertEquals(
                "/api/v1/projects/a%20b%2F..%2F%C3%BC", server.requests().get(0).path());
    }

    @Test
    void aServerErrorIsTriedAgainUnderTheSameKey() throws IOException {
        server = FakeServer.start(problem(500, "disk full", ""), json(201, "{}"));

        client(SECRET).upload("engine", body);

        assertEquals(2, server.requests().size());
        assertEquals(
                1,
                server.requests().stream()
                        .map(request -> request.headers().get("idempotency-key"))
                        .distinct()
                        .count());
        assertEquals(server.requests().get(0).text(), server.requests().get(1).text());
        assertEquals(List.of("500 the server failed: disk full; trying again in 1 s"), progress);
    }

    @Test
    void theServerSaysHowLongToWait() throws IOException {
        server = FakeServer.start(
                answer(429, "application/json", "{}", "Retry-After", "7"),
                answer(503, "application/json", "{}", "Retry-After", "Sun, 01 Mar 2026 10:00:20 GMT"),
                json(201, "{}"));

        client(SECRET).upload("engine", body);

        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(13)), time.pauses());
    }

    @Test
    void anAbsurdWaitIsCutShort() throws IOException {
        server = FakeServer.start(answer(429, "application/json", "{}", "Retry-After", "1000000000"), json(201, "{}"));

        client(SECRET).upload("engine", body);

        assertEquals(List.of(Duration.ofSeconds(60)), time.pauses());
    }

    @Test
    void aWaitThatIsNoTimeIsReplacedByOurOwn() throws IOException {
        server = FakeServer.start(answer(503, "application/json", "{}", "Retry-After", "soon"), json(201, "{}"));

        client(SECRET).upload("engine", body);

        assertEquals(1, time.pauses().size());
        assertTrue(time.pauses().get(0).compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void pausesGrowToHalfAMinuteAndEndWithTheTimeThatWasGranted() throws IOException {
        server = FakeServer.start(answer(502, "text/html", "<html><h1>Bad Gateway</h1></html>"));

        UnreachableException unreachable =
                assertThrows(UnreachableException.class, () -> client(SECRET).upload("engine", body));

        assertEquals(
                List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L),
                time.pauses().stream()
                        .map(pause -> Math.round(pause.toMillis() / 1000.0))
                        .toList());
        assertEquals(8, server.requests().size());
        assertEquals(
                server.url() + " could not be reached in 8 attempts; the last one ended with: 502 a web page came back"
                        + " instead of an answer of Pawl; there may be a proxy on the way",
                unreachable.getMessage());
    }

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() throws IOException {
        server = FakeServer.start(brokenOff("{\"summary\":"), json(201, "{\"summary\":{}}"));

        byte[] answer = client(SECRET).upload("engine", body);

        assertEquals("{\"summary\":{}}", new String(answer, StandardCharsets.UTF_8));
        assertEquals(2, server.requests().size());
    }

    @Test
    void aServerThatHangsIsLeftAndAskedAgain() throws IOException {
        server = FakeServer.start();
        server.then(server.hanging()).then(json(201, "{}"));

        client(SECRET).upload("engine", body);

        assertEquals(List.of("no answer in time; trying again in 1 s"), progress);
    }

    @Test
    void nobodyListeningIsUnreachable() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + free.getLocalPort();
            free.close();

            UnreachableException unreachable = assertThrows(
                    UnreachableException.class,
                    () -> client(url, null, Duration.ZERO).upload("engine", body));

            assertEquals(
                    url + " could not be reached in 1 attempt; the last one ended with: nothing listens at " + url,
                    unreachable.getMessage());
        }
    }

    @Test
    void aRefusalIsFinalAndSaysWhatTheServerSays() throws IOException {
        server = FakeServer.start(problem(409, "shard 2 of 3 is there with other content", "/shard"));

        RefusedException refused =
                assertThrows(RefusedException.class, () -> client(SECRET).upload("engine", body));

        assertEquals(
                server.url() + " refuses: 409 this contradicts what is stored: shard 2 of 3 is there with other content"
                        + " (at /shard)",
                refused.getMessage());
        assertEquals(1, server.requests().size());
    }

    @Test
    void everyRefusalSaysWhatToDo() throws IOException {
        assertEquals("401 the server wants a token; put one into PAWL_TOKEN", refusal(401, null));
        assertEquals("401 the token was not accepted; it may be unknown, expired or revoked", refusal(401, SECRET));
        assertEquals("403 the token may not do this", refusal(403, SECRET));
        assertEquals("404 not found; check --server and --project", refusal(404, SECRET));
        assertEquals(
                "413 the upload is too large; split it into shards, or compare offline with pawl compare",
                refusal(413, SECRET));
    }

    @Test
    void aServerThatRefusesALargeBodyBeforeReadingItIsHeard() throws Exception {
        byte[] noise = new byte[12 << 20];
        new Random(1).nextBytes(noise);
        UploadBody large = body(noise);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread early = new Thread(() -> refuseUnread(socket));
            early.start();

            RefusedException refused = assertThrows(
                    RefusedException.class,
                    () -> client("http://127.0.0.1:" + socket.getLocalPort(), SECRET, Duration.ofSeconds(120))
                            .upload("engine", large));

            assertEquals(413, refused.status());
            early.join();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (FakeServer elsewhere = FakeServer.start(json(201, "{}"))) {
            server = FakeServer.start(answer(307, "text/plain", "", "Location", elsewhere.url() + "/api"));

            RefusedException refused =
                    assertThrows(RefusedException.class, () -> client(SECRET).upload("engine", body));

            assertTrue(refused.getMessage().contains("307 the server redirects to " + elsewhere.url()));
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void aPageInsteadOfAnAnswerIsNoSuccess() throws IOException {
        server = FakeServer.start(answer(200, "text/html", "<!doctype html>\n<title>Log in</title>"));

        RefusedException refused =
                assertThrows(RefusedException.class, () -> client(SECRET).upload("engine", body));

        assertEquals(
                server.url() + " is no Pawl server: it answers with '<!doctype html> <title>Log in</title>';"
                        + " check --server",
                refused.getMessage());
    }

    @Test
    void aServerThatRepeatsTheTokenDoesNotGetItIntoAMessage() throws IOException {
        server = FakeServer.start(problem(403, "token " + SECRET + " is for another project", ""));

        RefusedException refused =
                assertThrows(RefusedException.class, () -> client(SECRET).upload("engine", body));

        assertTrue(refused.getMessage().contains("token *** is for another project"), refused.getMessage());
        assertFalse(refused.getMessage().contains(SECRET));
    }

    @Test
    void whatTheServerSaysCannotSteerATerminal() throws IOException {
        server = FakeServer.start(problem(400, "bad\\u001b[2Jname\\nerror: forged", "/x"));

        RefusedException refused =
                assertThrows(RefusedException.class, () -> client(SECRET).upload("engine", body));

        assertTrue(
                refused.getMessage().endsWith(": bad\\u{1b}[2Jname\\u{a}error: forged (at /x)"), refused.getMessage());
    }

    @Test
    void theDescriptionOfAnUploadHidesTheToken() throws IOException {
        server = FakeServer.start(json(201, "{}"));

        String description = client(SECRET).describe("engine", body).stream().collect(Collectors.joining("\n"));

        assertTrue(description.contains("Authorization: Bearer ***"), description);
        assertFalse(description.contains(SECRET));
        assertEquals(List.of(), server.requests());
    }

    private String refusal(int status, @Nullable String token) throws IOException {
        try (FakeServer refusing = FakeServer.start(answer(status, "text/plain", ""))) {
            RefusedException refused = assertThrows(
                    RefusedException.class,
                    () -> client(refusing.url(), token, Duration.ofSeconds(120)).upload("engine", body));
            assertEquals(status, refused.status());
            return refused.getMessage().substring((refusing.url() + " refuses: ").length());
        }
    }

    /** Reads the header and answers, as a server does that looks at the length first. */
    private static void refuseUnread(ServerSocket socket) {
        try (Socket connection = socket.accept()) {
            StringBuilder header = new StringBuilder();
            while (header.indexOf("\r\n\r\n") < 0)
                header.append((char) connection.getInputStream().read());
            String problem = "{\"detail\":\"larger than 8 MiB\"}";
            OutputStream out = connection.getOutputStream();
            out.write(("HTTP/1.1 413 Too Large\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
                            + "Content-Length: " + problem.length() + "\r\n\r\n" + problem)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PawlClient client(@Nullable String token) {
        return client(server.url(), token, Duration.ofSeconds(120));
    }

    private PawlClient client(String url, @Nullable String token, Duration total) {
        return new PawlClient(
                ServerAddress.of(url),
                token == null ? null : AccessToken.of(token, "the test"),
                time.patience(total),
                progress::add);
    }

    private UploadBody body(byte[] content) throws IOException {
        RunDescription run = new RunDescription.Builder()
                .with("branch", "main")
                .with("commit", SHA)
                .with("pr", 7)
                .with("release", " ")
                .with(List.of(new Commit(SHA, null, null, null, "Say \"hi\"")));
        return UploadBody.write(
                folder.resolve("body.gz"), run, List.of(ResultSource.ofBytes("./out/a \"b\".csv", content)));
    }
}
