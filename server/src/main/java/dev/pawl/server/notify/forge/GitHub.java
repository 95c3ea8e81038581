package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.report.VisibleText;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One repository on GitHub, or on a GitHub Enterprise server. */
public final class GitHub {

    /** Where the API of github.com is; of an Enterprise server it is {@code https://HOST/api/v3}. */
    public static final URI PUBLIC = URI.create("https://api.github.com");

    static final ForgeClient.TokenHeader TOKEN_HEADER = new ForgeClient.TokenHeader("Authorization", "Bearer ");

    static final Map<String, String> HEADERS =
            Map.of("Accept", "application/vnd.github+json", "User-Agent", "pawl", "X-GitHub-Api-Version", "2022-11-28");

    private static final Pattern REPOSITORY =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*/(?!\\.{1,2}$)[A-Za-z0-9_.-]+");
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40,64}");

    private static final int LONGEST_DESCRIPTION = 140;

    private final ForgeClient client;
    private final URI graphql;
    private final String path;
    private final Supplier<String> whoAmI;
    private @Nullable String login;

    /**
     * @param base {@link #PUBLIC}, or an Enterprise server's
     * @param repository {@code owner/name}
     * @param ownLogin who the token belongs to, for when GitHub does not say it to the token
     * @throws IllegalArgumentException if it cannot be a repository or an address
     */
    public GitHub(URI base, String repository, ForgeToken token, @Nullable String ownLogin, ForgePatience patience) {
        this(base, repository, TokenSource.of(token), null, ownLogin, patience);
    }

    /** @param whoAmI who comments will be by */
    GitHub(URI base, String repository, TokenSource tokens, Supplier<String> whoAmI, ForgePatience patience) {
        this(base, repository, tokens, whoAmI, null, patience);
    }

    private GitHub(
            URI base,
            String repository,
            TokenSource tokens,
            @Nullable Supplier<String> whoAmI,
            @Nullable String ownLogin,
            ForgePatience patience) {
        if (!isRepository(repository))
            throw new IllegalArgumentException("a repository is owner/name, not '" + repository + "'");
        this.client = new ForgeClient(base, tokens, TOKEN_HEADER, HEADERS, patience);
        String address = base.toString().replaceFirst("/+$", "");
        this.graphql = URI.create(
                address.endsWith("/api/v3") ? address.replaceFirst("/v3$", "/graphql") : address + "/graphql");
        this.path = "/repos/" + repository;
        this.whoAmI = whoAmI == null ? () -> viewer(ownLogin) : whoAmI;
    }

    /** Whether a text can be a repository's {@code owner/name}. */
    static boolean isRepository(String text) {
        return REPOSITORY.matcher(text).matches();
    }

    /** The state of a commit that others can require. */
    public enum State {
        SUCCESS,
        FAILURE,
        PENDING
    }

    /**
     * A pull request that is not closed.
     *
     * @param base branch that it wants to enter
     */
    public record OpenPullRequest(int number, String base) {}

    /** The comments on a pull request. */
    public CommentThread pullRequest(int number) {
        return pullRequest(number, Set.of());
    }

    /**
     * The comments on a pull request.
     *
     * @param alsoOwn bots whose comments count as one's own
     */
    public CommentThread pullRequest(int number, Set<String> alsoOwn) {
        return new PullRequest(number, Set.copyOf(alsoOwn));
    }

    /** What is to be seen beside a commit. */
    public enum Verdict {
        /** To come. */
        AWAITED,
        SUCCESS,
        FAILURE,
        /** Nothing could be judged. */
        NONE
    }

    /**
     * What a check run shows.
     *
     * @param title a line of plain text
     * @param summary Markdown
     * @param url where people read more; {@code null} for nowhere
     */
    public record Check(
            Verdict verdict,
            String title,
            String summary,
            @Nullable String url) {}

    /** Shows a verdict as a check run, which only an App may. If it is shown already, nothing is written. */
    public void showCheck(String sha, String name, Check check) {
        requireWhole(sha);
        boolean isOver = check.verdict() != Verdict.AWAITED;
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("status", isOver ? "completed" : "in_progress")
                .put("external_id", digest(check));
        if (isOver)
            body.put(
                    "conclusion",
                    switch (check.verdict()) {
                        case SUCCESS -> "success";
                        case FAILURE -> "failure";
                        case NONE, AWAITED -> "neutral";
                    });
        if (check.url() != null) body.put("details_url", check.url());
        body.putObject("output").put("title", cut(check.title())).put("summary", check.summary());
        JsonNode shown = client.get(
                path + "/commits/" + sha + "/check-runs?filter=latest&per_page=100&check_name=" + escaped(name));
        for (JsonNode run : shown.path("check_runs")) {
            if (!login().equals(run.at("/app/slug").asText() + "[bot]")) continue;
            if (digest(check).equals(run.path("external_id").asText())) return;
            // What is over does not begin again; a new one takes its place.
            if (!isOver && run.path("status").asText().equals("completed")) break;
            client.send("PATCH", path + "/check-runs/" + run.path("id").asLong(), body);
            return;
        }
        client.post(client.at(path + "/check-runs"), body.put("head_sha", sha));
    }

    /** What a check run says is known again by. */
    private static String digest(Check check) {
        return StickyComment.digest(
                check.verdict() + "\n" + check.url() + "\n" + check.title() + "\n" + check.summary());
    }

    /** Shows a verdict as a commit's status. If it is shown already, nothing is written. */
    public void showStatus(String sha, String context, Verdict verdict, String description, @Nullable String url) {
        requireWhole(sha);
        State state = switch (verdict) {
            case SUCCESS -> State.SUCCESS;
            case FAILURE -> State.FAILURE;
            case AWAITED, NONE -> State.PENDING;
        };
        JsonNode shown = client.get(path + "/commits/" + sha + "/status?per_page=100");
        for (JsonNode status : shown.path("statuses"))
            if (status.path("context").asText().equals(context)
                    && status.path("state").asText().equals(word(state))
                    && status.path("description").asText().equals(cut(description))) return;
        setStatus(sha, state, context, description, url);
    }

    /**
     * Sets a commit's status; the newest one of a name counts.
     *
     * @param context its name
     * @param description cut at 140 characters
     * @param url where people read more; {@code null} for nowhere
     */
    public void setStatus(String sha, State state, String context, String description, @Nullable String url) {
        requireWhole(sha);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("state", word(state))
                .put("context", context)
                .put("description", cut(description));
        if (url != null) body.put("target_url", url);
        client.post(client.at(path + "/statuses/" + sha), body);
    }

    /** What the status of a project's verdict on one testbed is called; {@code null} for a testbed that is not known. */
    public static String statusName(String project, @Nullable String testbed) {
        return "pawl/" + project + (testbed == null ? "" : " (" + VisibleText.of(testbed, 60) + ")");
    }

    /**
     * Whether somebody may change the repository. What an event says of its author is not enough: a {@code COLLABORATOR} may be one
     * who only reads.
     */
    public boolean mayWrite(String login) {
        try {
            String permission = client.get(path + "/collaborators/" + escaped(login) + "/permission")
                    .path("permission")
                    .asText("");
            return permission.equals("admin") || permission.equals("write");
        } catch (ForgeException refused) {
            if (refused.kind() == Kind.NOT_FOUND) return false;
            throw refused;
        }
    }

    /**
     * Reacts to a comment.
     *
     * @param content {@code +1}, {@code -1} or another of GitHub's names
     */
    public void react(long commentId, String content) {
        client.post(
                client.at(path + "/issues/comments/" + commentId + "/reactions"),
                JsonNodeFactory.instance.objectNode().put("content", content));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }

    /**
     * The open pull request of a branch at a commit. GitHub does not tell a {@code workflow_run} which pull request of a fork it
     * belongs to, and what the fork's job says of itself is not to be believed.
     *
     * @param owner of the repository that the branch is in
     */
    public Optional<OpenPullRequest> openPullRequest(String owner, String branch, String sha) {
        JsonNode found = client.get(path + "/pulls?state=open&per_page=100&head=" + escaped(owner + ":" + branch));
        for (JsonNode one : found)
            if (one.at("/head/sha").asText().equals(sha))
                return Optional.of(new OpenPullRequest(
                        one.path("number").asInt(), one.at("/base/ref").asText("")));
        return Optional.empty();
    }

    /** Where a commit left a branch, as far as GitHub knows. */
    public Optional<String> mergeBase(String branch, String sha) {
        requireWhole(sha);
        String base = client.get(path + "/compare/" + escaped(branch) + "..." + sha + "?per_page=1")
                .at("/merge_base_commit/sha")
                .asText("");
        return SHA.matcher(base).matches() ? Optional.of(base) : Optional.empty();
    }

    private static void requireWhole(String sha) {
        if (!SHA.matcher(sha).matches()) throw new IllegalArgumentException("a whole commit id is needed");
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private synchronized String login() {
        if (login == null) login = whoAmI.get();
        return login;
    }

    /** Who a token belongs to. Installation and job tokens may not ask {@code /user}, but may ask who is looking. */
    private String viewer(@Nullable String otherwise) {
        String found = null;
        try {
            JsonNode answer = client.post(
                    graphql, JsonNodeFactory.instance.objectNode().put("query", "query { viewer { login } }"));
            found = answer.at("/data/viewer/login").asText(null);
        } catch (ForgeException silent) {
            if (silent.kind() == Kind.UNAVAILABLE) throw silent;
        }
        if (found == null || found.isBlank()) found = otherwise;
        // A person's token may ask, where GraphQL is closed to it.
        if (found == null) found = client.get("/user").path("login").asText(null);
        if (found == null) throw new ForgeException(Kind.NOT_ALLOWED, "GitHub does not say who the token belongs to");
        return found;
    }

    private final class PullRequest implements CommentThread {

        private final int number;
        private final Set<String> alsoOwn;

        PullRequest(int number, Set<String> alsoOwn) {
            this.number = number;
            this.alsoOwn = alsoOwn;
        }

        @Override
        public List<Comment> own(String beginning) {
            String me = login();
            List<Comment> found = new ArrayList<>();
            client.each(path + "/issues/" + number + "/comments?per_page=100", comment -> {
                String body = comment.path("body").asText("");
                if (body.startsWith(beginning) && isBy(me, comment.path("user")))
                    found.add(new Comment(comment.path("id").asLong(), body));
            });
            found.sort(Comparator.comparingLong(Comment::id));
            return found;
        }

        /** A bot's login ends with {@code [bot]}, which no person's can, but GraphQL may name it without. */
        private boolean isBy(String me, JsonNode user) {
            String author = user.path("login").asText("");
            boolean isBot = "Bot".equals(user.path("type").asText(""));
            return author.equals(me) || (isBot && (author.equals(me + "[bot]") || alsoOwn.contains(author)));
        }

        @Override
        public void create(String body) {
            client.post(client.at(path + "/issues/" + number + "/comments"), content(body));
        }

        @Override
        public boolean update(long id, String body) {
            return client.sendUnlessGone("PATCH", path + "/issues/comments/" + id, content(body));
        }

        @Override
        public void delete(long id) {
            client.sendUnlessGone("DELETE", path + "/issues/comments/" + id, null);
        }

        @Override
        public Optional<String> head() {
            String sha = client.get(path + "/pulls/" + number).at("/head/sha").asText("");
            return sha.isEmpty() ? Optional.empty() : Optional.of(sha);
        }

        private ObjectNode content(String body) {
            return JsonNodeFactory.instance.objectNode().put("body", body);
        }
    }
}
