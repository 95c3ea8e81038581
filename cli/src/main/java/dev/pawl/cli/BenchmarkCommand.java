package dev.pawl.cli;

import dev.pawl.model.Benchmark;
import dev.pawl.report.VisibleText;
import dev.pawl.server.pipeline.RenameGuess;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.BenchmarkRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pawl benchmark}: the names of a project's benchmarks. Works on the server's own database file, also while it runs. */
@Command(
        name = "benchmark",
        description = "List and rename a project's benchmarks, on the server's machine.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchmarkCommand.ListAll.class, BenchmarkCommand.Rename.class})
final class BenchmarkCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: pawl benchmark list or rename");
    }

    /** {@code pawl benchmark list}. */
    @Command(
            name = "list",
            description = "List the benchmarks, with those that vanished and what they are probably called now.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {

        @Mixin
        private ProjectPlace place;

        @Override
        public Integer call() {
            try (Store store = place.open()) {
                ProjectRow project = place.in(store);
                store.read(view -> {
                    Map<Benchmark, AbsenceRow> vanished = new HashMap<>();
                    for (AbsenceRow absence :
                            view.absences().list(project.id(), EnumSet.of(AbsenceRow.State.OPEN), Integer.MAX_VALUE))
                        if (absence.benchmark() != null) vanished.put(absence.benchmark(), absence);
                    for (BenchmarkRow row : view.benchmarks().list(project.id())) {
                        AbsenceRow absence = vanished.get(row.benchmark());
                        Optional<Benchmark> guess =
                                absence == null ? Optional.empty() : RenameGuess.of(view, project, absence);
                        System.out.println(named(row.benchmark())
                                + (absence == null ? "" : "  (vanished)")
                                + guess.map(now -> "  probably now " + named(now))
                                        .orElse(""));
                    }
                    return null;
                });
            }
            return ExitCode.FINE.number();
        }

        private static String named(Benchmark benchmark) {
            String suite = benchmark.suite().isEmpty() ? "" : benchmark.suite() + ": ";
            return VisibleText.of(suite + benchmark.displayName());
        }
    }

    /** {@code pawl benchmark rename}. */
    @Command(
            name = "rename",
            description = {
                "Say that a benchmark is called otherwise now: its past becomes that of the new name, and results under",
                "either name go there. All parameters and modes of the name are renamed together. Cannot be undone."
            },
            mixinStandardHelpOptions = true)
    static final class Rename implements Callable<Integer> {

        @Mixin
        private ProjectPlace place;

        @Option(names = "--suite", paramLabel = "S", description = "Only of this suite.")
        private @Nullable String suite;

        @Option(names = "--to-suite", paramLabel = "S", description = "The suite that it moved to.")
        private @Nullable String newSuite;

        @Parameters(index = "0", paramLabel = "OLD", description = "The name that is gone, without parameters.")
        private String oldName;

        @Parameters(index = "1", paramLabel = "NEW", description = "What it is called now.")
        private String newName;

        @Override
        public Integer call() {
            if (newName.isBlank()) throw new UsageException("the new name is empty");
            try (Store store = place.open()) {
                ProjectRow project = place.in(store);
                int renamed = store.write(session -> rename(session, project));
                System.out.println("renamed " + VisibleText.of(oldName) + " to " + VisibleText.of(newName)
                        + (renamed == 1 ? "" : ", " + renamed + " benchmarks"));
            }
            return ExitCode.FINE.number();
        }

        private int rename(StoreSession session, ProjectRow project) {
            List<BenchmarkRow> old = session.benchmarks().list(project.id()).stream()
                    .filter(row -> row.benchmark().name().equals(oldName))
                    .filter(row -> suite == null || row.benchmark().suite().equals(suite))
                    .toList();
            if (old.isEmpty())
                throw new UsageException("project " + project.slug() + " has no benchmark '" + VisibleText.of(oldName)
                        + "'" + (suite == null ? "" : " in suite '" + VisibleText.of(suite) + "'")
                        + "; see 'pawl benchmark list'");
            for (BenchmarkRow row : old) {
                Benchmark before = row.benchmark();
                Benchmark after = new Benchmark(
                        newSuite == null ? before.suite() : newSuite,
                        newName,
                        before.params(),
                        before.mode(),
                        before.threads());
                long id = session.benchmarks()
                        .identify(project.id(), List.of(after))
                        .get(after);
                if (id == row.id())
                    throw new UsageException("'" + VisibleText.of(newName) + "' is that benchmark already");
                session.benchmarks().rename(project.id(), row.id(), id);
            }
            session.projects().bumpRevision(project.id());
            return old.size();
        }
    }
}
