package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.times;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionTreeTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theSlopeIsTheTimeInNanosecondsWithItsBounds() {
        Measurement time = measurement(parsed(tree("tree-0.8.2")), "sum/iter/4096", "time");

        assertEquals(1267.5014288352136, time.value());
        assertEquals(1121.4786278783315, time.lower());
        assertEquals(1497.225452841832, time.upper());
        assertEquals(207.3249043626041, time.stddev());
        assertNull(time.range());
        assertEquals("ns", time.metric().unit().symbol());
        assertEquals(Direction.LOWER_IS_BETTER, time.metric().direction());
        assertEquals(Role.HEADLINE, time.metric().role());
    }

    @Test
    void namesAreWholeIdsAndNotNamesOfDirectories() {
        ResultFile file = parsed(tree("tree-0.8.2"));

        assertEquals("criterion", file.format());
        assertEquals(
                List.of(
                        "a/b/c",
                        "a/b/c #2",
                        "crosses units",
                        "sum/decimal",
                        "sum/elements",
                        "sum/iter/4096",
                        "sum/iter/64",
                        "title of 24 bytes_______"),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().name())
                        .toList());
        assertEquals(
                List.of(
                        "several benchmarks share the names of 'a/b/c #2' but for the number, which is the order in which they"
                                + " ran; give each a name of its own"),
                file.warnings());
    }

    @Test
    void samplesAreTimesPerIteration() {
        ResultFile file = parsed(List.of(
                json("a/new/benchmark.json", "{\"full_id\":\"a\"}"),
                json("a/new/estimates.json", estimates(2.5)),
                json(
                        "a/new/sample.json",
                        "{\"sampling_mode\":\"Linear\",\"iters\":[1.0,2.0,4.0],\"times\":[2.0,6.0,10.0]}")));

        Measurement time = measurement(file, "a", "time");
        assertArrayEquals(new double[] {2, 3, 2.5}, time.samples().values());
        assertEquals(3, time.sampleCount());
        assertEquals(Map.of("mean", 2.5), time.statistics());
    }

    @Test
    void recordedSamplesAgreeWithTheRecordedMean() {
        Measurement time = measurement(parsed(tree("tree-0.8.2")), "sum/iter/4096", "time");

        double mean = Arrays.stream(time.samples().values()).average().orElseThrow();
        assertEquals(10, time.sampleCount());
        assertEquals(time.statistics().get("mean"), mean, 1e-9);
        assertEquals(
                List.of("mean", "median", "median_abs_dev"),
                List.copyOf(time.statistics().keySet()));
    }

    @Test
    void withoutASlopeTheMeanIsTheTime() {
        Measurement time = measurement(parsed(tree("tree-flat")), "modes/flat", "time");

        assertEquals(279146.5694444444, time.value());
        assertEquals(277285.8972222222, time.lower());
        assertEquals(281057.43888888886, time.upper());
    }

    @Test
    void throughputFollowsFromTheAmountWithItsBoundsTurnedAround() {
        ResultFile file = parsed(List.of(
                json("a/new/benchmark.json", "{\"full_id\":\"a\",\"throughput\":{\"Bytes\":500}}"),
                json(
                        "a/new/estimates.json",
                        "{\"mean\":{\"confidence_interval\":{\"confidence_level\":0.95,\"lower_bound\":100.0,\"upper_bound\":400.0},"
                                + "\"point_estimate\":200.0,\"standard_error\":1.0}}")));

        Measurement throughput = measurement(file, "a", "throughput");
        assertEquals(2.5e9, throughput.value());
        assertEquals(1.25e9, throughput.lower());
        assertEquals(5e9, throughput.upper());
        assertEquals(Direction.HIGHER_IS_BETTER, throughput.metric().direction());
        assertEquals(Role.SUPPORTING, throughput.metric().role());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Bytes\":8}|throughput[B/s]|B/s|4e9",
                "{\"BytesDecimal\":8}|throughput[B/s]|B/s|4e9",
                "{\"Elements\":8}|throughput[1/s]|elem/s|4e9",
                "{\"Bits\":8}|throughput[B/s]|b/s|4e9"
            })
    void everyKindOfThroughputHasItsUnit(String throughput, String identity, String symbol, double value) {
        Measurement measurement = measurement(parsed(benchmark("a", throughput)), "a", "throughput");

        assertEquals(identity, measurement.metric().identity());
        assertEquals(symbol, measurement.metric().unit().symbol());
        assertEquals(value, measurement.value());
    }

    @Test
    void elementsAndBytesGiveTwoThroughputs() {
        ResultFile file = parsed(benchmark("a", "{\"ElementsAndBytes\":{\"elements\":2,\"bytes\":16}}"));

        assertEquals(
                List.of("time[s] 2.0", "throughput[1/s] 1.0E9", "throughput[B/s] 8.0E9"),
                file.benchmarks().get(0).measurements().stream()
                        .map(measurement -> measurement.metric().identity() + " " + measurement.value())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Photons\":8}", "{\"Photons\":{\"left\":1}}"})
    void aThroughputThatIsNotKnownGivesAWarning(String throughput) {
        ResultFile file = parsed(benchmark("a", throughput));

        assertEquals(1, file.benchmarks().get(0).measurements().size());
        assertEquals(
                List.of("the throughput of 'a' is of a kind that is not known, 'Photons', and is left out"),
                file.warnings());
    }

    @Test
    void version030WritesCamelCaseAndPlainArrays() {
        ResultFile file = parsed(tree("tree-0.3.0"));

        Measurement time = measurement(file, "sum/iter/64", "time");
        assertEquals(Map.of("sum/iter/64", 9.560650977685103, "crosses units", 926.0), times(file));
        assertEquals(9.40972267307615, time.lower());
        assertEquals(0.44517591811234747, time.stddev());
        assertEquals(10, time.sampleCount());
        assertEquals(
                5.355283873399689e10,
                measurement(file, "sum/iter/64", "throughput").value());
    }

    @ParameterizedTest
    @CsvSource({
        "target/criterion/a/new/estimates.json,true",
        "a/b c/new/benchmark.json,true",
        "new/sample.json,true",
        "a/new/tukey.json,true",
        "a/new/raw.csv,true",
        "a/base/estimates.json,true",
        "a/change/estimates.json,true",
        "estimates.json,false",
        "results/benchmark.json,false",
        "new/results.json,false",
        "a/renew/estimates.json,false",
        "a/new/x/estimates.json,false"
    })
    void aFileOfATreeIsKnownByItsPlace(String name, boolean isOwned) {
        assertEquals(isOwned, CriterionTree.owns(name));
    }

    @Test
    void treesAreToldApartByTheirRoots() {
        List<ResultSource> files = new ArrayList<>();
        for (String root : List.of("", "base/", "x/target/criterion/", "y/target/criterion/")) {
            files.addAll(renamed(tree("tree-flat"), name -> root + name));
        }

        List<CriterionTree> trees = CriterionTree.of(files);

        assertEquals(
                List.of("", "base", "x/target/criterion", "y/target/criterion"),
                trees.stream().map(CriterionTree::root).toList());
        trees.forEach(tree -> assertEquals(Map.of("modes/flat", 279146.5694444444), times(tree.parse())));
    }

    @Test
    void aRenamedDirectoryStaysInTheTreeOfTheOthers() {
        List<ResultSource> files = renamed(tree("tree-0.8.2"), name -> name.replace("crosses units", "crosses?units"));

        assertEquals(
                8, parsed(renamed(files, name -> "out/" + name)).benchmarks().size());
    }

    @Test
    void oneBenchmarksDirectoryAloneIsATree() {
        List<ResultSource> files = renamed(tree("tree-flat"), name -> name.replace("modes/flat/", ""));

        assertEquals(Map.of("modes/flat", 279146.5694444444), times(parsed(files)));
    }

    @Test
    void whatOlderRunsLeftIsReportedAndLeftOut() {
        List<ResultSource> files = at(tree("tree-0.8.2"), name -> {
            if (name.startsWith("crosses units")) return NOON.minus(Duration.ofDays(3));
            if (name.startsWith("sum/decimal")) return NOON.minus(Duration.ofMinutes(5));
            return NOON;
        });

        ResultFile file = parsed(files);

        assertEquals(6, file.benchmarks().size());
        assertFalse(times(file).containsKey("crosses units"));
        assertFalse(times(file).containsKey("sum/decimal"));
        assertEquals(
                "left out what the latest run did not measure, by the times of its files: 'sum/decimal', 'crosses units';"
                        + " delete target/criterion before the run, if the tree is kept between runs",
                file.warnings().get(0));
    }

    @Test
    void whatFollowsStaleResultsCloselyIsStaleToo() {
        List<ResultSource> files = at(tree("tree-0.8.2"), name -> {
            if (name.startsWith("crosses units")) return NOON.minus(Duration.ofMinutes(301));
            if (name.startsWith("sum/decimal")) return NOON.minus(Duration.ofMinutes(300));
            return NOON;
        });

        assertEquals(6, parsed(files).benchmarks().size());
    }

    @Test
    void benchmarksOfOneRunMayBeMinutesApartWhereTheNextOneTookThatLong() {
        List<ResultSource> files = new ArrayList<>();
        files.addAll(at(benchmark("first", "null"), name -> NOON));
        files.addAll(at(
                List.of(
                        json("long/new/benchmark.json", "{\"full_id\":\"long\",\"directory_name\":\"long\"}"),
                        json("long/new/estimates.json", estimates(60e9)),
                        json("long/new/sample.json", "{\"iters\":[1,1,1,1],\"times\":[60e9,60e9,60e9,60e9]}")),
                name -> NOON.plus(Duration.ofMinutes(13))));

        assertEquals(Map.of("first", 2.0, "long", 60e9), times(parsed(files)));
    }

    @Test
    void filesOfOneTimeAreAllOfOneRun() {
        assertEquals(
                8, parsed(at(tree("tree-0.8.2"), name -> NOON)).benchmarks().size());
    }

    @Test
    void nothingIsStaleWhereATimeIsNotKnown() {
        List<ResultSource> files = at(
                tree("tree-0.8.2"),
                name -> name.equals("sum/decimal/new/sample.json")
                        ? null
                        : name.startsWith("sum") ? NOON : NOON.minus(Duration.ofDays(9)));

        assertEquals(8, parsed(files).benchmarks().size());
    }

    @Test
    void baselinesAndChangesAreNotRead() {
        List<ResultSource> files = tree("tree-0.8.2").stream()
                .filter(file -> !file.name().contains("/new/"))
                .toList();
        assertEquals(4, files.size());

        ParseException e = assertThrows(ParseException.class, () -> parsed(files));

        assertTrue(e.getMessage().contains("there is no result of Criterion in it"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "benchmark.json|modes/flat/new: benchmark.json is missing, which alone has the benchmark's name (Criterion before 0.3"
                        + " does not write it); give the whole directory target/criterion, or run cargo bench again",
                "estimates.json|modes/flat/new: estimates.json is missing, so this benchmark has no result; give the whole directory"
                        + " target/criterion, or run cargo bench again"
            })
    void failsOnAnIncompleteBenchmark(String missing, String message) {
        List<ResultSource> files = tree("tree-flat").stream()
                .filter(file -> !file.name().endsWith(missing))
                .toList();

        ParseException e = assertThrows(ParseException.class, () -> parsed(files));

        assertEquals(message, e.getMessage());
    }

    @Test
    void samplesMayBeMissing() {
        List<ResultSource> files = tree("tree-flat").stream()
                .filter(file -> !file.name().endsWith("sample.json"))
                .toList();

        assertEquals(0, measurement(parsed(files), "modes/flat", "time").sampleCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"benchmark.json", "estimates.json", "sample.json"})
    void failsOnATruncatedFileOfAnyBenchmark(String truncated) {
        List<ResultSource> files = tree("tree-0.8.2").stream()
                .map(file -> file.name().equals("sum/decimal/new/" + truncated)
                        ? json(file.name(), text(file).substring(0, 60))
                        : file)
                .toList();

        ParseException e = assertThrows(ParseException.class, () -> parsed(files));

        assertTrue(e.getMessage().startsWith("sum/decimal/new/" + truncated + ":1:"), e.getMessage());
        assertTrue(e.getMessage().contains("the file is cut off"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "estimates.json|{}|a/new/estimates.json: has neither a slope nor a mean; is it the file that Criterion wrote?",
                "estimates.json|{\"mean\":{}}|a/new/estimates.json:/mean: has no point_estimate",
                "estimates.json|{\"mean\":{\"point_estimate\":null}}|a/new/estimates.json:/mean/point_estimate: must be a number, is null",
                "benchmark.json|{\"group_id\":\"a\"}|a/new/benchmark.json: has no full_id, which is the benchmark's name; is it the file that Criterion wrote?",
                "benchmark.json|{\"full_id\":\"  \"}|a: a benchmark needs a name",
                "sample.json|{\"iters\":[1],\"times\":[1,2]}|a/new/sample.json: must have as many 'times' as 'iters'; is it the file that Criterion wrote?",
                "sample.json|[[1]]|a/new/sample.json: must have as many 'times' as 'iters'; is it the file that Criterion wrote?",
                "sample.json|{\"iters\":[0],\"times\":[1]}|a/new/sample.json: sample 0 has 0.0 iterations; there must be at least one",
                "sample.json|{\"iters\":[1],\"times\":[\"x\"]}|a/new/sample.json:/times/0: must be a number, is a string"
            })
    void failsOnAFileThatCriterionCannotHaveWritten(String name, String content, String message) {
        List<ResultSource> files = new ArrayList<>(benchmark("a", "null"));
        files.removeIf(file -> file.name().endsWith(name));
        files.add(json("a/new/" + name, content));

        ParseException e = assertThrows(ParseException.class, () -> parsed(files));

        assertEquals(message, e.getMessage());
    }

    @Test
    void anErrorBarThatCriterionCouldNotTellIsAbsent() {
        ResultFile file = parsed(List.of(
                json("a/new/benchmark.json", "{\"full_id\":\"a\"}"),
                json(
                        "a/new/estimates.json",
                        "{\"mean\":{\"confidence_interval\":{\"lower_bound\":null,\"upper_bound\":3.0},\"point_estimate\":2.0},"
                                + "\"std_dev\":{\"point_estimate\":null},\"slope\":null}")));

        Measurement time = measurement(file, "a", "time");
        assertNull(time.lower());
        assertEquals(3.0, time.upper());
        assertNull(time.stddev());
    }

    @Test
    void failsOnTwoBenchmarksWithOneName() {
        List<ResultSource> files = List.of(
                json("t/x/new/benchmark.json", "{\"full_id\":\"a\",\"directory_name\":\"x\"}"),
                json("t/x/new/estimates.json", estimates(1)),
                json("t/y/new/benchmark.json", "{\"full_id\":\"a\",\"directory_name\":\"y\"}"),
                json("t/y/new/estimates.json", estimates(2)));

        ParseException e = assertThrows(ParseException.class, () -> parsed(files));

        assertEquals(
                "t/y: has the same name, 'a', as t/x; give each benchmark a name of its own, or each tree an upload of its own",
                e.getMessage());
    }

    private static ResultFile parsed(List<ResultSource> files) {
        List<ResultFile> results = Parsers.parse(files, null);
        assertEquals(1, results.size());
        return results.get(0);
    }

    /** A recorded tree, its files named from its root, without times. */
    private static List<ResultSource> tree(String name) {
        Path root = RecordedOutput.path("criterion/" + name);
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .sorted()
                    .map(path -> new ResultSource(
                            root.relativize(path).toString().replace('\\', '/'),
                            null,
                            () -> Files.newInputStream(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ResultSource> renamed(List<ResultSource> files, UnaryOperator<String> renaming) {
        return files.stream()
                .map(file -> new ResultSource(renaming.apply(file.name()), file.modified(), file.opener()))
                .toList();
    }

    private static List<ResultSource> at(List<ResultSource> files, Function<String, Instant> time) {
        return files.stream()
                .map(file -> new ResultSource(file.name(), time.apply(file.name()), file.opener()))
                .toList();
    }

    private static List<ResultSource> benchmark(String name, String throughput) {
        return List.of(
                json(
                        name + "/new/benchmark.json",
                        "{\"full_id\":\"" + name + "\",\"directory_name\":\"" + name + "\",\"throughput\":" + throughput
                                + "}"),
                json(name + "/new/estimates.json", estimates(2)));
    }

    private static String estimates(double mean) {
        return "{\"mean\":{\"point_estimate\":" + mean + "}}";
    }

    private static ResultSource json(String name, String content) {
        return ResultSource.ofBytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ResultSource source) {
        try (InputStream in = source.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
