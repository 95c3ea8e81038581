package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.model.Severity;
import dev.pawl.server.RunningServer;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.http.AnswerSchema;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.ChannelRow.Kind;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.PullRequestPolicy;
import dev.pawl.server.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard is told of channels and deliveries, by a server that delivers. */
class ChannelRoutesTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static Store store;
    private static int projects;

    private FakeChannel slack;
    private String path;
    private long project;

    @BeforeAll
    static void start() {
        server = new RunningServer(folder);
        // Another process on the same file, as the command line is.
        store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE));
    }

    @BeforeEach
    void add() throws Exception {
        slack = new FakeChannel();
        String slug = "p" + ++projects;
        path = "/api/v1/projects/" + slug;
        project = created(slug);
    }

    @AfterEach
    void hangUp() {
        slack.close();
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    private static long created(String slug) {
        return store.write(session -> session.projects().create(slug, "main", NOW))
                .id();
    }

    @Test
    void channelsAreListedWithoutTheirSecrets() throws Exception {
        add(project, "b #perf", Kind.SLACK, slack.address());
        String team = add(project, "a team", Kind.EMAIL, URI.create("mailto:ada@example.com,bob@example.org"));
        long other = created("other" + projects);
        add(other, "theirs", Kind.SLACK, slack.address());

        RunningServer.Answer answer = server.get(path + "/channels");

        assertEquals(
                new ObjectMapper().readTree("""
                        {"id":%d,"name":"a team","kind":"email","place":"…@example.com, …@example.org","severity":"critical",
                         "benchmarks":"Sort*","disabledBecause":null,"createdAt":"%s","events":["regression","weekly"]}""".formatted(Long.parseLong(team.substring("channel:".length())), NOW)),
                answer.json().at("/channels/0"));
        assertEquals(List.of(), AnswerSchema.ofServer().problems("Channels", answer.json()));
        assertEquals("127.0.0.1/…", answer.json().at("/channels/1/place").asText());
        assertEquals(2, answer.json().at("/channels").size());
        for (String secret : List.of("s3cr3t", "whsec", "ada", "bob@", "theirs"))
            assertFalse(answer.body().contains(secret), answer.body());
    }

    @Test
    void whatWasGivenUpIsTriedAgainAndArrives() throws Exception {
        String key = add(project, "#perf", Kind.SLACK, slack.address());
        slack.status = 400;
        enqueue(key, NOW, "sort");
        await(() -> deliveries().at("/0/state").asText().equals("dead"));

        JsonNode dead = deliveries().get(0);
        assertEquals(List.of(), AnswerSchema.ofServer().problems("Delivery", dead));
        assertEquals("#perf", dead.get("channel").asText());
        assertEquals("SLACK answers 400 invalid_blocks", dead.get("error").asText());
        assertEquals(1, dead.get("attempts").asInt());
        assertTrue(dead.get("nextAttemptAt").isNull());
        String path = this.path + "/deliveries/" + dead.get("id").asText();
        assertEquals(400, server.patch(path, "{\"state\":\"dead\"}").status());
        assertEquals(
                404,
                server.patch(this.path + "/deliveries/999999", "{\"state\":\"pending\"}")
                        .status());

        slack.status = 0;
        RunningServer.Answer retried = server.patch(path, "{\"state\":\"pending\"}");

        assertEquals(200, retried.status(), retried.body());
        assertEquals("pending", retried.json().get("state").asText());
        await(() -> slack.taken.size() == 1);
        await(() -> deliveries().isEmpty());
        assertEquals(409, server.patch(path, "{\"state\":\"pending\"}").status());
    }

    @Test
    void whatWaitsSaysOfWhatAndUntilWhen() {
        String key = add(project, "#perf", Kind.SLACK, slack.address());
        Instant later = NOW.plusSeconds(3600);
        enqueue(key, later, "one", "two\\u202e", "three", "four");

        JsonNode waiting = deliveries().get(0);

        assertEquals("pending", waiting.get("state").asText());
        assertEquals(later.toString(), waiting.get("nextAttemptAt").asText());
        assertEquals(4, waiting.get("items").asInt());
        assertEquals(
                "[\"one\",\"two\\\\u{202e}\",\"three\"]", waiting.get("names").toString());
        assertEquals(
                409,
                server.patch(path + "/deliveries/" + waiting.get("id").asText(), "{\"state\":\"pending\"}")
                        .status());
    }

    @Test
    void aChannelThatIsGoneSaysSoAndIsNotTriedAgain() throws Exception {
        String key = add(project, "#perf", Kind.SLACK, slack.address());
        slack.status = 410;
        enqueue(key, NOW, "sort");
        await(() -> deliveries().at("/0/state").asText().equals("dead"));

        assertEquals(
                "SLACK answers 410 invalid_blocks",
                server.get(path + "/channels")
                        .json()
                        .at("/channels/0/disabledBecause")
                        .asText());
        RunningServer.Answer refused = server.patch(
                path + "/deliveries/" + deliveries().get(0).get("id").asText(), "{\"state\":\"pending\"}");
        assertEquals(409, refused.status());
        assertTrue(refused.body().contains("remove it and add it anew"), refused.body());
    }

    @Test
    void whatIsToBeWrittenOnAPullRequestIsListedToo() throws Exception {
        long other = created("other" + projects);
        store.write(session -> {
            session.pullRequestPolicies()
                    .put(
                            project,
                            new PullRequestPolicy(PullRequestPolicy.Comments.ALWAYS, PullRequestPolicy.Check.OFF));
            session.deliveries().ask(DeliveryRow.pullRequestsOf(project), "7", "pull_request", NOW, NOW);
            session.deliveries().ask(DeliveryRow.pullRequestsOf(other), "8", "pull_request", NOW, NOW);
            return null;
        });
        await(() -> !deliveries().at("/0/error").isNull());

        assertEquals(1, deliveries().size());
        JsonNode waiting = deliveries().get(0);
        assertEquals(List.of(), AnswerSchema.ofServer().problems("Delivery", waiting));
        assertEquals("pull requests", waiting.get("channel").asText());
        assertEquals("[\"#7\"]", waiting.get("names").toString());
        assertEquals("pending", waiting.get("state").asText());
        assertTrue(
                waiting.get("error").asText().startsWith("the server cannot enter GitHub; start it with PAWL_GITHUB"));
        long id = waiting.get("id").asLong();
        store.write(session -> {
            session.deliveries().dead(id, "why", NOW);
            return null;
        });
        String delivery = path + "/deliveries/" + id;
        assertEquals(200, server.patch(delivery, "{\"state\":\"pending\"}").status());
    }

    @Test
    void anotherProjectsDeliveriesAreNobodysBusiness() {
        long other = created("other" + projects);
        String key = add(other, "theirs", Kind.SLACK, slack.address());
        long id = enqueue(key, NOW.plusSeconds(60), "sort");
        store.write(session -> {
            session.deliveries().dead(id, "why", NOW);
            return null;
        });

        assertTrue(deliveries().isEmpty());
        assertEquals(
                404,
                server.patch(path + "/deliveries/" + id, "{\"state\":\"pending\"}")
                        .status());
    }

    private JsonNode deliveries() {
        RunningServer.Answer answer = server.get(path + "/deliveries");
        assertEquals(200, answer.status(), answer.body());
        return answer.json().get("deliveries");
    }

    private String add(long projectId, String name, Kind kind, URI address) {
        return "channel:"
                + store.write(session -> session.channels()
                        .add(new ChannelRow(
                                0,
                                projectId,
                                name,
                                kind,
                                address,
                                "whsec_c2VjcmV0",
                                Severity.CRITICAL,
                                "Sort*",
                                EnumSet.of(ChannelRow.Event.WEEKLY, ChannelRow.Event.REGRESSION),
                                true,
                                null,
                                NOW)));
    }

    private long enqueue(String key, Instant due, String... benchmarks) {
        StringBuilder items = new StringBuilder();
        for (String benchmark : benchmarks)
            items.append(items.isEmpty() ? "" : ",")
                    .append("{\"benchmark\":\"")
                    .append(benchmark)
                    .append("\",\"metric\":\"time\",\"testbed\":\"ci\",\"severity\":\"warning\",\"change\":0.07,")
                    .append("\"sha\":\"0123456789\",\"series\":\"1-2-3\"}");
        String payload =
                "{\"event\":\"regression\",\"project\":\"demo\",\"branch\":\"main\",\"items\":[" + items + "]}";
        return store.write(session -> session.deliveries().enqueue(key, "regression", payload, due, NOW));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        for (int i = 0; i < 400 && !condition.holds(); i++) Thread.sleep(50);
        assertTrue(condition.holds());
    }
}
