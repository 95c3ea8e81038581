package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.times;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoBenchParserTest {

    private static final String CART = "example.com/shop/cart";

    @Test
    void thePackageIsTheSuiteAndGomaxprocsIsNoPartOfTheName() {
        ResultFile file = Results.read("go/several-packages.txt");

        assertEquals(
                Map.of(
                        CART + ": BenchmarkTotal",
                        441.1,
                        CART + ": BenchmarkSort/kind=sorted/size=10",
                        152.9,
                        CART + ": BenchmarkSort/kind=with_space-8/size=10",
                        127.4,
                        CART + ": BenchmarkSort/kind=sorted/size=1000",
                        23173.0,
                        CART + ": BenchmarkSort/kind=with_space-8/size=1000",
                        17707.0,
                        CART + ": BenchmarkMetrics",
                        14.42,
                        CART + ": BenchmarkParallel",
                        127.0,
                        CART + ": BenchmarkLogs",
                        200.3,
                        "example.com/shop/index: BenchmarkTotal",
                        4.755,
                        "example.com/shop/index: BenchmarkTalks",
                        101.3),
                times(file));
        assertEquals(
                Map.of("os", "linux", "arch", "amd64", "cpu", "AMD EPYC", "gomaxprocs", "2"),
                file.environment().facts());
        assertEquals(List.of(), file.warnings());
    }

    @Test
    void aListOfCpusMakesParametersAndRepeatedLinesAreSamples() {
        ResultFile file = Results.read("go/cpu-list-count.txt");

        Set<Benchmark> totals = file.benchmarks().stream()
                .map(BenchmarkResult::benchmark)
                .filter(benchmark -> benchmark.name().equals("BenchmarkTotal")
                        && benchmark.suite().equals(CART))
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        new Benchmark(CART, "BenchmarkTotal", Map.of("cpu", "1"), "", 0),
                        new Benchmark(CART, "BenchmarkTotal", Map.of("cpu", "2"), "", 0),
                        new Benchmark(CART, "BenchmarkTotal", Map.of("cpu", "4"), "", 0)),
                totals);
        assertEquals(18, file.benchmarks().size());
        for (BenchmarkResult result : file.benchmarks())
            assertEquals(2, result.measurements().get(0).samples().size());
    }

    @Test
    void namesThatEndInNumbersKeepThemWhereNotAllDo() {
        assertEquals(
                Set.of("BenchmarkGrow/size-10", "BenchmarkGrow/size-20", "BenchmarkShrink", "BenchmarkOnlyMetric"),
                Results.read("go/one-cpu.txt").benchmarks().stream()
                        .map(result -> result.benchmark().name())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource({
        "'A/n-1 A/n-1-2 A/n-1-4 B B-2 B-4', 'A/n-1 cpu=1, A/n-1 cpu=2, A/n-1 cpu=4, B cpu=1, B cpu=2, B cpu=4'",
        "'A/n-16-8 B-8', 'A/n-16, B'",
        "'A/n-16-2 A/n-16-4 B-2 B-4', 'A/n-16 cpu=2, A/n-16 cpu=4, B cpu=2, B cpu=4'",
        "'A/n-16 B-8', 'A/n-16, B-8'",
        "'A B-2 C-2', 'A, B-2, C-2'",
        "'A-2 A-4 B-2', 'A-2, A-4, B-2'",
        "'A/n-1 A/n-2', 'A/n-1, A/n-2'",
        "'A/day-2024-01-15 B', 'A/day-2024-01-15, B'"
    })
    void aNumberIsTakenForGomaxprocsOnlyWhereAllNamesHaveIt(String names, String read) {
        StringBuilder text = new StringBuilder();
        for (String name : names.split(" "))
            text.append("Benchmark").append(name).append(" 1 2 ns/op\n");

        assertEquals(
                read,
                Results.read("a", text.toString()).benchmarks().stream()
                        .map(result -> result.benchmark().name().substring("Benchmark".length())
                                + (result.benchmark().params().isEmpty()
                                        ? ""
                                        : " cpu=" + result.benchmark().params().get("cpu")))
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void eachUnitIsAMetricThatIsJudgedByItsMeaning() {
        ResultFile file = Results.read("go/several-packages.txt");

        assertEquals(
                List.of(
                        new Metric("time", Unit.of("ns/op"), Direction.LOWER_IS_BETTER, Role.HEADLINE),
                        new Metric("throughput", Unit.of("MB/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING),
                        new Metric("allocated", Unit.of("B/op"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                        new Metric("allocs", Unit.of("allocs/op"), Direction.LOWER_IS_BETTER, Role.SUPPORTING)),
                file.benchmarks().get(1).measurements().stream()
                        .map(Measurement::metric)
                        .toList());
        assertEquals(
                List.of(
                        Metric.headline("time", Unit.of("ns/op")),
                        new Metric("hits/op", Unit.of("hits/op"), Direction.UNKNOWN, Role.INFORMATIONAL),
                        new Metric("p99-ns/op", Unit.of("ns/op"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                        new Metric("req/s", Unit.of("req/s"), Direction.UNKNOWN, Role.INFORMATIONAL)),
                file.benchmarks().get(5).measurements().stream()
                        .map(Measurement::metric)
                        .toList());
    }

    @Test
    void withoutATimeAMetricOfItsOwnIsTheHeadline() {
        ResultFile file = Results.read("go/one-cpu.txt");

        assertEquals(
                new Metric("p99-latency-ms", Unit.of("ms"), Direction.LOWER_IS_BETTER, Role.HEADLINE),
                measurement(file, "BenchmarkOnlyMetric", "p99-latency-ms").metric());
        assertEquals(
                Role.INFORMATIONAL,
                measurement(file, "BenchmarkOnlyMetric", "rounds").metric().role());
    }

    @Test
    void aUnitLineSaysWhichWayIsBetter() {
        ResultFile file = Results.read("a", "Unit req/s better=higher assume=exact\nBenchmarkA 1 2 ns/op 3 req/s\n");

        assertEquals(
                new Metric("req/s", Unit.of("req/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING),
                measurement(file, "BenchmarkA", "req/s").metric());
    }

    @Test
    void namesWithoutFiguresAndTextOfTheBenchmarkAreNoResults() {
        ResultFile file = Results.read("go/verbose.txt");

        assertEquals(
                Map.of(
                        CART + ": BenchmarkTotal",
                        282.2,
                        CART + ": BenchmarkLogs",
                        726.7,
                        "example.com/shop/index: BenchmarkTotal",
                        6.91,
                        "example.com/shop/index: BenchmarkTalks",
                        720.4),
                times(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BenchmarkA-4  \tindexing\n     200\t       101.3 ns/op\n",
                "BenchmarkA-4  \tindexing     200\t       101.3 ns/op\n",
                "BenchmarkA-4\nindexing 7\n     200\t       101.3 ns/op\n",
                "BenchmarkA-4 200 101.3 ns/op NaN x/op\n",
                "100 7 ns/op\nBenchmarkA-4 200 101.3 ns/op\nBenchmark 12 things\n"
            })
    void whatABenchmarkPrintsBetweenNameAndFiguresIsLeftOut(String text) {
        ResultFile file = Parsers.parse(
                        List.of(ResultSource.ofBytes("a", text.getBytes(StandardCharsets.UTF_8))), ResultFormat.GO)
                .get(0);

        assertEquals(Map.of("BenchmarkA", 101.3), times(file));
        assertEquals(1, file.benchmarks().get(0).measurements().size());
    }

    @Test
    void aPackageThatIsMeasuredTwiceHasTwoGroupsOfSamples() {
        String once = "pkg: a\nBenchmarkA-2 1 %s ns/op\nBenchmarkA-2 1 %s ns/op\nPASS\n";

        ResultFile file = Results.read("a", once.formatted(1, 2) + once.formatted(3, 4));

        assertEquals(
                Samples.ofGroups(List.of(new double[] {1, 2}, new double[] {3, 4})),
                measurement(file, "BenchmarkA", "time").samples());
    }

    @Test
    void theEventsOfJsonAreReadLikeTheText() {
        ResultFile file = Results.read("go/events.ndjson");

        assertEquals(
                Samples.of(331.8, 185.8),
                measurement(file, "BenchmarkSort/kind=sorted/size=10", "time").samples());
        assertEquals(
                Samples.of(25025, 14844),
                measurement(file, "BenchmarkSort/kind=sorted/size=1000", "time").samples());
        assertEquals(
                Samples.of(398.4, 920.1),
                measurement(file, "BenchmarkTalks", "time").samples());
        assertEquals(
                Set.of(CART, "example.com/shop/index"),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().suite())
                        .collect(Collectors.toSet()));
    }

    @Test
    void packagesMayTakeTurnsInJson() {
        String event = "{\"Action\":\"output\",\"Package\":\"%s\",\"Output\":\"%s\"}\n";
        ResultFile file = Results.read(
                "a",
                event.formatted("a", "BenchmarkA-2 \\t")
                        + event.formatted("b", "BenchmarkB-2 \\t")
                        + event.formatted("a", " 1\\t 2 ns/op\\n")
                        + event.formatted("b", " 1\\t 3 ns/op\\n"));

        assertEquals(Map.of("a: BenchmarkA", 2.0, "b: BenchmarkB", 3.0), times(file));
    }

    @Test
    void whatHasNoEndIsNamed() {
        assertEquals(
                List.of(
                        "the output of 'a', 'b' has no end ('PASS'); if the run was broken off, benchmarks are missing"),
                Results.read("a", "pkg: a\nBenchmarkA 1 2 ns/op\npkg: b\nBenchmarkA 1 2 ns/op\n")
                        .warnings());
    }

    @Test
    void whatTookNoTimeIsNamed() {
        assertEquals(
                List.of("'BenchmarkA' took no time: nothing is measured, or the compiler removed what should be (use"
                        + " b.Loop)"),
                Results.read("a", "BenchmarkA 1 0 ns/op\n").warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "go/failing.txt, '6: ''BenchmarkBad'' failed'",
        "go/build-failure.txt, '3: go test failed: ''FAIL\\texample.com/shop/odd [build failed]'''",
        "go/failing.ndjson, '3: go test failed: ''example.com/shop/nobuild [example.com/shop/nobuild.test]'''"
    })
    void fails_whenABenchmarkOrAPackageFailed(String path, String failure) {
        assertEquals(
                "a:" + failure
                        + "; a failed run is not taken in part, so mend it, or leave tests out with -run='^$', and measure"
                        + " again",
                refusal("a", Results.text(path)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BenchmarkA-2 100 12.5|1: the result of 'BenchmarkA-2' cannot be read; expected 'BenchmarkName-8 200 152.9"
                        + " ns/op'",
                "BenchmarkA-2 100|1: the result of 'BenchmarkA-2' cannot be read; expected 'BenchmarkName-8 200 152.9 ns/op'",
                "BenchmarkA-2 100 12.5 ns/op 3 B/op 4|1: the result of 'BenchmarkA-2' cannot be read; expected"
                        + " 'BenchmarkName-8 200 152.9 ns/op'",
                "BenchmarkA-2 100 NaN ns/op|1: the time is not finite, so it is no result; run it again",
                "BenchmarkA-2 100 NaN x/op|1: has no finite value; find out why and run the benchmark again",
                "goos: linux~BenchmarkA 1 2 ns/op~BenchmarkB-2|3: benchmark 'BenchmarkB-2' has no result: the run was broken"
                        + " off there; run it again and give the whole output",
                "goos: linux~PASS|' no benchmark was measured; did go test run with -bench, and does its pattern name a"
                        + " benchmark?'",
                "goos: linux~cpu: A~BenchmarkA 1 2 ns/op~cpu: B|4: the results come from different machines: cpu is 'B' here"
                        + " and 'A' before; give the outputs one by one"
            })
    void fails_onWhatIsNoResult(String text, String message) {
        assertEquals("a:" + message, refusal("a", text.replace('~', '\n')));
    }
}
