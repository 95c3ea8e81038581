package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.report.VisibleText;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.PullRequestAcceptance;
import dev.pawl.server.store.Answer;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of GitHub. Who has write permission accepts a pull request's regressions by a comment, {@code /pawl accept REASON}.
 *
 * <p>An event is believed if its signature is right, and obeyed once. GitHub does not send again by itself: what could not be done is
 * answered with 503, so that a person can send it again from the webhook's page.
 */
final class HookRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(HookRoutes.class);

    /** A comment has 64 KiB; the rest of the event is about as much. */
    private static final ServerConfig.Limits LIMITS = new ServerConfig.Limits(1 << 20, 1 << 20);

    private static final int LONGEST_ID = 100;

    private final Store store;
    private final @Nullable Forge forge;
    private final Clock clock;

    /** @param forge {@code null} where the server has no token for it */
    HookRoutes(Store store, @Nullable Forge forge, Clock clock) {
        this.store = store;
        this.forge = forge;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/v1/hooks/github/{project}", this::take);
    }

    private void take(Context context) {
        byte[] body = RequestBody.read(context, LIMITS);
        ProjectRow project = signed(context, body);
        JsonNode event = UploadReader.object(body);
        String kind = context.header("X-GitHub-Event");
        String id = context.header("X-GitHub-Delivery");
        if (id == null || id.isBlank() || id.length() > LONGEST_ID)
            throw new ProblemException(400, "X-GitHub-Delivery must name the delivery");
        if (!"issue_comment".equals(kind)) {
            say(context, "nothing to do");
            return;
        }
        String key = "github:" + id;
        Optional<Answer> earlier = store.read(view -> view.answers().find(project.id(), key));
        if (earlier.isPresent()) {
            say(context, "done before");
            return;
        }
        String done = comment(project, event);
        store.write(session -> {
            session.answers().put(project.id(), key, new Answer("", 200, done), clock.instant());
            return null;
        });
        say(context, done);
    }

    /** The project that the event is for. Whoever cannot sign learns nothing of what there is. */
    private ProjectRow signed(Context context, byte[] body) {
        String slug = context.pathParam("project");
        Optional<ProjectRow> project = store.read(view -> view.projects().find(slug));
        Optional<String> secret =
                project.flatMap(row -> store.read(view -> view.webhookSecrets().find(row.id())));
        String given = context.header("X-Hub-Signature-256");
        // Compared in any case, so that the time does not tell either.
        byte[] expected = signature(secret.orElse("no secret"), body).getBytes(StandardCharsets.US_ASCII);
        boolean isRight = MessageDigest.isEqual(
                expected, (given == null ? "" : given.strip()).getBytes(StandardCharsets.US_ASCII));
        if (!isRight || secret.isEmpty())
            throw new ProblemException(401, "the signature is missing or not that of this project's webhook");
        return project.orElseThrow();
    }

    private static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    private String comment(ProjectRow project, JsonNode event) {
        JsonNode comment = event.path("comment");
        JsonNode author = comment.path("user");
        boolean isNewOnPullRequest = event.path("action").asText().equals("created")
                && event.path("issue").path("pull_request").isObject();
        // An app that acts for somebody writes as that person, who need not know.
        boolean isByHand = author.path("type").asText().equals("User")
                && !comment.path("performed_via_github_app").isObject();
        if (!isNewOnPullRequest || !isByHand) return "nothing to do";
        Optional<String> reason = AcceptCommand.reasonIn(comment.path("body").asText());
        if (reason.isEmpty()) return "nothing to do";

        String repository = event.path("repository").path("full_name").asText();
        requireOwn(project, event.path("repository").path("html_url").asText());
        if (forge == null)
            throw new ProblemException(
                    503, "the server cannot enter GitHub; start it with PAWL_GITHUB_TOKEN or PAWL_GITHUB_APP_ID");
        String login = author.path("login").asText();
        long id = comment.path("id").asLong();
        if (!mayWrite(forge, repository, login)) return refused(repository, id, login + " may not write");
        if (reason.get().isEmpty()) return refused(repository, id, "a reason is missing");
        Instant written = written(comment);
        int number = event.path("issue").path("number").asInt();
        PullRequestAcceptance.Accepted accepted = store.write(session ->
                PullRequestAcceptance.accept(session, project, number, written, login, reason.get(), clock.instant()));
        if (accepted.benchmarks() == 0) return refused(repository, id, "nothing of #" + number + " is regressed");
        LOG.info(
                "{} of {} in #{} accepted by {}",
                accepted.benchmarks(),
                project.slug(),
                number,
                VisibleText.of(login, 40));
        forge.accepted(repository, project.slug(), accepted.sha(), accepted.testbeds(), login);
        forge.answer(repository, id, true);
        return "accepted " + accepted.benchmarks();
    }

    private static boolean mayWrite(Forge forge, String repository, String login) {
        try {
            return forge.mayWrite(repository, login);
        } catch (Forge.UnavailableException later) {
            throw new ProblemException(503, String.valueOf(later.getMessage()));
        }
    }

    private String refused(String repository, long commentId, String why) {
        if (forge != null) forge.answer(repository, commentId, false);
        return "refused: " + VisibleText.of(why, 120);
    }

    /** A webhook of another repository that was given this project's secret must not decide here. */
    private static void requireOwn(ProjectRow project, String address) {
        String own = project.repositoryUrl();
        if (own == null)
            throw new ProblemException(
                    409, "the project has no repository; set it with 'pawl project set --repository'");
        if (!withoutEnding(own).equalsIgnoreCase(withoutEnding(address)))
            throw new ProblemException(409, "the event is of another repository than the project's");
    }

    /** {@code https://github.com/team/engine} for the same with {@code .git} or a slash behind it. */
    private static String withoutEnding(String address) {
        return address.strip().replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    }

    /** When the author wrote it, by GitHub's clock; what arrived later he cannot have meant. */
    private static Instant written(JsonNode comment) {
        try {
            return Instant.parse(comment.path("created_at").asText());
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest("/comment/created_at", "is no time");
        }
    }

    private static void say(Context context, String what) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("result", what);
        JsonAnswer.send(context, answer);
    }
}
