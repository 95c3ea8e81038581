package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.http.HealthRoutes;
import dev.pawl.server.http.Routes;
import dev.pawl.server.pipeline.Rejudger;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.store.IssuedToken;
import dev.pawl.server.store.NewToken;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, on every route. */
class AccessTest {

    /** What each route needs; {@code null} for those that are for everybody. A new route must find its place here. */
    private static final Map<String, @Nullable Scope> NEEDED = new LinkedHashMap<>();

    /** Need a signature in place of a token, see {@link HookTest} and {@link SharedPictureTest}. */
    private static final Set<String> SIGNED = Set.of(
            "POST /api/v1/hooks/github/{project}",
            "GET /api/v1/pictures/{project}/series/{series}/{file}",
            "GET /api/v1/pictures/{project}/runs/{run}/series/{series}/{file}");

    static {
        String project = "/api/v1/projects/{project}";
        NEEDED.put("GET /api/v1/projects", Scope.READ);
        NEEDED.put("GET " + project, Scope.READ);
        NEEDED.put("POST " + project + "/runs", Scope.UPLOAD);
        NEEDED.put("POST " + project + "/events", Scope.UPLOAD);
        NEEDED.put("GET " + project + "/runs", Scope.READ);
        NEEDED.put("GET " + project + "/runs/{run}", Scope.READ);
        NEEDED.put("GET " + project + "/runs/{run}/comparison", Scope.READ);
        NEEDED.put("GET " + project + "/runs/{run}/pictures", Scope.READ);
        NEEDED.put("GET " + project + "/comparisons", Scope.READ);
        NEEDED.put("GET " + project + "/benchmarks", Scope.READ);
        NEEDED.put("GET " + project + "/series", Scope.READ);
        NEEDED.put("GET " + project + "/series/{series}", Scope.READ);
        NEEDED.put("GET " + project + "/series/{series}/chart.svg", Scope.READ);
        NEEDED.put("GET " + project + "/series/{series}/chart.png", Scope.READ);
        NEEDED.put("GET " + project + "/series/{series}/sparkline.svg", Scope.READ);
        NEEDED.put("GET " + project + "/runs/{run}/series/{series}/distribution.svg", Scope.READ);
        NEEDED.put("GET " + project + "/runs/{run}/series/{series}/distribution.png", Scope.READ);
        NEEDED.put("GET " + project + "/badge.svg", Scope.READ);
        NEEDED.put("GET " + project + "/alerts", Scope.READ);
        NEEDED.put("GET " + project + "/alerts/{alert}", Scope.READ);
        NEEDED.put("GET /metrics", Scope.READ);
        NEEDED.put("PATCH " + project + "/alerts/{alert}", Scope.ADMIN);
        NEEDED.put("PATCH " + project + "/runs/{run}", Scope.ADMIN);
        NEEDED.put("GET " + project + "/absences", Scope.READ);
        NEEDED.put("GET " + project + "/channels", Scope.READ);
        NEEDED.put("GET " + project + "/deliveries", Scope.READ);
        NEEDED.put("PATCH " + project + "/deliveries/{delivery}", Scope.ADMIN);
        NEEDED.put("GET " + project + "/report", Scope.READ);
        NEEDED.put("GET " + project + "/report.html", Scope.READ);
        NEEDED.put("GET " + project + "/report.txt", Scope.READ);
        NEEDED.put("GET " + project + "/export", Scope.READ);
        NEEDED.put("PATCH " + project + "/absences/{absence}", Scope.ADMIN);
        for (String open : List.of(
                "/health/live",
                "/health/startup",
                "/health/ready",
                "/openapi.json",
                "/",
                "/p/<path>",
                "/favicon.svg",
                "/assets/{name}")) NEEDED.put("GET " + open, null);
    }

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
        upload("demo", "main", 1, Map.of());
        upload("other", "main", 1, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRouteOfTheServerIsInTheTable() {
        Set<String> known = routes().stream()
                .filter(endpoint -> !endpoint.endpoint.method.toString().startsWith("BEFORE"))
                .filter(endpoint -> !endpoint.endpoint.method.toString().equals("HEAD"))
                .map(endpoint -> endpoint.endpoint.method + " " + endpoint.endpoint.path)
                .collect(Collectors.toCollection(TreeSet::new));

        TreeSet<String> all = new TreeSet<>(NEEDED.keySet());
        all.addAll(SIGNED);
        assertEquals(all, known);
    }

    @Test
    void everyRouteIsOpenToExactlyTheScopesThatItNeeds() {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (Scope scope : Scope.values()) tokens.put(scope.name(), token("demo", scope, "*", null));

        NEEDED.forEach((route, needed) -> {
            assertEquals(needed == null ? 0 : 401, refusal(route, Map.of()), route + " without a token");
            for (Scope scope : Scope.values()) {
                int expected = needed == null || scope.compareTo(needed) >= 0 ? 0 : 403;
                assertEquals(expected, refusal(route, bearer(tokens.get(scope.name()))), route + " with " + scope);
            }
        });
    }

    @Test
    void aTokenOfAnotherProjectOpensNothingOfThisOneAndDoesNotListIt() {
        String foreign = token("other", Scope.ADMIN, "*", null);

        NEEDED.forEach((route, needed) -> {
            if (route.contains("{project}")) assertEquals(403, refusal(route, bearer(foreign)), route);
        });
        List<String> listed = server.get("/api/v1/projects", bearer(foreign))
                .json()
                .at("/projects")
                .findValuesAsText("slug");
        assertEquals(List.of("other"), listed);
        RunningServer.Answer unknown = server.get("/api/v1/projects/nobody/runs", bearer(foreign));
        RunningServer.Answer known = server.get("/api/v1/projects/demo/runs", bearer(foreign));
        assertEquals(known.body(), unknown.body());
    }

    @Test
    void unknownExpiredRevokedAndMalformedTokensGetTheVerySameAnswer() {
        String good = token("demo", Scope.ADMIN, "*", null);
        String expired = token("demo", Scope.ADMIN, "*", Instant.now().minusSeconds(1));
        String revoked = token("demo", Scope.ADMIN, "*", null);
        write(store -> store.write(session -> {
            long id = session.tokens().find(revoked).orElseThrow().id();
            return session.tokens().revoke(id, Instant.now());
        }));
        String unknown = flipped(good);

        Set<String> answers = new TreeSet<>();
        for (String secret : List.of(expired, revoked, unknown, "pawl_", "x", good + "x", good.substring(1))) {
            for (String path : List.of("/api/v1/projects", "/api/v1/projects/demo/runs", "/api/v1/projects/nobody")) {
                RunningServer.Answer answer = server.get(path, bearer(secret));
                answers.add(answer.status()
                        + answer.body()
                        + answer.response().headers().firstValue("WWW-Authenticate"));
            }
        }

        assertEquals(1, answers.size(), answers.toString());
        assertTrue(answers.iterator().next().startsWith("401"), answers.toString());
        assertEquals(200, server.get("/api/v1/projects/demo/runs", bearer(good)).status());
    }

    @Test
    void aBranchTokenWritesItsBranchesAndNoOthers() {
        String token = token("demo", Scope.UPLOAD, "feature/*", null);

        assertEquals(201, upload("demo", "feature/x", 2, bearer(token)).status());
        assertEquals(403, upload("demo", "main", 2, bearer(token)).status());
        assertEquals(403, upload("demo", "feature", 2, bearer(token)).status());
        assertEquals(403, upload("demo", "xfeature/x", 2, bearer(token)).status());
        RunningServer.Answer unnamed = server.post(
                "/api/v1/projects/demo/runs?commit=" + Payload.sha(3), Payload.of("sort", 1.0), bearer(token));
        assertEquals(403, unnamed.status());
    }

    @Test
    void aBranchTokenCannotJoinARunOfAnotherBranch() {
        String token = token("demo", Scope.UPLOAD, "feature/*", null);
        String run = "/api/v1/projects/demo/runs?testbed=ci&run=r&commit=" + Payload.sha(9);
        String all = token("demo", Scope.UPLOAD, "*", null);
        RunningServer.Answer first = server.post(run + "&branch=main", Payload.of("one", 1.0), bearer(all));

        RunningServer.Answer joining = server.post(run + "&branch=feature/x", Payload.of("two", 1.0), bearer(token));

        assertEquals(409, joining.status(), joining.body());
        String id = first.json().at("/run/id").asText();
        assertEquals(
                "main",
                server.get("/api/v1/projects/demo/runs/" + id, bearer(all))
                        .json()
                        .at("/branch")
                        .asText());
    }

    @Test
    void aBranchTokenDecidesNothingAboutAnotherBranchsAlerts() {
        String token = token("demo", Scope.ADMIN, "feature/*", null);
        String all = token("demo", Scope.ADMIN, "*", null);
        for (int commit = 2; commit <= 8; commit++) upload("demo", "main", commit, bearer(all));
        server.post(path("demo", "main", 9), Payload.of("sort", 2.0), bearer(all));
        String alert = server.get("/api/v1/projects/demo/alerts", bearer(all))
                .json()
                .at("/alerts/0/id")
                .asText();
        String path = "/api/v1/projects/demo/alerts/" + alert;

        assertEquals(
                403,
                server.patch(path, "{\"state\":\"dismissed\"}", bearer(token)).status());
        assertEquals(
                200,
                server.patch(path, "{\"state\":\"dismissed\"}", bearer(all)).status());
    }

    @Test
    void noTokenReachesALogAnAnswerOrTheDatabase() throws Exception {
        List<String> answers = new ArrayList<>();
        String secret = token("demo", Scope.UPLOAD, "*", null);
        String expired = token("demo", Scope.UPLOAD, "*", Instant.now().minusSeconds(1));
        try (LogCapture log = new LogCapture()) {
            for (String canary : List.of(secret, expired, flipped(secret), "canary-" + secret)) {
                for (String route : NEEDED.keySet())
                    answers.add(ask(route, bearer(canary)).body());
                answers.add(server.get("/api/v1/projects?token=" + canary, bearer(canary))
                        .body());
                answers.add(server.get("/api/v1/projects", Map.of("Authorization", canary))
                        .body());
                answers.add(server.post("/api/v1/projects/demo/runs", "{", bearer(canary))
                        .body());
            }
            List<String> said = new ArrayList<>(log.lines());
            said.addAll(answers);
            for (String text : said) {
                assertFalse(text.contains(secret.substring(5, 25)), text);
                assertFalse(text.contains(expired.substring(5, 25)), text);
            }
        }
        server.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(secret.substring(5, 25)), file.toString());
            }
        }
        start();
    }

    /** 0 if the route lets the request in (whatever it then says of the made-up ids), else 401 or 403. */
    private int refusal(String route, Map<String, String> headers) {
        int status = ask(route, headers).status();
        return status == 401 || status == 403 ? status : 0;
    }

    private RunningServer.Answer ask(String route, Map<String, String> headers) {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(route.indexOf(' ') + 1)
                .replace("{project}", "demo")
                .replace("<path>", "demo")
                .replaceAll("\\{\\w+}", "0");
        return switch (method) {
            case "GET" -> server.get(path, headers);
            case "POST" ->
                server.post(path + "?branch=main&commit=" + Payload.sha(1), Payload.of("sort", 1.0), headers);
            case "PATCH" -> server.patch(path, "{\"state\":\"open\"}", headers);
            default -> throw new AssertionError("no way to ask " + route);
        };
    }

    private RunningServer.Answer upload(String project, String branch, int commit, Map<String, String> headers) {
        return server.post(path(project, branch, commit), Payload.of("sort", 1.0), headers);
    }

    private static String path(String project, String branch, int commit) {
        return "/api/v1/projects/" + project + "/runs?testbed=ci&branch=" + branch + "&commit=" + Payload.sha(commit)
                + "&parent=" + Payload.sha(commit - 1);
    }

    @Test
    void whoTriesOutTokensIsNotListenedToAndNobodyElseIsLockedOut() {
        String path = "/api/v1/projects/demo/runs";
        String good = token("demo", Scope.READ, "*", null);
        String late = token("demo", Scope.READ, "*", null);
        String ended = token("demo", Scope.READ, "*", Instant.now().minusSeconds(60));
        assertEquals(200, server.get(path, bearer(good)).status());
        for (int i = 0; i < 40; i++)
            assertEquals(401, server.get(path, bearer(ended)).status(), "is no guess");
        for (int guess = 0; guess < 300; guess++)
            assertEquals(401, server.get(path, bearer("pawl_" + guess)).status());

        RunningServer.Answer refused = server.get(path, bearer("pawl_300"));

        assertEquals(429, refused.status());
        int pause = Integer.parseInt(
                refused.response().headers().firstValue("Retry-After").orElseThrow());
        assertTrue(pause >= 1 && pause <= 61, "Retry-After: " + pause);
        assertEquals(200, server.get(path, bearer(good)).status(), "was good lately");
        assertEquals(429, server.get(path, bearer(late)).status(), "else a guess that hits would be let in");
        assertEquals(401, server.get(path).status(), "no token is no guess");
        Map<String, String> elsewhere =
                Map.of("Authorization", "Bearer " + late, "X-Forwarded-For", "127.0.0.1, 203.0.113.7");
        assertEquals(200, server.get(path, elsewhere).status(), "comes from another address, as the proxy says");
        assertEquals(200, server.get(path, bearer(late)).status(), "was good lately now");
    }

    private static Map<String, String> bearer(String secret) {
        return Map.of("Authorization", "Bearer " + secret);
    }

    /** Another token with the same form: the check digits would give away one that is only mistyped. */
    private String flipped(String secret) {
        String other = token("other", Scope.READ, "*", Instant.EPOCH);
        assertFalse(other.equals(secret));
        return other;
    }

    private String token(String project, Scope scope, String branches, @Nullable Instant expires) {
        return write(store -> store.write(session -> {
            long id = session.projects().find(project).orElseThrow().id();
            IssuedToken issued = session.tokens()
                    .create(new NewToken(
                            id, "test", scope, branches, Instant.now().minus(Duration.ofDays(1)), expires));
            return issued.secret();
        }));
    }

    /** Another process on the same file, as the command line is. */
    private <T> T write(java.util.function.Function<Store, T> work) {
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            return work.apply(store);
        }
    }

    private List<ParsedEndpoint> routes() {
        Clock clock = Clock.systemUTC();
        ServerConfig config =
                new ServerConfig("127.0.0.1", 0, null, folder.resolve("routes.db"), ServerConfig.Limits.DEFAULT);
        List<ParsedEndpoint> endpoints = new ArrayList<>();
        try (Store store = Store.open(config.database());
                Rejudger rejudger = new Rejudger(store, clock)) {
            RunPipeline pipeline = new RunPipeline(store, clock, rejudger);
            Routes routes = new Routes(store, pipeline, config, clock, new HealthRoutes(store, clock, List::of), null);
            Javalin.create(javalin -> {
                routes.register(javalin);
                endpoints.addAll(javalin.unsafe.internalRouter.allHttpHandlers());
            });
        }
        return endpoints;
    }
}
