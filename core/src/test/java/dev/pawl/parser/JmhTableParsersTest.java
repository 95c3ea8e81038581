package dev.pawl.parser;

import static dev.pawl.parser.Results.measurement;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JMH's CSV and its text table, which are two prints of the same rows. */
class JmhTableParsersTest {

    private static final String NO_SAMPLES =
            "A table of JMH holds no samples, so that changes can hardly be told from noise; write the results with -rf json.";

    private static final String CSV_HEADER =
            "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99.9%)\",\"Unit\"";

    private static final String TABLE_HEADER = "Benchmark  (text)  Mode  Cnt  Score   Error  Units\n";

    @ParameterizedTest
    @ValueSource(strings = {"jmh/comma.csv", "jmh/comma.scsv"})
    void csvOfAGermanMachineIsRead(String path) {
        ResultFile file = Results.read(path);

        assertEquals(5, file.benchmarks().size());
        assertEquals(
                List.of(
                        new Benchmark(
                                "", "shop.CartBenchmark.total", Map.of("discount", "flat", "items", "10"), "thrpt", 1),
                        new Benchmark(
                                "",
                                "shop.CartBenchmark.total",
                                Map.of("discount", "per cent \"net\"", "items", "10"),
                                "thrpt",
                                1),
                        new Benchmark("", "shop.TinyBenchmark.add", Map.of(), "thrpt", 1)),
                file.benchmarks().subList(0, 3).stream()
                        .map(BenchmarkResult::benchmark)
                        .toList());
    }

    @Test
    void aRowOfCsvIsAMeasurementWithoutSamples() {
        ResultFile file = Results.read("jmh/comma.csv");

        assertEquals(
                new Measurement(
                        new Metric("throughput", Unit.of("ops/us"), Direction.HIGHER_IS_BETTER, Role.HEADLINE),
                        10.211950,
                        10.211950 - 40.873687,
                        10.211950 + 40.873687,
                        null,
                        null,
                        4,
                        Samples.NONE,
                        new TreeMap<>()),
                file.benchmarks().get(0).measurements().get(0));
        assertEquals(0.4601, measurement(file.benchmarks().get(3), "p0.95").value());
    }

    @Test
    void aTimeThatIsRoundedToZeroIsLeftOutAndSaid() {
        ResultFile file = Results.read("jmh/comma.csv");

        assertEquals(
                List.of(
                        NO_SAMPLES,
                        "Left out, because their scores are rounded to nothing: shop.TinyBenchmark.add [sample];"
                                + " write the results with -rf json."),
                file.warnings());
    }

    @Test
    void secondaryRowsBelongToTheirBenchmark() {
        BenchmarkResult label = Results.read("jmh/gc.csv").benchmarks().get(0);

        assertEquals(
                List.of("throughput", "gc.alloc.rate", "gc.alloc.rate.norm", "gc.count", "gc.time"),
                label.measurements().stream().map(m -> m.metric().name()).toList());
        assertEquals(97.741241, measurement(label, "gc.alloc.rate.norm").value());
        assertEquals(6.0, measurement(label, "gc.count").value());
        assertNull(measurement(label, "gc.count").lower());
    }

    @Test
    void anOldLabelInCsvLosesItsMark() {
        ResultFile file = Results.read(
                "a.csv",
                CSV_HEADER + "\r\n\"a.B.c\",\"avgt\",1,5,1.0,NaN,\"s/op\"\r\n"
                        + "\"a.B.c:·gc.count\",\"avgt\",1,5,3.0,NaN,\"counts\"\r\n");

        assertEquals(3.0, measurement(file.benchmarks().get(0), "gc.count").value());
    }

    @Test
    void aQuotedCellMayGoOnInTheNextLine() {
        ResultFile file = Results.read(
                "a.csv",
                CSV_HEADER + ",\"Param: sql\"\r\n\"a.B.c\",\"avgt\",1,5,1.5,NaN,\"s/op\",\"select\n \"\"x\"\"\"\r\n");

        assertEquals(
                Map.of("sql", "select\n \"x\""),
                file.benchmarks().get(0).benchmark().params());
    }

