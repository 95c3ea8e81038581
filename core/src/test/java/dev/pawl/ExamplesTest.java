package dev.pawl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.compare.RunComparer;
import dev.pawl.compare.RunSeries;
import dev.pawl.model.Baseline;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import dev.pawl.report.Quantities;
import dev.pawl.testing.GoldenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What Pawl finds in the recorded histories of {@code examples/}, judged push by push as CI would have had it. The golden file
 * is the honest statement: the planted commits, the improvements on purpose, and every false alarm.
 */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    /** Result files that together are one run; the other forms hold the same results. */
    private static final Pattern OWN =
            Pattern.compile(".*(pytest\\.json|jmh\\.json|libtest\\.txt|/criterion/.*\\.json)");

    /** With fewer base runs most changes are undecided for want of knowledge. */
    private static final int WARM_UP = 5;

    @Test
    void thePlantedCommitsAreFoundAndEveryOtherAlarmIsStated() throws IOException {
        StringBuilder found = new StringBuilder();
        for (String example : List.of("python-pytest", "rust-cargo", "java-jmh")) found.append(replay(example));

        GoldenFile.assertSame("examples-findings.txt", found.toString());
        for (String planted : List.of("test_suggest", "bloom insert", "bloom::insert", "SeriesBenchmark.smooth")) {
            assertTrue(
                    found.toString().lines().anyMatch(line -> line.contains(" 0025-") && line.contains(planted)),
                    "the planted slowdown of " + planted + " is not found:\n" + found);
        }
    }

    private static String replay(String example) throws IOException {
        List<Map<SeriesKey, Series>> runs = new ArrayList<>();
        StringBuilder found = new StringBuilder();
        int judged = 0;
        int undecided = 0;
        for (Path commit : commits(example)) {
            String name = commit.getFileName().toString();
            Map<SeriesKey, Series> measured = RunSeries.of(name, name, "examples", results(commit));
            if (runs.size() >= WARM_UP) {
                Comparison comparison = compare(runs, measured, name);
                for (JudgedMeasurement result : comparison.results()) {
                    if (result.metric().role() != Role.HEADLINE) continue;
                    judged++;
                    if (result.verdict() == Verdict.UNDECIDED) undecided++;
                    if (result.verdict() == Verdict.REGRESSED || result.verdict() == Verdict.IMPROVED)
                        found.append(String.format(
                                "  %s %s %s %s\n",
                                name,
                                result.verdict(),
                                Quantities.change(result.evidence().change()),
                                result.series().benchmark().displayName()));
                }
            }
            runs.add(measured);
        }
        return example + ": " + judged + " judged, " + undecided + " undecided\n" + found;
    }

    private static Comparison compare(
            List<Map<SeriesKey, Series>> before, Map<SeriesKey, Series> measured, String name) {
        List<String> ids =
                IntStream.range(0, before.size()).mapToObj(Integer::toString).toList();
        Baseline baseline = new Baseline(
                new Baseline.Choice(Baseline.Source.PREVIOUS, "the commits before", null, null, ids, 0),
                RunSeries.joined(before));
        Contender contender =
                new Contender(new Contender.Identity(name, null, null, null, null, List.of(name), true), measured);
        return new RunComparer(Thresholds.DEFAULT, 0).compare(baseline, contender, List.of());
    }

    private static List<Path> commits(String example) throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES.resolve(example).resolve("history"))) {
            List<Path> commits =
                    new ArrayList<>(folders.filter(Files::isDirectory).toList());
            Collections.sort(commits);
            return commits;
        }
    }

    private static List<BenchmarkResult> results(Path commit) throws IOException {
        try (Stream<Path> files = Files.walk(commit)) {
            List<ResultSource> sources = files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new Named(commit.relativize(file).toString().replace('\\', '/'), file))
                    .filter(named -> OWN.matcher("/" + named.name()).matches())
                    .map(Named::source)
                    .toList();
            return Parsers.parse(sources, null).stream()
                    .map(ResultFile::benchmarks)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    /** A file by its name below the commit; after a checkout the times of files mean nothing. */
    private record Named(String name, Path file) {
        ResultSource source() {
            try {
                return ResultSource.ofBytes(name, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
