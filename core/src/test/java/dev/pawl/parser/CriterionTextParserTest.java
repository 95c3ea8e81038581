package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.parsed;
import static dev.pawl.parser.RecordedOutput.parsedBytes;
import static dev.pawl.parser.RecordedOutput.parsedText;
import static dev.pawl.parser.RecordedOutput.text;
import static dev.pawl.parser.RecordedOutput.times;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Dimension;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionTextParserTest {

    private static final String CUT =
            "a title that is longer than one hundred bytes, which is as many as Criterion prints of it before dot...";

    @Test
    void theMiddleFigureIsTheTimeAndTheOuterOnesAreItsBounds() {
        ResultFile file = parsed("criterion/first-run.txt");

        Measurement time = measurement(file, "sum/iter/4096", "time");
        assertEquals("criterion", file.format());
        assertEquals(1.2675, time.value());
        assertEquals(1.1215, time.lower());
        assertEquals(1.4972, time.upper());
        assertNull(time.stddev());
        assertNull(time.range());
        assertEquals("µs", time.metric().unit().symbol());
        assertEquals(1.2675e-6, time.inBaseUnits().value());
        assertEquals(Direction.LOWER_IS_BETTER, time.metric().direction());
        assertEquals(Role.HEADLINE, time.metric().role());
    }

    @Test
    void titlesOfAnyLengthAreNames() {
        ResultFile file = parsed("criterion/first-run.txt");

        assertEquals(
                List.of(
                        "sum/iter/64",
                        "sum/iter/4096",
                        "sum/decimal",
                        "sum/elements",
                        "flat: \"a/b\" <µ>/half a millisecond, slept",
                        "title of 23 bytes______",
                        "title of 24 bytes_______",
                        CUT,
                        CUT + " #2",
                        "a/b/c",
                        "a/b/c #2",
                        "crosses units"),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().name())
                        .toList());
        assertEquals(354.67, times(file).get("title of 24 bytes_______"));
        assertEquals(309.26, times(file).get(CUT + " #2"));
    }

    @Test
    void namesThatCriterionCutOrNumberedGiveAWarning() {
        assertEquals(
                List.of(
                        "Criterion cut the names '" + CUT + "', '" + CUT
                                + " #2' and numbers those that differ only beyond"
                                + " that; upload the directory target/criterion, which has whole names",
                        "several benchmarks share the names of 'a/b/c #2' but for the number, which is the order in which"
                                + " they ran; give each a name of its own"),
                parsed("criterion/first-run.txt").warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "sum/iter/64,44.714,41.005,47.412,GiB/s,BYTE_RATE",
        "sum/decimal,20.754,18.991,21.657,GB/s,BYTE_RATE",
        "sum/elements,2.4157,2.2815,2.5582,Gelem/s,RATE"
    })
    void throughputIsHigherIsBetterAndDoesNotGate(
            String name, double value, double lower, double upper, String unit, Dimension dimension) {
        Measurement throughput = measurement(parsed("criterion/first-run.txt"), name, "throughput");

        assertEquals(value, throughput.value());
        assertEquals(lower, throughput.lower());
        assertEquals(upper, throughput.upper());
        assertEquals(unit, throughput.metric().unit().symbol());
        assertEquals(dimension, throughput.metric().unit().dimension());
        assertEquals(Direction.HIGHER_IS_BETTER, throughput.metric().direction());
        assertEquals(Role.SUPPORTING, throughput.metric().role());
    }

    @Test
    void changesAgainstAnEarlierRunAreNotMeasurements() {
        ResultFile file = parsed("criterion/second-run-2and1.txt");

        assertEquals(12, file.benchmarks().size());
        assertEquals(11.582, measurement(file, "sum/iter/64", "time").value());
        assertEquals(41.170, measurement(file, "sum/iter/64", "throughput").value());
        assertEquals(2, file.benchmarks().get(0).measurements().size());
        assertEquals(609.30, times(file).get("flat: \"a/b\" <µ>/half a millisecond, slept"));
    }

    @Test
    void boundsInAnotherUnitAreConvertedToTheEstimates() {
        ResultFile file = parsed("criterion/criterion-0.5.1.txt");
        assertTrue(text("criterion/criterion-0.5.1.txt")
                .contains("a/b/c #2                time:   [489.03 ps 795.40 ps 1.0330 ns]"));

        Measurement time = measurement(file, "a/b/c #2", "time");

        assertEquals("ps", time.metric().unit().symbol());
        assertEquals(489.03, time.lower());
        assertEquals(795.40, time.value());
        assertEquals(1033.0, time.upper());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[999.90 ns 1.0002 µs 1.0003 ms]|µs|0.9999|1.0002|1000.3",
                "[999.90 ms 1.0002 s 1.0003 s]|s|0.9999|1.0002|1.0003",
                "[1.0000 us 2.0000 μs 3.0000 µs]|μs|1|2|3",
                "[-1.0000 ns 2.0000 ns 3.0000 ns]|ns|-1|2|3"
            })
    void everyFigureHasAUnitOfItsOwn(String brackets, String unit, double lower, double value, double upper) {
        Measurement time = measurement(parsedText("a                       time:   " + brackets + "\n"), "a", "time");

        assertEquals(unit, time.metric().unit().symbol());
        assertEquals(value, time.value());
        assertEquals(lower, time.lower());
        assertEquals(upper, time.upper());
    }

    @Test
    void binaryUnitsAreConvertedExactly() {
        ResultFile file = parsedText("""
                a                       time:   [1.0000 ms 2.0000 ms 3.0000 ms]
                                        thrpt:  [1023.5 KiB/s 1.5000 MiB/s 2.0000 GiB/s]
                """);

        Measurement throughput = measurement(file, "a", "throughput");
        assertEquals(1023.5 / 1024, throughput.lower());
        assertEquals(2048.0, throughput.upper());
    }

    @Test
    void bothThroughputsOfElementsAndBytesAreKept() {
        ResultFile file = parsedText("""
                a                       time:   [1.0000 ms 2.0000 ms 3.0000 ms]
                                        thrpt:  [1.0000 Kelem/s 2.0000 Kelem/s 3.0000 Kelem/s]
                                        thrpt:  [10.000   B/s 20.000   B/s 30.000   B/s]
                """);

        assertEquals(
                List.of("time[s]", "throughput[1/s]", "throughput[B/s]"),
                file.benchmarks().get(0).measurements().stream()
                        .map(measurement -> measurement.metric().identity())
                        .toList());
    }

    @Test
    void anUnknownUnitOfACustomMeasurementIsKept() {
        Measurement time = measurement(
                parsedText("a                       time:   [1.0000 cycles 2.0000 cycles 3.0000 cycles]\n"),
                "a",
                "time");

        assertEquals("time[cycles]", time.metric().identity());
        assertEquals(Direction.LOWER_IS_BETTER, time.metric().direction());
    }

    @Test
    void version030PrintsMicrosecondsInAscii() {
        ResultFile file = parsed("criterion/criterion-0.3.0.txt");

        Measurement time = measurement(file, "sum/iter/4096", "time");
        assertEquals(11, file.benchmarks().size());
        assertEquals("us", time.metric().unit().symbol());
        assertEquals(1.1123, time.value());
        assertEquals(1.1123e-6, time.inBaseUnits().value(), 1e-20);
    }

    @ParameterizedTest
    @CsvSource({"color,12.365,1.2052", "verbose,13.119,1.4841", "quick,11.140,1.2513"})
    void coloursAndVerbosityMakeNoDifference(String name, double small, double large) {
        assertEquals(Map.of("sum/iter/64", small, "sum/iter/4096", large), times(parsed("criterion/" + name + ".txt")));
    }

    @Test
    void progressThatWasWrittenOverIsPassedOver() {
        String terminal = "Benchmarking a\r\u001b[2KBenchmarking a: Warming up for 3.0000 s\r\u001b[2KBenchmarking a:"
                + " Analyzing\r\u001b[2Ka                       time:   [1.0000 ns 2.0000 ns 3.0000 ns]\r\n";

        assertEquals(Map.of("a", 2.0), times(parsedText(terminal)));
    }

    @Test
    void outputOfTheBenchmarkBetweenTitleAndTimeIsPassedOver() {
        String output = """
                Benchmarking a title of its own line
                Benchmarking a title of its own line: Warming up for 3.0000 s
                Warning: Unable to complete 100 samples in 5.0s. You may wish to increase target time to 6.0s.
                Benchmarking a title of its own line: Collecting 100 samples in estimated 5.0000 s (5050 iterations)
                Benchmarking a title of its own line: Analyzing
                a title of its own line
                warning: the disk is slow, and this line is rather long
                                        time:   [1.0000 ns 2.0000 ns 3.0000 ns]
                half a lineBenchmarking b
                Benchmarking b: Analyzing
                half a line of outputb                       time:   [4.0000 ns 5.0000 ns 6.0000 ns]
                """;

        assertEquals(Map.of("a title of its own line", 2.0, "b", 5.0), times(parsedText(output)));
    }

    @Test
    void microsecondsThatAShellBrokeAreMicrosecondsStill() {
        String broken =
                new String(text("criterion/first-run.txt").getBytes(StandardCharsets.UTF_8), Charset.forName("IBM437"));
        byte[] bytes = ("\uFEFF" + broken.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE);

        Measurement time = measurement(parsedBytes(bytes), "sum/iter/4096", "time");

        assertEquals(1.2675e-6, time.inBaseUnits().value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1.0 \uFFFDs 2.0 \uFFFDs 3.0 \uFFFDs]",
                "[1.0 ╡s 2.0 ╡s 3.0 ╡s]",
                "[1.0 2.0 3.0]",
                "[NaN ns NaN ns NaN ns]",
                "[1.0 ns inf ns inf ns]",
                "[1.0 ns 2.0 ns]",
                "[1,0 ns 2,0 ns 3,0 ns]",
                "[1.0.0 ns 2.0 ns 3.0 ns]"
            })
    void failsOnFiguresThatCannotBeRead(String brackets) {
        String output = "a                       time:   [1.0000 ns 2.0000 ns 3.0000 ns]\n"
                + "b                       time:   " + brackets + "\n";

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertTrue(e.getMessage().startsWith("bench.txt:2: cannot read 'b  "), e.getMessage());
        assertTrue(e.getMessage().endsWith("such as [1.2281 µs 1.2310 µs 1.2406 µs]"), e.getMessage());
    }

    @Test
    void failsOnABenchmarkThatWasBegunAndHasNoResult() {
        String output = text("criterion/second-run-2and1.txt");
        String cut = output.substring(0, output.indexOf("sum/decimal             time:"));

        ParseException e = assertThrows(ParseException.class, () -> parsedText(cut));

        assertTrue(
                e.getMessage().startsWith("bench.txt:27: benchmark 'sum/decimal' was begun and has no result:"),
                e.getMessage());
    }

    @Test
    void aBenchmarkThatCriterionLeavesOutGivesAWarning() {
        ResultFile file = parsedText("""
                Benchmarking zero
                Benchmarking zero: Analyzing
                Criterion.rs ERROR: At least one measurement of benchmark zero took zero time per iteration. This should not be possible.
                Benchmarking a
                Benchmarking a: Analyzing
                a                       time:   [1.0000 ns 2.0000 ns 3.0000 ns]
                """);

        assertEquals(Map.of("a", 2.0), times(file));
        assertEquals(
                List.of(
                        "Criterion left out 'zero', because a sample took no time at all; is the benchmark's iter_custom"
                                + " right?"),
                file.warnings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profile-time.txt|with --profile-time Criterion measures nothing; run cargo bench without it",
                "test-mode.txt|the benchmarks were only tried (cargo test, or --test), not measured; run cargo bench"
            })
    void failsOnARunThatMeasuredNothing(String name, String why) {
        ParseException e = assertThrows(ParseException.class, () -> parsed("criterion/" + name));

        assertEquals("bench.txt: there is no result in it: " + why, e.getMessage());
    }

    @Test
    void failsOnProgressWithoutResults() {
        ParseException e = assertThrows(ParseException.class, () -> parsed("criterion/stderr-only.txt"));

        assertTrue(
                e.getMessage().startsWith("bench.txt:5: benchmark 'sum/iter/64' was begun and has no result:"),
                e.getMessage());
    }

    @Test
    void failsOnATimeWithoutAName() {
        String output = "Found 3 outliers\n                        time:   [1.0000 ns 2.0000 ns 3.0000 ns]\n";

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertEquals(
                "bench.txt:2: this time has no name, neither before it nor on the line above; give the output as it was"
                        + " printed",
                e.getMessage());
    }

    @Test
    void resultsMayFollowALogThatIsLongerThanTheHead() {
        String warnings = "   Compiling tally v0.1.0 (.)\n" + "warning: unused variable: `x`\n".repeat(3000);
        assertTrue(warnings.length() > FileHead.LENGTH);

        ResultFile file = parsedText(warnings + text("criterion/first-run.txt"));

        assertEquals("criterion", file.format());
        assertEquals(12, file.benchmarks().size());
    }

    @Test
    void failsOnTheSameNameTwice() {
        String twice = text("criterion/first-run.txt").repeat(2);

        ParseException e = assertThrows(ParseException.class, () -> parsedText(twice));

        assertTrue(e.getMessage().contains("benchmark 'sum/iter/64' occurs in line 1 and in line 47"), e.getMessage());
    }

    @Test
    void failsWhereTheBuildOrARunFailed() {
        String output = text("criterion/first-run.txt") + "error: bench failed, to rerun pass `--bench figures`\n";

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertTrue(e.getMessage().startsWith("bench.txt:47: cargo bench failed: 'error: bench failed"), e.getMessage());
    }
}
