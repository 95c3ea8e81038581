package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.notify.forge.FakeGitHub;
import dev.pawl.server.store.PullRequestPolicy;
import dev.pawl.server.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as GitHub sends them, to a real server that asks a GitHub on a real socket. */
class HookTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String HOOK = "/api/v1/hooks/github/demo";
    private static final String PROJECT = "/api/v1/projects/demo";
    private static final int HEAD = 90;

    @TempDir
    Path folder;

    private FakeGitHub gitHub;
    private RunningServer server;
    private int deliveries;

    @BeforeEach
    void start() throws Exception {
        gitHub = new FakeGitHub();
        server = new RunningServer(folder, new GitHubSettings(gitHub.base(), FakeGitHub.BOT_TOKEN));
        for (int commit = 1; commit <= 20; commit++) upload(commit, 1 + 0.001 * (commit % 3), "&branch=main");
        upload(HEAD, 1.5, "&branch=feature&pr=7&base=main&merge-base=" + Payload.sha(20));
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            store.write(session -> {
                long project = session.projects().find("demo").orElseThrow().id();
                session.projects().describe(project, "https://github.com/team/engine", "main");
                session.webhookSecrets().put(project, SECRET, Instant.now());
                return null;
            });
        }
    }

    @AfterEach
    void stop() {
        server.close();
        gitHub.close();
    }

    @Test
    void whoMayWriteAcceptsAndTheMergeRaisesNoAlert() {
        RunningServer.Answer answer = send(comment("developer", "Looks right.\n/pawl accept safer parsing\n"));

        assertEquals("accepted 1", answer.json().at("/result").asText(), answer.body());
        assertEquals(List.of("41 +1"), reactions());
        assertEquals(1, gitHub.statuses().size(), "before the reaction");
        assertTrue(
                gitHub.statuses()
                        .get(0)
                        .startsWith(Payload.sha(HEAD) + " {\"state\":\"success\",\"context\":\"pawl/demo (local)\""),
                gitHub.statuses().get(0));
        JsonNode alert = server.get(PROJECT + "/alerts?state=accepted").json().at("/alerts/0");
        assertEquals("sort", alert.at("/benchmark").asText());
        assertEquals("main", alert.at("/branch").asText());
        JsonNode note = server.get(PROJECT + "/series/" + alert.at("/seriesId").asText())
                .json()
                .at("/annotations/0");
        assertTrue(note.at("/text").asText().contains("sort: safer parsing (developer)"), note.toString());

        // Merged.
        upload(21, 1.5, "&branch=main");
        upload(22, 1.501, "&branch=main");
        assertEquals(
                0,
                server.get(PROJECT + "/alerts?state=open").json().at("/alerts").size());
        upload(23, 15, "&branch=main");
        assertEquals(
                1,
                server.get(PROJECT + "/alerts?state=open").json().at("/alerts").size());
    }

    @Test
    void theServersOwnCommentAndVerdictComeByThemselvesAndAnAcceptanceTurnsTheVerdictGreen() {
        gitHub.with(7, Payload.sha(HEAD + 1));
        try (Store store = Store.open(folder.resolve(ServerConfig.DATABASE_FILE))) {
            store.write(session -> {
                long project = session.projects().find("demo").orElseThrow().id();
                session.pullRequestPolicies()
                        .put(
                                project,
                                new PullRequestPolicy(
                                        PullRequestPolicy.Comments.ON_CHANGE, PullRequestPolicy.Check.CRITICAL));
                return null;
            });
        }
        assertEquals("server", server.get(PROJECT).json().at("/commentsBy").asText());
        upload(HEAD + 1, 1.51, "&branch=feature&pr=7&base=main&merge-base=" + Payload.sha(20));

        await(() -> gitHub.statuses().size() == 1);
        assertEquals(1, gitHub.bodies(7).size());
        assertTrue(gitHub.statuses().get(0).contains("\"state\":\"failure\",\"context\":\"pawl/demo\""));

        send(comment("developer", "/pawl accept safer parsing"));

        await(() -> gitHub.statuses().stream().anyMatch(status -> status.contains("; 1 accepted")));
        assertEquals(1, gitHub.bodies(7).size());
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++)
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void withoutTheAcceptanceTheMergeRaisesOne() {
        upload(21, 1.5, "&branch=main");

        assertEquals(
                1,
                server.get(PROJECT + "/alerts?state=open").json().at("/alerts").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader", "stranger", "nobody"})
    void whoMayNotWriteIsRefused(String login) {
        RunningServer.Answer answer = send(comment(login, "/pawl accept because I say so"));

        assertEquals(
                "refused: " + login + " may not write",
                answer.json().at("/result").asText());
        assertEquals(List.of("41 -1"), reactions());
        nothingIsAccepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> /pawl accept quoted",
                "```\n/pawl accept in a block\n```",
                "~~~~\n```\n/pawl accept in a block\n~~~\n/pawl accept still\n~~~~",
                "    /pawl accept indented",
                "please /pawl accept this",
                "/pawl acceptance",
                "/PAWL accept loud",
                "nothing"
            })
    void whatIsNoCommandDoesNothing(String body) {
        assertEquals(
                "nothing to do",
                send(comment("developer", body)).json().at("/result").asText());
        assertEquals(List.of(), gitHub.reactions());
        nothingIsAccepted();
    }

    @Test
    void aReasonIsNeeded() {
        assertEquals(
                "refused: a reason is missing",
                send(comment("developer", "/pawl accept")).json().at("/result").asText());
        nothingIsAccepted();
    }

    @Test
    void onlyNewCommentsOfPeopleOnPullRequestsCount() {
        ObjectNode edited = comment("developer", "/pawl accept edited");
        edited.put("action", "edited");
        ObjectNode ofBot = comment("developer", "/pawl accept bot");
        ((ObjectNode) ofBot.at("/comment/user")).put("type", "Bot");
        ObjectNode onIssue = comment("developer", "/pawl accept issue");
        ((ObjectNode) onIssue.at("/issue")).remove("pull_request");

        ObjectNode byApp = comment("developer", "/pawl accept by an app in the name of a person");
        ((ObjectNode) byApp.at("/comment"))
                .putObject("performed_via_github_app")
                .put("id", 3);

        for (ObjectNode event : List.of(edited, ofBot, onIssue, byApp))
            assertEquals("nothing to do", send(event).json().at("/result").asText(), event.toString());
        nothingIsAccepted();
    }

    @Test
    void whatIsPushedAfterTheCommentIsNotAccepted() throws InterruptedException {
        ObjectNode comment = comment("developer", "/pawl accept this one");
        ((ObjectNode) comment.at("/comment")).put("created_at", Instant.now().toString());
        Thread.sleep(5);
        upload(HEAD + 1, 3.0, "&branch=feature&pr=7&base=main&merge-base=" + Payload.sha(20));

        assertEquals("accepted 1", send(comment).json().at("/result").asText());

        JsonNode alert = server.get(PROJECT + "/alerts?state=accepted").json().at("/alerts/0");
        assertEquals(Payload.sha(HEAD), alert.at("/sha").asText());
        assertEquals(0.5, alert.at("/change").asDouble(), 0.01);
        ObjectNode undated = comment("developer", "/pawl accept whenever");
        ((ObjectNode) undated.at("/comment")).remove("created_at");
        assertEquals(400, send(undated).status());
    }

    @Test
    void whatStillWaitsForShardsIsNotAccepted() {
        upload(HEAD + 1, 3.0, "&branch=feature&pr=7&base=main&shard=1/2&merge-base=" + Payload.sha(20));

        assertEquals(
                "accepted 1",
                send(comment("developer", "/pawl accept it"))
                        .json()
                        .at("/result")
                        .asText());

        assertEquals(
                Payload.sha(HEAD),
                server.get(PROJECT + "/alerts?state=accepted")
                        .json()
                        .at("/alerts/0/sha")
                        .asText());
    }

    @Test
    void aPullRequestWithoutARegressionIsRefused() {
        ObjectNode other = comment("developer", "/pawl accept it");
        ((ObjectNode) other.at("/issue")).put("number", 8);

        assertEquals(
                "refused: nothing of #8 is regressed",
                send(other).json().at("/result").asText());
    }

    @Test
    void theSameDeliveryIsObeyedOnce() {
        byte[] body = bytes(comment("developer", "/pawl accept once"));
        Map<String, String> headers = headers(body, "issue_comment", SECRET);

        assertEquals(
                "accepted 1",
                server.post(HOOK, body, headers).json().at("/result").asText());
        assertEquals(
                "done before",
                server.post(HOOK, body, headers).json().at("/result").asText());
        assertEquals(
                1,
                server.get(PROJECT + "/alerts?state=accepted")
                        .json()
                        .at("/alerts")
                        .size());
        assertEquals(1, reactions().size());
    }

    @Test
    void whatIsNotSignedIsNotBelievedAndLearnsNothing() {
        byte[] body = bytes(comment("developer", "/pawl accept forged"));
        Map<String, String> unsigned = headers(body, "issue_comment", SECRET);
        unsigned.remove("X-Hub-Signature-256");
        RunningServer.Answer missing = server.post(HOOK, body, unsigned);
        RunningServer.Answer wrong = server.post(HOOK, body, headers(body, "issue_comment", "guess"));
        RunningServer.Answer changed = server.post(
                HOOK, bytes(comment("maintainer", "/pawl accept x")), headers(body, "issue_comment", SECRET));
        RunningServer.Answer unknown =
                server.post(HOOK.replace("demo", "nobody"), body, headers(body, "issue_comment", "no secret"));

        for (RunningServer.Answer answer : List.of(missing, wrong, changed, unknown)) {
            assertEquals(401, answer.status(), answer.body());
            assertEquals(missing.json().at("/detail"), answer.json().at("/detail"));
        }
        nothingIsAccepted();
    }

    @Test
    void anEventOfAnotherRepositoryIsRefused() {
        ObjectNode other = comment("developer", "/pawl accept mine");
        ((ObjectNode) other.at("/repository"))
                .put("full_name", "evil/engine")
                .put("html_url", "https://github.com/evil/engine");

        assertEquals(409, send(other).status());
        nothingIsAccepted();
    }

    @Test
    void whenGitHubDoesNotAnswerTheDeliveryCanBeSentAgain() {
        byte[] body = bytes(comment("developer", "/pawl accept later"));
        Map<String, String> headers = headers(body, "issue_comment", SECRET);
        gitHub.with(FakeGitHub.Fault.of("GET", 503))
                .with(FakeGitHub.Fault.of("GET", 503))
                .with(FakeGitHub.Fault.of("GET", 503))
                .with(FakeGitHub.Fault.of("GET", 503))
                .with(FakeGitHub.Fault.of("GET", 503));

        assertEquals(503, server.post(HOOK, body, headers).status());
        nothingIsAccepted();
        String result = "";
        for (int i = 0; i < 5 && !result.startsWith("accepted"); i++)
            result = server.post(HOOK, body, headers).json().at("/result").asText();
        assertEquals("accepted 1", result);
    }

    @Test
    void aPingIsAnsweredAndALongBodyIsNot() {
        byte[] ping = bytes(JsonNodeFactory.instance.objectNode().put("zen", "Keep it logically awesome."));
        assertEquals(
                "nothing to do",
                server.post(HOOK, ping, headers(ping, "ping", SECRET))
                        .json()
                        .at("/result")
                        .asText());
        byte[] long1 = new byte[2 << 20];
        assertEquals(
                413,
                server.post(HOOK, long1, headers(long1, "issue_comment", SECRET))
                        .status());
        byte[] noJson = "[".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                400,
                server.post(HOOK, noJson, headers(noJson, "issue_comment", SECRET))
                        .status());
    }

    /** Once there is one; the server does not wait for GitHub to take it. */
    private List<String> reactions() {
        for (int i = 0; i < 100 && gitHub.reactions().isEmpty(); i++)
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        return gitHub.reactions();
    }

    private void nothingIsAccepted() {
        assertEquals(
                0,
                server.get(PROJECT + "/alerts?state=accepted")
                        .json()
                        .at("/alerts")
                        .size());
    }

    private static ObjectNode comment(String login, String body) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("action", "created");
        event.putObject("issue").put("number", 7).putObject("pull_request");
        event.putObject("comment")
                .put("id", 41)
                .put("created_at", Instant.now().plusSeconds(5).toString())
                .put("body", body)
                .putObject("user")
                .put("login", login)
                .put("type", "User");
        event.putObject("repository").put("full_name", "team/engine").put("html_url", "https://github.com/team/engine");
        return event;
    }

    private RunningServer.Answer send(ObjectNode event) {
        byte[] body = bytes(event);
        return server.post(HOOK, body, headers(body, "issue_comment", SECRET));
    }

    private static byte[] bytes(ObjectNode event) {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> headers(byte[] body, String event, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new HashMap<>(Map.of(
                    "X-GitHub-Event",
                    event,
                    "X-GitHub-Delivery",
                    "delivery-" + ++deliveries,
                    "X-Hub-Signature-256",
                    "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)),
                    "Content-Type",
                    "application/json"));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void upload(int commit, double seconds, String query) {
        @Nullable String parent = commit == 1 ? null : Payload.sha(commit >= HEAD ? 20 : commit - 1);
        RunningServer.Answer answer = server.post(
                PROJECT + "/runs?commit=" + Payload.sha(commit) + (parent == null ? "" : "&parent=" + parent) + "&run=r"
                        + commit + query,
                Payload.of("sort", seconds),
                Map.of());
        assertEquals(201, answer.status(), answer.body());
    }
}
