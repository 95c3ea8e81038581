package dev.pawl.cli;

import dev.pawl.compare.RunComparer;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Finding;
import dev.pawl.model.Thresholds;
import dev.pawl.parser.ResultFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    @Parameters(index = "0", paramLabel = "BASE", description = "The baseline.")
    private String base;

    @Parameters(index = "1", paramLabel = "HEAD", description = "What is judged.")
    private String head;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "Read the files as this format instead of finding it by content.")
    private ResultFormat format;

    @Mixin
    private ThresholdOptions limits;

    @Option(
            names = "--fail-on",
            defaultValue = "critical",
            description = "warning, critical or never: from which regression on to exit with 1 (default: ${DEFAULT-VALUE}).")
    private FailOn failOn;

    @Option(names = "--output", defaultValue = "table", description = "table, json or markdown (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Override
    public Integer call() throws IOException {
        Comparison comparison = compareFiles();
        output.print(comparison, System.out);
        return failOn.codeOf(comparison).number();
    }

    private Comparison compareFiles() {
        ResultSide before = ResultSide.read(base, format);
        ResultSide after = ResultSide.read(head, format);
        Baseline baseline = new Baseline(
                new Baseline.Choice(Baseline.Source.FILES, described(base, before), null, null, runIds(base, before), null),
                before.series());
        Contender contender = new Contender(
                new Contender.Identity(described(head, after), null, null, null, null, runIds(head, after), true),
                after.series());
        List<Finding> findings = Stream.concat(before.warnings().stream(), after.warnings().stream())
                .distinct()
                .map(warning -> new Finding(Finding.Kind.PARSER_WARNING, warning))
                .toList();
        return new RunComparer(Thresholds.everywhere(limits.threshold()), 0)
                .compare(baseline, contender, new ArrayList<>(findings));
    }

    private static String described(String argument, ResultSide side) {
        return argument + (side.runs().size() == 1 ? "" : " (" + side.runs().size() + " runs)");
    }

    private static List<String> runIds(String argument, ResultSide side) {
        int runs = side.runs().size();
        return runs == 1
                ? List.of(argument)
                : IntStream.rangeClosed(1, runs).mapToObj(run -> argument + "#" + run).toList();
    }
}
