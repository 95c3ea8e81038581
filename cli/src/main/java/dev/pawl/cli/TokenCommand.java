package dev.pawl.cli;

import dev.pawl.model.ProjectSlug;
import dev.pawl.report.VisibleText;
import dev.pawl.server.store.IssuedToken;
import dev.pawl.server.store.NewToken;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl token}: who may upload and read. Works on the server's own database file, also while the server runs. */
@Command(
        name = "token",
        description = "Make, list and revoke access tokens, on the server's machine.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Create.class, TokenCommand.ListAll.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: pawl token create, list or revoke");
    }

    /** {@code pawl token create}. */
    @Command(name = "create", description = "Make a token and print it, once.", mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        /** A year is long enough to forget where a token is used. */
        private static final int MOST_DAYS = 365;

        @Mixin
        private DataOption data;

        @Option(names = "--name", required = true, description = "What it is for, such as 'ci of project x'.")
        private String name;

        @Option(
                names = "--scope",
                defaultValue = "upload",
                description = "read, upload or admin (default: ${DEFAULT-VALUE}).")
        private TokenRow.Scope scope;

        @Option(
                names = "--project",
                paramLabel = "P",
                description = "The one project that it is good for; made if it does not exist. Default: all.")
        private @Nullable String project;

        @Option(
                names = "--branches",
                paramLabel = "GLOB",
                defaultValue = "*",
                description = "Branches that it may write (default: all).")
        private String branches;

        @Option(
                names = "--days",
                defaultValue = "90",
                description = "How long it is good, 1 to 365 days (default: ${DEFAULT-VALUE}).")
        private int days;

        @Override
        public Integer call() {
            if (days < 1 || days > MOST_DAYS)
                throw new UsageException("--days must be 1 to " + MOST_DAYS + ", is " + days);
            if (project != null && !ProjectSlug.isValid(project))
                throw new UsageException("--project: " + ProjectSlug.RULE);
            Instant now = Instant.now();
            try (Store store = data.open()) {
                IssuedToken issued = store.write(session -> {
                    Long projectId = project == null
                            ? null
                            : Long.valueOf(session.projects()
                                    .find(project)
                                    .map(ProjectRow::id)
                                    .orElseGet(() -> session.projects()
                                            .create(project, "main", now)
                                            .id()));
                    return session.tokens()
                            .create(new NewToken(
                                    projectId, name, scope, branches, now, now.plus(Duration.ofDays(days))));
                });
                System.err.println("Token " + issued.token().id() + " ends on "
                        + day(issued.token().expiresAt())
                        + ". It is shown this once; keep it as a secret (PAWL_TOKEN in CI).");
                System.out.println(issued.secret());
            }
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl token list}. */
    @Command(name = "list", description = "List the tokens, without their secrets.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Override
        public Integer call() {
            try (Store store = data.openExisting()) {
                for (TokenRow token : store.read(view -> view.tokens().list())) {
                    String state = token.revokedAt() != null
                            ? "revoked " + day(token.revokedAt())
                            : (token.isValid(Instant.now()) ? "until " : "expired ") + day(token.expiresAt());
                    System.out.printf(
                            "%4d  %-6s  %-18s  branches %-12s  %s  %s%n",
                            token.id(),
                            token.scope().name().toLowerCase(Locale.ROOT),
                            state,
                            VisibleText.of(token.branches()),
                            token.lastUsedAt() == null ? "never used" : "last used " + day(token.lastUsedAt()),
                            VisibleText.of(token.name()));
                }
            }
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl token revoke}. */
    @Command(name = "revoke", description = "End a token at once.", mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "ID", description = "Number of the token in 'pawl token list'.")
        private long id;

        @Override
        public Integer call() {
            try (Store store = data.openExisting()) {
                boolean revoked = store.write(session -> session.tokens().revoke(id, Instant.now()));
                if (!revoked) throw new UsageException("there is no valid token " + id + "; see 'pawl token list'");
            }
            return ExitCode.FINE.number();
        }
    }

    private static String day(@Nullable Instant time) {
        return time == null
                ? "never"
                : LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }
}
