package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to requests that no route wants: paths that climb, wrong methods, headers beyond the limit. */
class HttpSurfaceTest {

    private static final List<String> CLIMBING = List.of(
            "/assets/..%2f",
            "/assets/..%2findex.html",
            "/assets/%2e%2e/index.html",
            "/%2e%2e/",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/assets/../../etc/passwd",
            "/assets/..;/index.html",
            "/..;/index.html",
            "/assets/%00",
            "/assets/index%00.js",
            "/assets/..%5cindex.html",
            "/assets/..\\index.html",
            "/assets/%c0%ae%c0%ae/index.html",
            "/assets/.hidden.js",
            "/assets//index.js",
            "/assets/index.class");

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
    void noPathLeadsOutOfTheDashboardsFolder() {
        for (String path : CLIMBING) {
            RawConnection.Answer answer = ask("GET", path);

            assertTrue(answer.status() == 400 || answer.status() == 404, path + " got " + answer.status());
            assertProblem(answer, path);
        }
    }

    @Test
    void everyAnswerHasTheSecurityHeadersErrorsOfTheContainerIncluded() {
        List<RawConnection.Answer> answers = List.of(
                ask("GET", "/health/live"),
                ask("GET", "/api/v1/projects"),
                ask("GET", "/api/v1/nothing"),
                ask("POST", "/api/v1/projects"),
                ask("GET", "/%2e%2e/"),
                ask("GET", "/" + "a".repeat(20_000)),
                ask("GET", "/health/live", "X-Large: " + "a".repeat(20_000)));

        assertEquals(
                List.of(200, 200, 404, 405, 400, 414, 431),
                answers.stream().map(RawConnection.Answer::status).toList());
        for (RawConnection.Answer answer : answers) {
            Map<String, String> headers = answer.headers();
            assertTrue(headers.getOrDefault("content-security-policy", "").startsWith("default-src 'none'"));
            assertEquals("nosniff", headers.get("x-content-type-options"));
            assertEquals("no-referrer", headers.get("referrer-policy"));
            assertEquals("same-origin", headers.get("cross-origin-opener-policy"));
            assertEquals("same-origin", headers.get("cross-origin-resource-policy"));
            assertFalse(headers.containsKey("server"), "the server names its version: " + headers);
        }
    }

    @Test
    void whatIsNoHttpIsRefusedInTheSameForm() {
        for (String nonsense : List.of(
                "nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET http://elsewhere/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "POST /api/v1/projects/p/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /api/v1/projects/p/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked"
                        + "\r\n\r\n0\r\n\r\n")) {
            try (RawConnection connection = new RawConnection(server.server().url())) {
                RawConnection.Answer answer = connection.send(nonsense).answer();

                assertEquals(400, answer.status(), nonsense);
                assertProblem(answer, nonsense);
            }
        }
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        RawConnection.Answer put = ask("PUT", "/api/v1/projects");
        RawConnection.Answer delete = ask("DELETE", "/api/v1/projects/p/runs");
        RawConnection.Answer options = ask("OPTIONS", "/api/v1/projects");
        RawConnection.Answer invented = ask("FETCH", "/api/v1/projects");

        assertEquals(405, put.status());
        assertEquals(List.of("GET", "HEAD"), methods(put));
        assertEquals(405, delete.status());
        assertEquals(List.of("GET", "HEAD", "POST"), methods(delete));
        assertEquals(405, options.status());
        assertEquals(405, invented.status());
        for (RawConnection.Answer answer : List.of(put, delete, options, invented)) assertProblem(answer, "405");
    }

    @Test
    void peopleAtAnAddressThatDoesNotExistGetAPageAndProgramsAProblem() {
        Map<String, String> browser = Map.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        RunningServer.Answer page = server.get("/no/such/page", browser);
        RunningServer.Answer problem = server.get("/no/such/page");

        assertEquals(404, page.status());
        assertTrue(page.body().startsWith("<!doctype html>"), page.body());
        assertEquals(404, problem.status());
        assertEquals(
                "there is nothing at /no/such/page",
                problem.json().at("/detail").asText());
    }

    @Test
    void headSaysWhatGetWouldSay() {
        for (String path : List.of("/health/live", "/api/v1/projects", "/api/v1/projects/nobody", "/api/v1/nothing")) {
            RawConnection.Answer get = ask("GET", path);
            try (RawConnection connection = new RawConnection(server.server().url())) {
                RawConnection.Answer head = connection.request("HEAD", path).head();

                assertEquals(get.status(), head.status(), path);
                assertEquals(get.headers().get("content-type"), head.headers().get("content-type"), path);
            }
        }
    }

    @Test
    void namesOutsideAsciiComeBackWhateverTheMachinesEncoding() {
        RunningServer.Answer answer = server.get("/api/v1/projects/%F0%9F%90%8C-caf%C3%A9");

        assertEquals(
                "there is no project '\uD83D\uDC0C-caf\u00E9'",
                answer.json().at("/detail").asText());
    }

    @Test
    void noLogLineHoldsAControlCharacterOrAQuery() {
        try (LogCapture log = new LogCapture()) {
            ask("GET", "/api/v1/a%0d%0aINFO%20forged%1b%5b31m%c2%85%e2%80%a8%e2%80%ae%7f?token=canary");
            ask("GET", "/api/v1/" + "%0a".repeat(3000));

            assertFalse(log.lines().isEmpty());
            for (String line : log.lines()) {
                assertTrue(
                        line.codePoints()
                                .noneMatch(c -> Character.isISOControl(c)
                                        || Character.getType(c) == Character.FORMAT
                                        || Character.getType(c) == Character.LINE_SEPARATOR),
                        line);
                assertFalse(line.contains("canary"), line);
            }
        }
    }

    private RawConnection.Answer ask(String method, String path, String... headers) {
        try (RawConnection connection = new RawConnection(server.server().url())) {
            return connection.request(method, path, headers).answer();
        }
    }

    private static List<String> methods(RawConnection.Answer answer) {
        return List.of(answer.headers().get("allow").split(", ")).stream()
                .sorted()
                .toList();
    }

    private static void assertProblem(RawConnection.Answer answer, String what) {
        assertEquals("application/problem+json", answer.headers().get("content-type"), what);
        assertTrue(answer.body().contains("\"status\":" + answer.status()), what + ": " + answer.body());
    }
}
