package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * GitHub, as the server itself may enter it: by a token, or as an App. An App gets a token for one repository at a time, that no
 * other can be reached with; it is kept until shortly before it ends, and got anew when GitHub refuses it. Safe for several threads.
 */
public final class GitHubAccess {

    /** Ends before GitHub's end of it, so that nothing is under way with it then. */
    private static final Duration BEFORE_ITS_END = Duration.ofMinutes(5);

    private final GitHubSettings settings;
    private final Clock clock;
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();
    private volatile @Nullable String login;

    public GitHubAccess(GitHubSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private record Issued(ForgeToken token, Instant end) {}

    /** Whether GitHub knows us as an App; only an App may write check runs. */
    public boolean isApp() {
        return settings.app() != null;
    }

    /**
     * A repository on it.
     *
     * @param name {@code owner/name}
     * @throws IllegalArgumentException if it cannot be one
     */
    public GitHub repository(String name, ForgePatience patience) {
        GitHubSettings.App app = settings.app();
        if (app == null)
            return new GitHub(
                    settings.api(),
                    name,
                    ForgeToken.of(String.valueOf(settings.token()), "PAWL_GITHUB_TOKEN"),
                    null,
                    patience);
        AppTokens tokens = new AppTokens(app, name, patience);
        return new GitHub(settings.api(), name, tokens, tokens::login, patience);
    }

    /**
     * The repository that a web address is of, if it is on this GitHub.
     *
     * @param address such as {@code https://github.com/team/engine}
     * @return {@code team/engine}
     */
    public Optional<String> repositoryAt(String address) {
        try {
            URI url = URI.create(address.strip().replaceFirst("/+$", "").replaceFirst("\\.git$", ""));
            String path = url.getPath() == null ? "" : url.getPath().replaceFirst("^/", "");
            boolean isHere =
                    url.getHost() != null && (webHost() == null || url.getHost().equalsIgnoreCase(webHost()));
            return isHere && GitHub.isRepository(path) ? Optional.of(path) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Where people see what the API speaks of; {@code null} where that does not follow from its address. */
    private @Nullable String webHost() {
        String host = settings.api().getHost().toLowerCase(Locale.ROOT);
        if (host.equals("api.github.com") || host.startsWith("api.") && host.endsWith(".ghe.com"))
            return host.substring("api.".length());
        return String.valueOf(settings.api().getPath()).startsWith("/api/v3") ? host : null;
    }

    /** The tokens of the App's installation on one repository. */
    private final class AppTokens implements TokenSource {

        private final String repository;
        private final ForgeClient client;

        AppTokens(GitHubSettings.App app, String repository, ForgePatience patience) {
            this.repository = repository;
            this.client = new ForgeClient(
                    settings.api(),
                    new AppSignature(app.id(), app.key(), clock),
                    GitHub.TOKEN_HEADER,
                    GitHub.HEADERS,
                    patience);
        }

        private String key() {
            return repository.toLowerCase(Locale.ROOT);
        }

        @Override
        public ForgeToken token() {
            Issued kept = issued.get(key());
            if (kept != null && clock.instant().isBefore(kept.end())) return kept.token();
            // Not under a lock: somebody with little time must not wait for somebody with much. A second token does no
            // harm.
            Issued fresh = issue();
            issued.put(key(), fresh);
            return fresh.token();
        }

        @Override
        public boolean renew(ForgeToken refused) {
            Issued kept = issued.get(key());
            if (kept != null && kept.token() == refused) issued.remove(key(), kept);
            return true;
        }

        private Issued issue() {
            long installation = installation();
            ObjectNode wish = JsonNodeFactory.instance.objectNode();
            // Good for this repository and no other one that the App is installed on.
            wish.putArray("repositories").add(repository.substring(repository.indexOf('/') + 1));
            JsonNode answer =
                    asked(() -> client.post(client.at("/app/installations/" + installation + "/access_tokens"), wish));
            try {
                ForgeToken token = ForgeToken.of(answer.path("token").asText(""), "GitHub's answer");
                Instant end = Instant.parse(answer.path("expires_at").asText(""));
                return new Issued(token, end.minus(BEFORE_ITS_END));
            } catch (IllegalArgumentException | DateTimeException odd) {
                throw new ForgeException(Kind.UNAVAILABLE, "GitHub's answer holds no token for the App");
            }
        }

        private long installation() {
            try {
                return asked(() -> client.get("/repos/" + repository + "/installation"))
                        .path("id")
                        .asLong();
            } catch (ForgeException refused) {
                if (refused.kind() != Kind.NOT_FOUND) throw refused;
                throw new ForgeException(
                        Kind.NOT_ALLOWED,
                        "the GitHub App is not installed on " + repository + ", or there is no such repository");
            }
        }

        /** Who comments are by. */
        String login() {
            String known = login;
            if (known != null) return known;
            String slug = asked(() -> client.get("/app")).path("slug").asText("");
            if (slug.isEmpty())
                throw new ForgeException(Kind.NOT_ALLOWED, "GitHub does not say what the App is called");
            login = slug + "[bot]";
            return slug + "[bot]";
        }

        private JsonNode asked(Supplier<JsonNode> request) {
            try {
                return request.get();
            } catch (ForgeException failed) {
                // Nothing was done that could be done twice: a token that nobody saw ends by itself.
                if (failed.kind() == Kind.UNKNOWN_OUTCOME)
                    throw new ForgeException(Kind.UNAVAILABLE, String.valueOf(failed.getMessage()), failed.pause());
                if (failed.status() == 401)
                    throw new ForgeException(
                            Kind.NOT_ALLOWED,
                            "GitHub does not believe the App's signature; check PAWL_GITHUB_APP_ID, its key file and this"
                                    + " machine's clock (" + failed.getMessage() + ")");
                throw failed;
            }
        }
    }
}