    @Test
    void failsOnBrokenCsv() {
        assertEquals(
                "a.csv:2: has 3 columns instead of 7; is the file cut off?",
                refusal("a.csv", CSV_HEADER + "\n\"a.B.c\",\"avgt\",1\n"));
        assertEquals(
                "a.csv:2: must be a number, is 'fast'; write the results with -rf json",
                refusal("a.csv", CSV_HEADER + "\n\"a.B.c\",\"avgt\",1,5,fast,NaN,\"s/op\"\n"));
        assertEquals(
                "a.csv:2: the score is 'NaN', so it is no result; look for the failure in JMH's log",
                refusal("a.csv", CSV_HEADER + "\n\"a.B.c\",\"avgt\",1,5,NaN,NaN,\"s/op\"\n"));
        assertEquals(
                "a.csv:2: a quote is not closed; is the file cut off?",
                refusal("a.csv", CSV_HEADER + "\n\"a.B.c\",\"avgt\",1,5,1,NaN,\"s/op\n"));
        assertEquals(
                "a.csv: prints every score as zero or as a power of ten, so there is no number to read;"
                        + " write the results with -rf json",
                refusal("a.csv", CSV_HEADER + "\n\"a.B.c\",\"avgt\",1,5,0.000000,NaN,\"s/op\"\n"));
        assertEquals("a.csv: holds no benchmarks; did JMH find and finish any?", refusal("a.csv", CSV_HEADER + "\r\n"));
    }

    @Test
    void failsOnTheSameRowTwice() {
        String row = "\"a.B.c\",\"avgt\",1,5,1.0,NaN,\"s/op\"\n";

        assertEquals(
                "a.csv:3: is the same benchmark, with the same parameters and mode, as a.csv:2;"
                        + " give the tables of separate JMH runs as separate files",
                refusal("a.csv", CSV_HEADER + "\n" + row + row));
    }

    @Test
    void failsOnAMetricThatIsThereWithAndWithoutTheOldMark() {
        assertEquals(
                "a.csv:3: is another metric of the same name: 'gc.count'",
                refusal(
                        "a.csv",
                        CSV_HEADER + "\n\"a.B.c:gc.count\",\"avgt\",1,5,3.0,NaN,\"counts\"\n"
                                + "\"a.B.c:·gc.count\",\"avgt\",1,5,4.0,NaN,\"counts\"\n"));
    }

