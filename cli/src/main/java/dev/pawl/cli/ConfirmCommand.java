package dev.pawl.cli;

import dev.pawl.cli.client.Patience;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.Comparison;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.ResultFormat;
import dev.pawl.report.MarkdownRenderer;
import dev.pawl.report.VisibleText;
import dev.pawl.wire.ComparisonReader;
import dev.pawl.wire.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pawl confirm}: what to run again before anybody is told. One run is weak evidence; a rerun of the same commit is judged
 * together with the first, and what was noise goes away. Runs of both commits that take turns on one machine are stronger still, and
 * need no history.
 */
@Command(
        name = "confirm",
        description = {
            "Print the commands that run a comparison's suspects again, and nothing else.",
            "Upload what they write like any results: runs of one commit are judged together.",
            "With --pairs: print how base and head take turns; given both folders of results, judge them pair by pair."
        },
        mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {

    /** Fewer prove nothing. */
    private static final int FEWEST_ROUNDS = 3;

    private static final String RUN = "run:";

    @Parameters(
            index = "0",
            paramLabel = "COMPARISON",
            description = {
                "A comparison as 'upload --output json' or 'compare --output json' printed it, - for standard input,",
                "or run:ID for that of a run on the server."
            })
    private String comparison;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BASE",
            description = "With --pairs: the folder with the base's results.")
    private @Nullable Path base;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "HEAD",
            description = "With --pairs: the folder with the head's results; files of the same name are a pair.")
    private @Nullable Path head;

    @Option(names = "--tool", description = "${COMPLETION-CANDIDATES} (default: by the benchmarks' names).")
    private @Nullable RerunTool tool;

    @Option(names = "--pairs", description = "Let base and head take turns on this machine, and judge them in pairs.")
    private boolean pairs;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often both run (default: ${DEFAULT-VALUE}, at least " + FEWEST_ROUNDS + ").")
    private int rounds;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "Read the pairs' files as this format instead of finding it by content.")
    private @Nullable ResultFormat format;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "critical",
            description = "warning, critical or never: from which regression of the pairs on to exit with 1"
                    + " (default: ${DEFAULT-VALUE}).")
    private FailOn failOn;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "How the pairs' verdict is printed: table, json or markdown (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Option(
            names = "--project",
            paramLabel = "P",
            description = "Project on the server, for run:ID (default: PAWL_PROJECT, else that of pawl.toml).")
    private @Nullable String project;

    @Mixin
    private ServerOptions server;

    private final Map<String, String> environment;
    private final Path folder;

    /** For the parser of the command line, which sets the rest. */
    ConfirmCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /**
     * @param folder the working directory, as far as {@code pawl.toml} is concerned
     */
    ConfirmCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        if (!pairs && base != null) throw new UsageException("two folders of results are for --pairs");
        if (base != null && head == null)
            throw new UsageException("--pairs needs the folders of both sides, BASE and HEAD");
        if (rounds < FEWEST_ROUNDS)
            throw new UsageException("--rounds must be at least " + FEWEST_ROUNDS + ": fewer pairs prove nothing");
        Comparison suspected = read();
        Suspects suspects = Suspects.of(suspected);
        if (suspects.isEmpty()) {
            System.err.println("nothing to confirm");
            return ExitCode.FINE.number();
        }
        if (base != null && head != null)
            return judge(suspects, new PairedRuns(suspects, base, head)).number();
        if (pairs) printTurns(suspected, suspects);
        else printReruns(suspects);
        System.out.flush();
        return ExitCode.FINE.number();
    }

    private void printReruns(Suspects suspects) {
        suspects.byTool(tool)
                .forEach((by, benchmarks) ->
                        System.out.println(VisibleText.of(by.command(benchmarks, RerunTool.RERUN))));
        int reruns = suspects.reruns();
        System.err.println(
                "run " + (reruns <= 1 ? "once" : reruns + " times") + " on the same testbed, and upload each result");
    }

    /** A loop for a POSIX shell. It ends at the first run that fails, so that both sides have as many. */
    private void printTurns(Comparison suspected, Suspects suspects) {
        List<String> steps = new ArrayList<>();
        suspects.byTool(tool).forEach((by, benchmarks) -> {
            for (String side : List.of("base", "head")) {
                String file = "../runs/" + side + "/$i-" + by;
                steps.add("(cd " + side + " && " + VisibleText.of(by.command(benchmarks, file)) + ")");
            }
        });
        String turns =
                IntStream.rangeClosed(1, rounds).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        System.out.println("mkdir -p runs/base runs/head");
        System.out.println("for i in " + turns + "; do");
        System.out.println("  " + String.join(" &&\n  ", steps) + " || break");
        System.out.println("done");
        System.out.println("pawl confirm --pairs "
                + VisibleText.of(RerunTool.quoted(comparison.equals("-") ? "comparison.json" : comparison))
                + " runs/base runs/head");
        System.err.println("run this beside two folders that are ready to measure: "
                + checkout("base", suspected.baseline().sha()) + ", and "
                + checkout("head", suspected.contender().sha()));
    }

    private static String checkout(String side, @Nullable String sha) {
        boolean isSha = sha != null && sha.matches("[0-9a-f]{7,64}");
        return isSha ? side + " (git worktree add --detach " + side + " " + sha + ")" : side;
    }

    private ExitCode judge(Suspects suspects, PairedRuns runs) throws IOException {
        Comparison judged = runs.judge(format, Settings.of(folder).suite());
        output.print(judged, System.out);
        JobSummary.of(environment).append(MarkdownRenderer.render(judged));
        List<ExitCode> codes = new ArrayList<>(List.of(failOn.codeOf(judged)));
        List<String> unmeasured = runs.unmeasured(judged);
        if (!unmeasured.isEmpty()) {
            System.err.println("no verdict: " + unmeasured.size() + " of "
                    + suspects.results().size() + " suspects were not measured again, such as "
                    + VisibleText.of(unmeasured.get(0)));
            codes.add(ExitCode.NO_VERDICT);
        }
        return ExitCode.first(codes);
    }

    private Comparison read() throws IOException {
        if (comparison.startsWith(RUN)) return ofRun(comparison.substring(RUN.length()));
        byte[] json = comparison.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(comparison));
        try {
            return ComparisonReader.read(json);
        } catch (MalformedJsonException malformed) {
            throw new ParseException(comparison, "is no comparison: " + malformed.getMessage(), malformed);
        }
    }

    private Comparison ofRun(String id) throws IOException {
        Settings settings = Settings.of(folder);
        String slug = project != null ? project : environment.getOrDefault("PAWL_PROJECT", "");
        if (slug.isBlank() && settings.project() != null) slug = settings.project();
        if (slug.isBlank()) throw new UsageException("name the project of run " + id + " (--project)");
        return StoredComparison.ofRun(server.client(environment, settings, Patience::of), slug, id);
    }
}
