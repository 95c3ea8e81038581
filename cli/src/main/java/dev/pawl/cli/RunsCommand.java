package dev.pawl.cli;

import dev.pawl.report.VisibleText;
import dev.pawl.server.pipeline.RunExclusion;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl runs}: the runs of a project, and what to do with a bad one. Works on the server's own database file. */
@Command(
        name = "runs",
        description = "List a project's runs, take a bad one out or in again; on the server's machine.",
        mixinStandardHelpOptions = true,
        subcommands = {RunsCommand.ListThem.class, RunsCommand.Exclude.class, RunsCommand.Include.class})
final class RunsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: pawl runs list, exclude or include");
    }

    /** {@code pawl runs list}. */
    @Command(
            name = "list",
            description = "List the newest runs by arrival, excluded ones too.",
            mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {

        @Mixin
        private ProjectPlace place;

        @Option(names = "--branch", paramLabel = "B", description = "Only of this branch.")
        private @Nullable String branch;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        @Override
        public Integer call() {
            if (limit < 1) throw new UsageException("--limit must be at least 1");
            try (Store store = place.open()) {
                ProjectRow project = place.in(store);
                RunFilter filter = new RunFilter(branch, null, null, null, true);
                List<RunRow> rows = store.read(view -> view.runs().recent(project.id(), filter, limit, null));
                for (RunRow row : rows) System.out.println(line(row));
            }
            return ExitCode.FINE.number();
        }

        private static String line(RunRow row) {
            RunRow.Exclusion exclusion = row.exclusion();
            return row.id()
                    + "  " + row.run().receivedAt().truncatedTo(ChronoUnit.SECONDS)
                    + "  " + row.run().sha().substring(0, 7)
                    + "  " + VisibleText.of(row.run().branch())
                    + (row.run().pullRequest() == null ? "" : " #" + row.run().pullRequest())
                    + "  " + VisibleText.of(row.run().testbed())
                    + (exclusion == null
                            ? ""
                            : "  excluded by " + VisibleText.of(exclusion.by()) + ": "
                                    + VisibleText.of(exclusion.because()));
        }
    }

    /** Which run, and why. */
    static final class Decision {

        @Mixin
        private ProjectPlace place;

        @Option(
                names = "--by",
                paramLabel = "WHO",
                defaultValue = "${sys:user.name}",
                description = "Who decides it (${DEFAULT-VALUE}).")
        private String by;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; others will ask.")
        private @Nullable String reason;

        @Parameters(
                paramLabel = "RUN",
                description = "Its id, as 'pawl runs list' and the address of its page show it.")
        private String id;

        private @Nullable String reason() {
            return reason == null || reason.isBlank() ? null : reason.strip();
        }

        /** What is to be done with a run. */
        private interface Change {
            boolean of(RunExclusion exclusion, RunRow row);
        }

        /** @param already what to say where there is nothing to do */
        private void carryOut(Change change, String done, String already) {
            try (Store store = place.open()) {
                ProjectRow project = place.in(store);
                boolean isChanged = store.write(session ->
                        change.of(new RunExclusion(session, project, Instant.now()), find(session, project)));
                System.out.println("run " + id + (isChanged ? done : already));
            }
        }

        private RunRow find(StoreSession session, ProjectRow project) {
            return session.runs()
                    .find(id)
                    .filter(row -> row.projectId() == project.id())
                    .orElseThrow(() -> new UsageException("there is no run '" + VisibleText.of(id) + "' in "
                            + project.slug() + "; see 'pawl runs list'"));
        }
    }

    /** {@code pawl runs exclude}. */
    @Command(
            name = "exclude",
            description = {
                "Take a run out that tells nothing true: of another commit, another project, a broken machine. It is still",
                "shown, but nothing is compared with it, and what it raised is withdrawn. Can be undone."
            },
            mixinStandardHelpOptions = true)
    static final class Exclude implements Callable<Integer> {

        @Mixin
        private Decision decision;

        @Override
        public Integer call() {
            String reason = decision.reason();
            if (reason == null) throw new UsageException("say why with --reason; others will ask");
            decision.carryOut(
                    (exclusion, row) -> exclusion.exclude(row, decision.by, reason),
                    " is excluded; what rested on it is judged again within a minute",
                    " was excluded already");
            return ExitCode.FINE.number();
        }
    }

    /** {@code pawl runs include}. */
    @Command(
            name = "include",
            description = "Take a run in again that was excluded, as if that had never been.",
            mixinStandardHelpOptions = true)
    static final class Include implements Callable<Integer> {

        @Mixin
        private Decision decision;

        @Override
        public Integer call() {
            decision.carryOut(
                    (exclusion, row) -> exclusion.include(row, decision.by, decision.reason()),
                    " is included again; what rests on it is judged again within a minute",
                    " was not excluded");
            return ExitCode.FINE.number();
        }
    }
}
