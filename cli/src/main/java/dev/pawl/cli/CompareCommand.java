package dev.pawl.cli;

import dev.pawl.cli.client.Patience;
import dev.pawl.cli.settings.Settings;
import dev.pawl.compare.RunComparer;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Finding;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Thresholds;
import dev.pawl.parser.ResultFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl compare}: two sets of results against each other, with the engine and the words of the server. */
@Command(
        name = "compare",
        description = "Compare two sets of results: files, directories, or what a server has.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "BASE",
            description =
                    "The baseline: a file, a directory, or on the server a branch, a commit, release:NAME or run:ID.")
    private String base;

    @Parameters(index = "1", paramLabel = "HEAD", description = "What is judged, named likewise.")
    private String head;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "Read the files as this format instead of finding it by content.")
    private @Nullable ResultFormat format;

    @Option(
            names = "--pairs",
            description = {
                "BASE and HEAD are folders of runs that took turns on one machine (base, head, base, head, …):",
                "the first of each are a pair, and so on. What both runs of a pair share cancels."
            })
    private boolean pairs;

    @Mixin
    private ThresholdOptions limits;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--project",
            paramLabel = "P",
            description =
                    "Project on the server, where BASE and HEAD are stored there (default: PAWL_PROJECT, else that of pawl.toml).")
    private @Nullable String project;

    @Option(
            names = "--testbed",
            paramLabel = "T",
            description = "Where both were measured (default: where HEAD was last).")
    private @Nullable String testbed;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "critical",
            description =
                    "warning, critical or never: from which regression on to exit with 1 (default: ${DEFAULT-VALUE}).")
    private FailOn failOn;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, json or markdown (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    private final Map<String, String> environment;
    private final Path folder;

    /** For the parser of the command line, which sets the rest. */
    CompareCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /**
     * @param folder the working directory, as far as {@code pawl.toml} is concerned
     */
    CompareCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /** A comparison without any option. */
    CompareCommand(String base, String head) {
        this();
        this.base = base;
        this.head = head;
        limits = new ThresholdOptions();
        server = new ServerOptions();
        failOn = FailOn.CRITICAL;
        output = OutputFormat.TABLE;
    }

    @Override
    public Integer call() throws IOException {
        boolean isOffline = ResultSide.isPath(base) && ResultSide.isPath(head);
        if (pairs && !isOffline) throw new UsageException("--pairs compares two folders of result files");
        Settings settings = Settings.of(folder);
        Comparison comparison = isOffline ? compareFiles(settings) : compareStored(settings);
        output.print(comparison, System.out);
        return failOn.codeOf(comparison).number();
    }

    /** Both are on the server, by the names that people know them under. */
    private Comparison compareStored(Settings settings) throws IOException {
        for (String name : List.of(base, head)) {
            if (ResultSide.isPath(name))
                throw new UsageException(
                        name + " is a file, the other one is not; compare two files, or two things on the server"
                                + " (is there a file " + (name.equals(base) ? head : base) + "?)");
        }
        String slug = project != null ? project : environment.getOrDefault("PAWL_PROJECT", "");
        if (slug.isBlank() && settings.project() != null) slug = settings.project();
        if (slug.isBlank())
            throw new UsageException(
                    "there is no file " + base + "; if it is stored on a server, name the project too (--project)");
        return StoredComparison.ask(server.client(environment, settings, Patience::of), slug, base, head, testbed);
    }

    private Comparison compareFiles(Settings settings) {
        String where = testbed != null ? testbed : settings.testbed();
        ResultSide before = ResultSide.read(base, format, settings.suite(), where);
        ResultSide after = ResultSide.read(head, format, settings.suite(), where);
        Baseline baseline = new Baseline(
                new Baseline.Choice(
                        Baseline.Source.FILES, described(base, before), null, null, runIds(base, before), null),
                before.series());
        Contender contender = new Contender(
                new Contender.Identity(described(head, after), null, null, null, null, runIds(head, after), true),
                after.series());
        Set<String> warnings = new LinkedHashSet<>(before.warnings());
        warnings.addAll(after.warnings());
        List<Finding> findings = new ArrayList<>();
        for (String warning : warnings) findings.add(new Finding(Finding.Kind.PARSER_WARNING, warning));
        if (before.facts().isOtherLevel(after.facts())) findings.add(elsewhere(before.facts(), after.facts()));
        Thresholds thresholds = limits.over(settings.thresholds());
        if (!pairs) return new RunComparer(thresholds, 0).compare(baseline, contender, findings);
        findings.add(paired(before.runs().size(), after.runs().size()));
        return RunComparer.ofPairs(thresholds).compare(baseline, contender, findings);
    }

    /** Two files are compared as they are: whoever names both may want to know what the machine does. */
    private Finding elsewhere(LevelFacts before, LevelFacts after) {
        return new Finding(
                Finding.Kind.ENVIRONMENT_CHANGED,
                base + " was measured on " + before.text() + ", " + head + " on " + after.text()
                        + "; the difference may be theirs.");
    }

    private Finding paired(int before, int after) {
        if (before != after)
            throw new UsageException("--pairs needs as many runs on both sides; " + base + " has " + before + ", "
                    + head + " has " + after);
        return new Finding(
                Finding.Kind.PAIRED_RUNS,
                "Judged by " + before + " pairs of runs that took turns; the noise is that of their differences.");
    }

    private static String described(String argument, ResultSide side) {
        return argument + (side.runs().size() == 1 ? "" : " (" + side.runs().size() + " runs)");
    }

    private static List<String> runIds(String argument, ResultSide side) {
        int runs = side.runs().size();
        return runs == 1
                ? List.of(argument)
                : IntStream.rangeClosed(1, runs)
                        .mapToObj(run -> argument + "#" + run)
                        .toList();
    }
}
