package dev.pawl.cli;

import dev.pawl.cli.comment.CommentMode;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.Policy;
import dev.pawl.model.ProjectSlug;
import dev.pawl.model.Threshold;
import dev.pawl.model.Thresholds;
import dev.pawl.report.VisibleText;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.ProjectSummary;
import dev.pawl.server.store.PullRequestPolicy;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import dev.pawl.wire.ThresholdsJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code pawl project}: what the server tracks, and how it judges where an upload brings no {@code pawl.toml}. Works on the
 * server's own database file, also while the server runs.
 */
@Command(
        name = "project",
        description = "List, make and set up projects, on the server's machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ProjectCommand.ListAll.class,
            ProjectCommand.Show.class,
            ProjectCommand.Set.class,
            ProjectCommand.Expect.class,
            ProjectCommand.Webhook.class,
            ProjectCommand.Pictures.class
        })
final class ProjectCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: pawl project list, show, set, expect, webhook or pictures");
    }

    /** {@code pawl project list}. */
    @Command(name = "list", description = "List the projects.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Override
        public Integer call() {
            try (Store store = data.openExisting()) {
                for (ProjectSummary summary : store.read(view -> view.projects().list())) {
                    System.out.printf(
                            "%-24s  %6d runs  %3d open alerts  last run %s%n",
                            summary.project().slug(),
                            summary.runs(),
                            summary.openAlerts(),
                            summary.lastRunAt() == null ? "never" : summary.lastRunAt());
                }
            }
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl project show}. */
    @Command(name = "show", description = "Print how a project is set up.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "P", description = "The project.")
        private String project;

        @Override
        public Integer call() {
            try (Store store = data.openExisting()) {
                ProjectRow row = store.read(view -> view.projects().find(project))
                        .orElseThrow(() ->
                                new UsageException("there is no project '" + project + "'; see 'pawl project list'"));
                print(row, store.read(view -> view.pullRequestPolicies().of(row.id())));
            }
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl project set}. */
    @Command(
            name = "set",
            description = {
                "Change how a project is set up; make it if it is not there.",
                "What is not named stays as it is."
            },
            mixinStandardHelpOptions = true)
    static final class Set implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "P", description = "The project.")
        private String project;

        @Option(
                names = "--default-branch",
                paramLabel = "B",
                description = "The branch whose regressions raise alerts (new projects: main).")
        private @Nullable String defaultBranch;

        @Option(
                names = "--repository",
                paramLabel = "URL",
                description = "Address of the repository, for links and for the server's comments.")
        private @Nullable URI repository;

        @Option(
                names = "--settings",
                paramLabel = "FILE",
                description =
                        "A pawl.toml whose thresholds and rules hold for uploads that bring none of their own, and under those that do.")
        private @Nullable Path settings;

        @Option(
                names = "--comment",
                arity = "0..1",
                paramLabel = "MODE",
                converter = CommentModeConverter.class,
                preprocessor = CommentModeConverter.class,
                description = {
                    "on-change, always or never: when the server itself comments on pull requests. It must be able to enter GitHub.",
                    "New projects never, then CI jobs may; without MODE on-change."
                })
        private @Nullable CommentMode comment;

        @Option(
                names = "--check",
                paramLabel = "SEVERITY",
                description = {
                    "Show the verdict beside a pull request's newest commit, red from a regression of this severity on: critical,"
                            + " warning or never. New projects off."
                })
        private PullRequestPolicy.@Nullable Check check;

        @Override
        public Integer call() throws IOException {
            if (!ProjectSlug.isValid(project)) throw new UsageException("'" + project + "': " + ProjectSlug.RULE);
            if (defaultBranch != null && defaultBranch.isBlank())
                throw new UsageException("--default-branch must name a branch");
            if (repository != null && !String.valueOf(repository.getScheme()).matches("https?"))
                throw new UsageException("--repository must be an http or https address, is " + repository);
            if (settings != null && !Files.isRegularFile(settings))
                throw new UsageException("--settings: there is no file " + settings);
            Thresholds thresholds =
                    settings == null ? null : Settings.read(settings).thresholds();
            try (Store store = data.open()) {
                ProjectRow row = store.write(session -> change(session, thresholds, Instant.now()));
                print(row, store.read(view -> view.pullRequestPolicies().of(row.id())));
            }
            return ExitCode.FINE.number();
        }

        private ProjectRow change(StoreSession session, @Nullable Thresholds thresholds, Instant now) {
            ProjectRow row = session.projects()
                    .find(project)
                    .orElseGet(() -> session.projects().create(project, "main", now));
            session.projects()
                    .describe(
                            row.id(),
                            repository == null ? row.repositoryUrl() : repository.toString(),
                            defaultBranch == null ? row.defaultBranch() : defaultBranch);
            if (thresholds != null && !ThresholdsJson.write(thresholds).equals(row.settings())) {
                session.projects().updateSettings(row.id(), ThresholdsJson.write(thresholds), now);
                // An upload that was judged meanwhile by the settings before is judged again.
                session.projects().bumpRevision(row.id());
            }
            ProjectRow changed = session.projects().find(project).orElseThrow();
            if (comment != null || check != null) changePolicy(session, changed);
            return changed;
        }

        private void changePolicy(StoreSession session, ProjectRow row) {
            PullRequestPolicy before = session.pullRequestPolicies().of(row.id());
            PullRequestPolicy policy = new PullRequestPolicy(
                    comment == null ? before.comments() : PullRequestPolicy.Comments.valueOf(comment.name()),
                    check == null ? before.check() : check);
            if (!policy.isSilent() && row.repositoryUrl() == null)
                throw new UsageException(
                        "the project has no repository to write in; add --repository https://github.com/OWNER/NAME");
            session.pullRequestPolicies().put(row.id(), policy);
        }
    }

    /** {@code pawl project expect}. */
    @Command(
            name = "expect",
            description = {
                "Say how often runs of a testbed are to come on the default branch; it is noted and told when one does not.",
                "A quarter of the time more is given."
            },
            mixinStandardHelpOptions = true)
    static final class Expect implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "P", description = "The project.")
        private String project;

        @Option(names = "--testbed", paramLabel = "T", required = true, description = "The testbed.")
        private String testbed;

        @Option(
                names = "--every",
                paramLabel = "TIME",
                required = true,
                description = "Such as 24h or 7d; 'never' to expect nothing any more.")
        private String every;

        @Override
        public Integer call() {
            Duration time = every.equals("never") ? null : duration(every);
            try (Store store = data.openExisting()) {
                store.write(session -> {
                    ProjectRow row = session.projects()
                            .find(project)
                            .orElseThrow(() -> new UsageException(
                                    "there is no project '" + project + "'; see 'pawl project list'"));
                    boolean isKnown = session.runs().testbeds(row.id()).stream()
                            .anyMatch(known -> known.name().equals(testbed));
                    if (!isKnown)
                        throw new UsageException("no run of project " + project + " came from a testbed '"
                                + VisibleText.of(testbed) + "' yet");
                    if (time == null) session.absences().expectNoMore(row.id(), testbed);
                    else session.absences().expect(row.id(), testbed, time, Instant.now());
                    return null;
                });
            }
            System.out.println(
                    time == null
                            ? "nothing is expected of " + VisibleText.of(testbed) + " any more"
                            : "a run of " + VisibleText.of(testbed) + " is expected every " + every);
            return ExitCode.FINE.number();
        }

        private static Duration duration(String text) {
            try {
                return new TimeConverter().convert(text);
            } catch (TypeConversionException odd) {
                throw new UsageException("--every is " + odd.getMessage());
            }
        }
    }

    /** {@code pawl project webhook}. */
    @Command(
            name = "webhook",
            description = {
                "Make the secret that GitHub signs its events with, and print it once.",
                "With it, '/pawl accept REASON' in a pull request's comment is obeyed."
            },
            mixinStandardHelpOptions = true)
    static final class Webhook implements Callable<Integer> {

        private static final int SECRET_BYTES = 32;

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "P", description = "The project.")
        private String project;

        @Option(names = "--remove", description = "Believe no event any more.")
        private boolean isRemoved;

        @Override
        public Integer call() {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            String secret = HexFormat.of().formatHex(random);
            try (Store store = data.openExisting()) {
                store.write(session -> {
                    ProjectRow row = session.projects()
                            .find(project)
                            .orElseThrow(() -> new UsageException(
                                    "there is no project '" + project + "'; see 'pawl project list'"));
                    if (isRemoved) session.webhookSecrets().remove(row.id());
                    else session.webhookSecrets().put(row.id(), secret, Instant.now());
                    return null;
                });
            }
            if (isRemoved) return ExitCode.FINE.number();
            System.out.println(secret);
            System.err.println("the secret is not shown again; on GitHub, under Settings, Webhooks, give");
            System.err.println("  Payload URL   https://YOUR-SERVER/api/v1/hooks/github/" + project);
            System.err.println("  Content type  application/json");
            System.err.println("  Events        Issue comments");
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl project pictures}. */
    @Command(
            name = "pictures",
            description = {
                "Say who may see trends without a token: those who have the address of a picture,"
                        + " in a comment or a message. Without an option, print how it is.",
                "Addresses are handed out where the server has a --public-url."
            },
            mixinStandardHelpOptions = true)
    static final class Pictures implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "P", description = "The project.")
        private String project;

        @ArgGroup
        private @Nullable Change change;

        /** One of them. */
        static final class Change {
            @Option(names = "--off", description = "Nobody: hand out no address, and close those that are out.")
            private boolean isOff;

            @Option(names = "--renew", description = "Close those that are out, and hand out new ones from now on.")
            private boolean isRenewed;
        }

        @Override
        public Integer call() {
            try (Store store = data.openExisting()) {
                boolean isOff = store.write(session -> {
                    long id = session.projects()
                            .find(project)
                            .orElseThrow(() -> new UsageException(
                                    "there is no project '" + project + "'; see 'pawl project list'"))
                            .id();
                    if (change != null && change.isOff) session.pictureSecrets().switchOff(id, Instant.now());
                    if (change != null && change.isRenewed)
                        session.pictureSecrets().renew(id, Instant.now());
                    return session.pictureSecrets().isOff(id);
                });
                System.out.println(
                        isOff ? "off: no picture opens without a token" : "on: an address opens its picture");
            }
            return ExitCode.FINE.number();
        }
    }

    private static void print(ProjectRow project, PullRequestPolicy policy) {
        Threshold limits = project.thresholds().defaults();
        System.out.println("project         " + project.slug());
        System.out.println("default branch  " + VisibleText.of(project.defaultBranch()));
        System.out.println("repository      "
                + (project.repositoryUrl() == null ? "unknown" : VisibleText.of(project.repositoryUrl())));
        System.out.println("limits          warning " + percent(limits.warning()) + ", critical "
                + percent(limits.critical()) + ", policy " + word(limits.policy()));
        System.out.println("pull requests   comments "
                + (policy.comments() == PullRequestPolicy.Comments.NEVER
                        ? "by CI jobs"
                        : "by the server, " + policy.comments().word())
                + "; check " + policy.check().word());
        System.out.println("settings        version " + project.settingsVersion() + ": " + project.settings());
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.4g", fraction * 100).replaceFirst("\\.?0+$", "") + " %";
    }

    private static String word(Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
