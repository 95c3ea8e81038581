package dev.pawl.server.http;

import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow;
import dev.pawl.server.store.TokenRow.Scope;
import dev.pawl.server.store.Tokens;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what.
 *
 * <p>A server that has no token yet is open to its own machine alone: it must be bound to loopback, the request must not come
 * through a proxy, and a browser may only send it from the server's own pages. As soon as a token exists, everything needs one.
 */
final class Access {

    /** What proxies add; a request with one of these did not come from this machine, whatever its address says. */
    private static final Set<String> FORWARDING = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "cf-connecting-ip",
            "true-client-ip");

    /** What this machine calls itself; nobody else gets here by one of these. */
    static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Store store;
    private final ServerConfig config;
    private final Clock clock;
    private final FailedTokens failed;

    Access(Store store, ServerConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.failed = new FailedTokens(clock);
    }

    /**
     * What a request may do.
     *
     * @param token {@code null} for the server's own machine while there is no token
     */
    record Grant(@Nullable TokenRow token) {

        /** Whether an unknown project may be made: only where nobody else can do that. */
        boolean createsProjects() {
            return token == null || (token.scope() == Scope.ADMIN && token.projectId() == null);
        }

        /** Who acts, for the history of an alert. */
        String name() {
            return token == null ? "local" : token.name();
        }
    }

    /** Whether the server would take uploads without a token. */
    boolean isOpen() {
        boolean isForOthers = config.publicUrl() != null
                && !LOOPBACK_NAMES.contains(config.publicUrl().getHost());
        return config.isLoopback()
                && !isForOthers
                && !store.read(view -> view.tokens().any());
    }

    /**
     * @param project slug of the project that is asked for; {@code null} where the caller leaves out what the token may not see
     * @throws ProblemException 401 without a good token, 403 if it is not good for this, 429 after too many unknown ones
     */
    Grant require(Context context, Scope scope, @Nullable String project) {
        String secret = bearer(context);
        if (secret == null) {
            if (isOpen() && isFromHere(context)) return new Grant(null);
            throw refuse(
                    context,
                    config.isLoopback()
                            ? "this server has tokens, or the request came through a proxy; send Authorization: Bearer with a token"
                            : "send Authorization: Bearer with a token; 'pawl token create' on the server's machine makes one");
        }
        Instant now = clock.instant();
        failed.admit(context, secret);
        Optional<TokenRow> found = store.read(view -> view.tokens().find(secret));
        if (found.isEmpty()) failed.noteUnknown(context);
        TokenRow token = found.filter(known -> known.isValid(now))
                .orElseThrow(() -> refuse(context, "the token is unknown, expired or revoked"));
        failed.noteGood(secret);
        if (token.scope().compareTo(scope) < 0)
            throw new ProblemException(
                    403, "the token may " + word(token.scope()) + "; this needs one that may " + word(scope));
        if (project != null && token.projectId() != null && !isOf(token, project))
            throw new ProblemException(403, "the token belongs to another project");
        if (Tokens.isUseWorthNoting(token, now)) {
            store.write(session -> {
                session.tokens().used(token.id(), now);
                return null;
            });
        }
        return new Grant(token);
    }

    /** @throws ProblemException 403 if the grant does not cover the branch */
    static void requireBranch(Grant grant, @Nullable String branch) {
        TokenRow token = grant.token();
        if (token == null || token.branches().equals("*")) return;
        Pattern allowed = Pattern.compile(Pattern.quote(token.branches()).replace("*", "\\E.*\\Q"));
        if (branch == null || !allowed.matcher(branch).matches())
            throw new ProblemException(403, "the token may write branches " + token.branches() + " only");
    }

    private boolean isOf(TokenRow token, String project) {
        Optional<ProjectRow> found = store.read(view -> view.projects().find(project));
        return found.isPresent() && Long.valueOf(found.get().id()).equals(token.projectId());
    }

    private static @Nullable String bearer(Context context) {
        String header = context.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) return null;
        return header.substring(7).strip();
    }

    /** Refuses what a page of another site, or another name for this address, makes a browser send. */
    private boolean isFromHere(Context context) {
        for (String header : context.headerMap().keySet()) if (isForwarding(header)) return false;
        String host = context.header("Host");
        if (host == null || !LOOPBACK_NAMES.contains(withoutPort(host.toLowerCase(Locale.ROOT)))) return false;
        String origin = context.header("Origin");
        if (origin == null) return true;
        try {
            return host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static boolean isForwarding(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded") || FORWARDING.contains(name);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static ProblemException refuse(Context context, String why) {
        context.header("WWW-Authenticate", "Bearer realm=\"pawl\"");
        return new ProblemException(401, why);
    }

    private static String word(Scope scope) {
        return switch (scope) {
            case READ -> "read";
            case UPLOAD -> "upload";
            case ADMIN -> "administer";
        };
    }
}
