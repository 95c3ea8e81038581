package dev.pawl.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.parser.ResultFormat;
import dev.pawl.server.RunningServer;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.Rejudger;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.store.Store;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** openapi.json says what the server does. */
class OpenApiTest {

    private static final String PROJECT = "/api/v1/projects/demo";

    /** The dashboard's pages and files are for browsers, not for programs. */
    private static final Set<String> OF_THE_DASHBOARD =
            Set.of("GET /", "GET /p/<path>", "GET /favicon.svg", "GET /assets/{name}");

    private static JsonNode document;
    private static RunningServer server;

    @BeforeAll
    static void loadSomeRuns(@TempDir Path folder) throws IOException {
        try (InputStream in = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
            document = new ObjectMapper().readTree(in);
        }
        server = new RunningServer(folder);
        for (int commit = 1; commit <= 30; commit++) upload(commit, (commit > 20 ? 1.5 : 1) + commit % 3 * 0.001);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyFormatIsNamed() {
        Set<String> named = new TreeSet<>();
        for (JsonNode parameter : document.at("/paths/~1api~1v1~1projects~1{project}~1runs/post/parameters"))
            if (parameter.path("name").asText().equals("format"))
                parameter.at("/schema/enum").forEach(id -> named.add(id.asText()));

        Set<String> known = new TreeSet<>();
        for (ResultFormat format : ResultFormat.values()) known.add(format.id());
        assertEquals(known, named);
    }

    @Test
    void everyRouteIsInTheDocumentAndTheOtherWayRound(@TempDir Path folder) {
        Set<String> registered = new TreeSet<>();
        ServerConfig config =
                new ServerConfig("127.0.0.1", 0, null, folder.resolve("pawl.db"), ServerConfig.Limits.DEFAULT);
        Clock clock = Clock.systemUTC();
        try (Store store = Store.open(config.database());
                Rejudger rejudger = new Rejudger(store, clock)) {
            RunPipeline pipeline = new RunPipeline(store, clock, rejudger);
            Routes routes = new Routes(store, pipeline, config, clock, new HealthRoutes(store, clock, List::of), null);
            Javalin javalin = Javalin.create(routes::register);
            javalin.unsafe.internalRouter.allHttpHandlers().stream()
                    .map(handler -> handler.endpoint)
                    .filter(endpoint -> endpoint.method.isHttpMethod() && endpoint.method != HandlerType.HEAD)
                    .forEach(endpoint -> registered.add(endpoint.method.name() + " " + endpoint.path));
        }

        Set<String> documented = new TreeSet<>(OF_THE_DASHBOARD);
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> documented.add(method.toUpperCase() + " " + path.getKey())));
        assertEquals(documented, registered);
    }

    @Test
    void theServerHandsOutTheDocument() {
        RunningServer.Answer answer = server.get("/openapi.json");

        assertEquals(200, answer.status());
        assertEquals(document, answer.json());
        assertEquals("3.1.0", document.get("openapi").asText());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> dangling = new TreeSet<>();
        for (JsonNode reference : document.findValues("$ref"))
            if (document.at(reference.asText().substring(1)).isMissingNode()) dangling.add(reference.asText());

        assertEquals(Set.of(), dangling);
    }

    @Test
    void theFieldsOfAnUploadAreThoseThatTheServerKnows() {
        String refusal = server.post(PROJECT + "/runs?brnach=main", "{}", Map.of())
                .json()
                .at("/detail")
                .asText();
        Set<String> known = new TreeSet<>(
                List.of(refusal.substring(refusal.indexOf("known are ") + 10).split(", ")));

        Set<String> inQuery = new TreeSet<>();
        for (JsonNode parameter : document.at("/paths/~1api~1v1~1projects~1{project}~1runs/post/parameters"))
            if (parameter.at("/in").asText().equals("query"))
                inQuery.add(parameter.at("/name").asText());
        Set<String> inJson = new TreeSet<>();
        document.at("/components/schemas/RunDescription/properties")
                .fieldNames()
                .forEachRemaining(inJson::add);

        assertEquals(known, inQuery);
        known.addAll(Set.of("history", "settings"));
        assertEquals(known, inJson);
    }

    @Test
    void answersAreAsDescribed() {
        String series =
                server.get(PROJECT + "/series").json().at("/series/0/id").asText();
        String run = server.get(PROJECT + "/runs").json().at("/runs/0/id").asText();
        Map<String, String> schemaByPath = Map.of(
                "/api/v1/projects",
                "Projects",
                PROJECT,
                "ProjectDetails",
                PROJECT + "/runs",
                "Runs",
                PROJECT + "/runs/" + run,
                "RunDetails",
                PROJECT + "/runs/" + run + "/comparison",
                "Comparison",
                PROJECT + "/comparisons?base=main&head=main",
                "Comparison",
                PROJECT + "/benchmarks",
                "Benchmarks",
                PROJECT + "/series",
                "SeriesList",
                PROJECT + "/series/" + series,
                "Series",
                PROJECT + "/alerts",
                "Alerts");

        assertTrue(server.get(PROJECT + "/series/" + series)
                .json()
                .at("/changePoints/0")
                .isObject());
        schemaByPath.forEach((path, schema) -> assertFits(schema, server.get(path), path));
        for (String health : new String[] {"live", "startup", "ready"})
            assertFits("Health", server.get("/health/" + health), health);
        assertFits("UploadAnswer", upload(31, 1.5), "upload");
        assertFits(
                "UploadAnswer",
                event("{\"workflow\":\"W\",\"status\":\"success\",\"duration\":1,\"commit\":\"abc1234\"}"),
                "workflow");
        assertFits(
                "UnmeasuredEvent",
                event("{\"workflow\":\"W\",\"status\":\"skipped\",\"commit\":\"abc1234\"}"),
                "skipped");
        assertFits("NoteAnswer", event("{\"kind\":\"release\",\"text\":\"v1\"}"), "note");
        String alert = server.get(PROJECT + "/alerts").json().at("/alerts/0/id").asText();
        assertFits(
                "Alert",
                server.patch(PROJECT + "/alerts/" + alert, "{\"state\":\"acknowledged\"}"),
                "change of an alert");
        String excluded = "{\"excluded\":true,\"reason\":\"another machine\"}";
        assertFits("Run", server.patch(PROJECT + "/runs/" + run, excluded), "exclusion of a run");
        assertFits("RunDetails", server.get(PROJECT + "/runs/" + run), "an excluded run");
        server.patch(PROJECT + "/runs/" + run, "{\"excluded\":false}");
    }

    @Test
    void refusalsAreAsDescribed() {
        for (String path : new String[] {"/api/v1/projects/none", PROJECT + "/runs?limit=0", "/api/v1/none"}) {
            RunningServer.Answer refusal = server.get(path);
            assertTrue(refusal.status() >= 400, path);
            assertFits("Problem", refusal, path);
        }
    }

    private static void assertFits(String schema, RunningServer.Answer answer, String what) {
        JsonNode expected = document.at("/components/schemas/" + schema);
        assertEquals(
                List.of(), new AnswerSchema(document).problems(expected, answer.json()), () -> what + ": " + answer);
    }

    private static RunningServer.Answer event(String event) {
        return server.post(PROJECT + "/events", event, Map.of());
    }

    private static RunningServer.Answer upload(int commit, double seconds) {
        return server.post(
                PROJECT + "/runs?branch=main&testbed=ci&release=v" + commit + "&time=2026-08-"
                        + String.format("%02d", commit)
                        + "T10:00:00Z&subject=Change&repository=https://github.com/x/demo&commit=" + sha(commit)
                        + (commit == 1 ? "" : "&parent=" + sha(commit - 1)),
                "{\"environment\":{\"cpu\":\"x\"},\"benchmarks\":[{\"name\":\"sort\",\"params\":{\"n\":\"9\"},\"measurements\":["
                        + "{\"metric\":\"time\",\"unit\":\"ms\",\"value\":" + seconds + ",\"stddev\":0.005}]}]}",
                Map.of());
    }

    private static String sha(int number) {
        return String.format("%040x", 0xabc000000L + number);
    }
}
