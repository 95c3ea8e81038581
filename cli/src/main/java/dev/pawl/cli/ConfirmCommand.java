package dev.pawl.cli;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Verdict;
import dev.pawl.parser.ParseException;
import dev.pawl.report.VisibleText;
import dev.pawl.wire.ComparisonReader;
import dev.pawl.wire.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pawl confirm}: what to run again before anybody is told. One run is weak evidence; a rerun of the same commit is judged
 * together with the first, and what was noise goes away.
 */
@Command(
        name = "confirm",
        description = {
            "Print the commands that run a comparison's suspects again, and nothing else.",
            "Upload what they write like any results: runs of one commit are judged together."
        },
        mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "COMPARISON",
            description =
                    "A comparison as 'upload --output json' or 'compare --output json' printed it; - for standard input.")
    private String comparison;

    @Option(names = "--tool", description = "pytest, criterion, libtest or jmh (default: by the benchmarks' names).")
    private @Nullable RerunTool tool;

    @Override
    public Integer call() throws IOException {
        List<JudgedMeasurement> suspects =
                read().results().stream().filter(ConfirmCommand::isSuspect).toList();
        if (suspects.isEmpty()) {
            System.err.println("nothing to confirm");
            return ExitCode.FINE.number();
        }
        Map<RerunTool, List<Benchmark>> byTool = suspects.stream()
                .map(suspect -> suspect.series().benchmark())
                .distinct()
                .collect(Collectors.groupingBy(
                        benchmark -> tool == null ? RerunTool.of(benchmark) : tool,
                        () -> new EnumMap<>(RerunTool.class),
                        Collectors.toList()));
        byTool.forEach((by, benchmarks) -> System.out.println(VisibleText.of(by.command(benchmarks))));
        int reruns = suspects.stream()
                .map(suspect -> suspect.evidence().rerunsToSettle())
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        System.err.println(
                "run " + (reruns <= 1 ? "once" : reruns + " times") + " on the same testbed, and upload each result");
        System.out.flush();
        return ExitCode.FINE.number();
    }

    private Comparison read() throws IOException {
        byte[] json = comparison.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(comparison));
        try {
            return ComparisonReader.read(json);
        } catch (MalformedJsonException malformed) {
            throw new ParseException(comparison, "is no comparison: " + malformed.getMessage(), malformed);
        }
    }

    /** What got worse beyond a limit, proven or not. */
    private static boolean isSuspect(JudgedMeasurement result) {
        if (result.metric().role() != Role.HEADLINE || result.severity() == null) return false;
        if (result.verdict() == Verdict.REGRESSED) return true;
        Evidence evidence = result.evidence();
        Direction direction = result.metric().direction();
        return result.verdict() == Verdict.UNDECIDED
                && evidence.change() != null
                && (direction == Direction.UNKNOWN || direction.isWorse(0, evidence.change()));
    }
}