    @Test
    void aLogGivesFullNamesThreadsAndEnvironment() {
        ResultFile file = Results.read("jmh/comma.log.txt");

        assertEquals(
                List.of(
                        "shop.CartBenchmark.total (discount=flat, items=10) [thrpt]",
                        "shop.CartBenchmark.total (discount=per cent \"net\", items=10) [thrpt]",
                        "shop.TinyBenchmark.add [thrpt]",
                        "shop.CartBenchmark.total (discount=flat, items=10) [avgt]",
                        "shop.CartBenchmark.total (discount=per cent \"net\", items=10) [avgt]"),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().displayName())
                        .toList());
        assertEquals(1, file.benchmarks().get(0).benchmark().threads());
        Measurement tiny = file.benchmarks().get(2).measurements().get(0);
        assertEquals(1362402523.370, tiny.value());
        assertEquals(1362402523.370 + 1766370315.180, tiny.upper());
        assertEquals(4, tiny.sampleCount());
        assertEquals(
                new TreeMap<>(Map.of(
                        "jmhVersion", "1.37",
                        "jdkVersion", "17.0.15",
                        "vmName", "OpenJDK 64-Bit Server VM",
                        "vmVersion", "17.0.15+6-Debian-1deb12u1")),
                file.environment().facts());
    }

    @Test
    void scoresWithTooFewDigitsAreSaid() {
        ResultFile file = Results.read("jmh/comma.log.txt");

        assertEquals(
                List.of(
                        NO_SAMPLES,
                        "Left out, because their scores are rounded to nothing: shop.TinyBenchmark.add [avgt];"
                                + " write the results with -rf json.",
                        "Printed with fewer than 3 digits, too few to see a change of 5 %:"
                                + " shop.CartBenchmark.total (discount=flat, items=10) [avgt],"
                                + " shop.CartBenchmark.total (discount=per cent \"net\", items=10) [avgt];"
                                + " write the results with -rf json."),
                file.warnings());
    }

    @Test
    void aGroupInTheModeSampleOfAnOldVersionIsRead() {
        BenchmarkResult group = Results.read("jmh/version-1.19-group-sample.log.txt")
                .benchmarks()
                .get(0);

        assertEquals(new Benchmark("", "shop.QueueBenchmark.pingpong", Map.of(), "sample", 2), group.benchmark());
        assertEquals(27, group.measurements().size());
        assertEquals(5.188, measurement(group, "time").value());
        assertEquals(5.188 + 10.775, measurement(group, "time").upper());
        assertEquals(200, measurement(group, "time").sampleCount());
        assertEquals(630.784, measurement(group, "offer:p0.99").value());
        assertEquals(137.648, measurement(group, "p0.99").value());
        assertNull(measurement(group, "p0.99").upper());
    }

    @Test
    void aTableAloneHasShortNamesAndLeavesOutParametersThatABenchmarkLacks() {
        ResultFile file = Results.read("jmh/table-with-missing-parameters.txt");

        BenchmarkResult tiny = file.benchmarks().get(4);
        assertEquals(new Benchmark("", "TinyBenchmark.add", Map.of(), "thrpt", 0), tiny.benchmark());
        assertEquals(0.0, measurement(tiny, "gc.count").value());
    }

    @Test
    void parametersWithSpacesAndWithoutTextAreFoundByTheirColumn() {
        ResultFile file = Results.read("jmh/parameters.txt");

        assertEquals(
                List.of("say \"hi\"", "a,b;c", "größer 日本", "two  spaces", "back\\slash", "it's", ""),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().params().get("text"))
                        .distinct()
                        .toList());
        assertEquals(14, file.benchmarks().size());
        assertEquals(5.566, file.benchmarks().get(13).measurements().get(0).value());
    }

    @Test
    void aHeaderFromBeforeVersionOneIsRead() {
        ResultFile file = Results.read("old.txt", """
                Benchmark                 Mode   Samples        Score  Score error    Units
                o.s.Sort.quick           thrpt         5     1234.567        7.891   ops/ms
                """);

        Measurement measurement = file.benchmarks().get(0).measurements().get(0);
        assertEquals("o.s.Sort.quick", file.benchmarks().get(0).benchmark().name());
        assertEquals(1234.567, measurement.value());
        assertEquals(1234.567 + 7.891, measurement.upper());
    }

    @Test
    void aTableWhoseColumnsMovedIsReadByItsWords() {
        ResultFile file =
                Results.read("moved.txt", TABLE_HEADER + "B.c a avgt 5 12.500 ± 0.500 ns/op\nB.c b avgt 7.250 ns/op\n");

        assertEquals(12.5, file.benchmarks().get(0).measurements().get(0).value());
        assertEquals(13.0, file.benchmarks().get(0).measurements().get(0).upper());
        assertEquals(Map.of("text", "b"), file.benchmarks().get(1).benchmark().params());
        assertEquals(1, file.benchmarks().get(1).measurements().get(0).sampleCount());
    }

    @Test
    void failsOnARowThatCannotBeDivided() {
        assertEquals(
                "moved.txt:2: cannot be divided into the columns of the table's header,"
                        + " perhaps because a parameter holds spaces; write the results with -rf json",
                refusal("moved.txt", TABLE_HEADER + "B.c two words avgt 5 12.500 ± 0.500 ns/op\n"));
    }

    @Test
    void aTableInTheLogOfABuildToolIsRead() {
        ResultFile file = Results.read("sbt.log", """
                [info] # Run complete. Total time: 00:00:02
                [info] Benchmark  Mode  Cnt   Score   Error  Units
                [info] B.c        avgt    5  12.500 ± 0.500  ns/op
                [success] Total time: 5 s
                """);

        assertEquals(12.5, file.benchmarks().get(0).measurements().get(0).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "windows-1252", "IBM437", "UTF-16"})
    void aConsoleThatCannotPrintTheSignsIsUnderstood(String charset) {
        String table = "Benchmark       Mode  Cnt   Score   Error   Units\n"
                + "B.c             avgt    5  12.500 ± 0.500   us/op\n"
                + "B.c:·gc.count   avgt    5     ≈ 0          counts\n"
                + "B.d             avgt    5  ≈ 10⁻³           us/op\n";

        ResultFile file = Parsers.parse(
                        List.of(ResultSource.ofBytes("a.txt", table.getBytes(Charset.forName(charset)))),
                        ResultFormat.JMH)
                .get(0);

        assertEquals(1, file.benchmarks().size());
        assertEquals(13.0, file.benchmarks().get(0).measurements().get(0).upper());
        assertEquals(
                Unit.of("us/op"),
                file.benchmarks().get(0).measurements().get(0).metric().unit());
        assertEquals(0.0, file.benchmarks().get(0).measurements().get(1).value());
    }

    @Test
    void failsOnALogWithoutATable() {
        ParseException refusal = assertThrows(
                ParseException.class,
                () -> Results.read("a.txt", "# JMH version: 1.37\n# Benchmark: a.B.c\nIteration   1: 3 ns/op\n"));

        assertEquals(
                "a.txt: holds no table of JMH results (Benchmark … Mode Cnt Score Error Units); did JMH run to its end?",
                refusal.getMessage());
    }
}
