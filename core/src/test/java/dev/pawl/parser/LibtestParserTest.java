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

class LibtestParserTest {

    private static final Map<String, Double> ALPHA =
            Map.of("copy", 78.27, "never_iterates", 0.0, "slow", 2_080_016.5, "sum", 38.06, "talks", 472.04);

    @Test
    void theMedianIsTheTimeAndTheDeviationIsARange() {
        ResultFile file = parsed("libtest/alpha-stdout.txt");

        Measurement time = measurement(file, "slow", "time");
        assertEquals("libtest", file.format());
        assertEquals(ALPHA, times(file));
        assertEquals(2_080_016.5, time.value());
        assertEquals(14_767.84, time.range());
        assertNull(time.stddev());
        assertEquals("ns/iter", time.metric().unit().symbol());
        assertEquals(Dimension.TIME, time.metric().unit().dimension());
        assertEquals(Direction.LOWER_IS_BETTER, time.metric().direction());
        assertEquals(Role.HEADLINE, time.metric().role());
    }

    @Test
    void bytesGiveAThroughputThatDoesNotGate() {
        Measurement throughput = measurement(parsed("libtest/alpha-stdout.txt"), "copy", "throughput");

        assertEquals(52_512.0, throughput.value());
        assertEquals("MB/s", throughput.metric().unit().symbol());
        assertEquals(52_512e6, throughput.inBaseUnits().value());
        assertEquals(Direction.HIGHER_IS_BETTER, throughput.metric().direction());
        assertEquals(Role.SUPPORTING, throughput.metric().role());
    }

    @Test
    void aBenchmarkThatNeverIteratesIsReportedWithAWarning() {
        ResultFile file = parsed("libtest/alpha-stdout.txt");

        assertEquals(
                List.of("'never_iterates' took 0 ns/iter: nothing is measured, or the compiler removed what should be"),
                file.warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "1.23,1.23",
        "123,123",
        "999.99,999.99",
        "1000.00,1000",
        "'1,234.56',1234.56",
        "'1,234,567.89',1234567.89",
        "'12,345,678',12345678",
        "'1,1000.00',2000",
        "'2,999,1000.00',3000000",
        "'1234,567,890,123.00',1234567890123"
    })
    void thousandsSeparatorsAreReadWithTheirRoundingMistake(String printed, double value) {
        assertEquals(value, LibtestLine.number(printed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1,23", "1,2345.00", "1.234,56", "1..2", "1,,234", ",234", "1,1000,000.00", "1,1001.00", "."})
    void aNumberThatLibtestCannotHavePrintedIsNone(String printed) {
        assertNull(LibtestLine.number(printed));
    }

    @Test
    void aTargetBecomesTheSuiteOfNamesThatSeveralTargetsUse() {
        ResultFile file = parsed("libtest/several-targets.txt");

        assertEquals(
                Map.of(
                        "tests::bench_sum", 37.25,
                        "copy", 63.85,
                        "never_iterates", 0.0,
                        "slow", 2_085_903.7,
                        "alpha: sum", 37.53,
                        "talks", 370.54,
                        "beta: sum", 77.05),
                times(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "     Running target/release/deps/alpha-1873645c5ec7dba5",
                "     Running unittests (target/release/deps/alpha-1873645c5ec7dba5)",
                "     Running benches\\alpha.rs (target\\release\\deps\\alpha-1873645c5ec7dba5.exe)",
                "     Running `/home/x/target/release/deps/alpha-1873645c5ec7dba5 --bench`",
                "     Running benches/alpha.rs (/ci/my build (1)/deps/alpha-1873645c5ec7dba5)"
            })
    void everyVersionOfCargoNamesTheTarget(String line) {
        assertEquals("alpha", CargoTargets.named(line));
    }

    @Test
    void failsOnNamesThatSeveralUnknownTargetsUse() {
        ParseException e = assertThrows(ParseException.class, () -> parsed("libtest/several-targets-stdout.txt"));

        assertEquals(
                "bench.txt:22: benchmark 'sum' occurs in line 15 and in line 22, and nothing tells the two apart; capture"
                        + " standard error, too (cargo bench 2>&1), so that their targets are known, and give each run a file"
                        + " of its own",
                e.getMessage());
    }

    @Test
    void failsOnTwoRunsInOneFile() {
        String twice = text("libtest/several-targets.txt").repeat(2);

        ParseException e = assertThrows(ParseException.class, () -> parsedText(twice));

        assertTrue(
                e.getMessage().startsWith("bench.txt:37: benchmark 'tests::bench_sum' occurs in line 7 and in line 37"),
                e.getMessage());
    }

    @Test
    void outputOfABenchmarkBetweenItsNameAndItsFiguresIsPassedOver() {
        Map<String, Double> times = times(parsed("libtest/alpha-nocapture.txt"));

        assertEquals(1359.94, times.get("talks"));
        assertEquals(5, times.size());
    }

    @Test
    void outputThatLooksLikeAResultDoesNotReplaceIt() {
        String output = """

                running 1 test
                test talks   ... test looks::like::one ... bench: 1 ns/iter (+/- 0)
                bench:          56.53 ns/iter (+/- 2.57)

                test result: ok. 0 passed; 0 failed; 0 ignored; 1 measured; 0 filtered out
                """;

        assertEquals(Map.of("talks", 56.53), times(parsedText(output)));
    }

    @Test
    void theTerseFormPutsLettersOfIgnoredTestsBeforeTheName() {
        String output = text("libtest/alpha-terse.txt");
        assertTrue(output.contains("\niitest never_iterates"));

        assertEquals(
                Map.of("copy", 62.56, "never_iterates", 0.0, "slow", 2_086_538.3, "sum", 37.63, "talks", 365.61),
                times(parsedText(output)));
    }

    @Test
    void theTerseFormRunsAnIgnoredTestIntoTheNext() {
        String output = """
                running 2 tests
                test ignored        ... itest never_iterates ... bench:           2.00 ns/iter (+/- 0.10)

                test result: ok. 0 passed; 0 failed; 1 ignored; 1 measured; 0 filtered out
                """;

        assertEquals(Map.of("never_iterates", 2.0), times(parsedText(output)));
    }

    @Test
    void aNoticeOfALongRunAndAPanicExpectedAreNoPartOfAName() {
        String output = """
                running 2 tests
                test slow has been running for over 60 seconds
                test slow                  ... bench:   2,000.00 ns/iter (+/- 1.00) <61.234s>
                test stops - should panic  ... bench:       5.00 ns/iter (+/- 1.00)

                test result: ok. 0 passed; 0 failed; 0 ignored; 2 measured; 0 filtered out
                """;

        assertEquals(Map.of("slow", 2000.0, "stops", 5.0), times(parsedText(output)));
    }

    @Test
    void anOldNoticeOfALongRunStandsBetweenNameAndFigures() {
        String output = """
                running 1 test
                test slow ... test slow has been running for over 60 seconds
                bench:   2,000 ns/iter (+/- 100)

                test result: ok. 0 passed; 0 failed; 0 ignored; 1 measured; 0 filtered out
                """;

        ResultFile file = parsedText(output);

        assertEquals(Map.of("slow", 2000.0), times(file));
        assertEquals(100.0, measurement(file, "slow", "time").range());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void whatPowerShellMakesOfTheOutputIsRead(String charset) {
        String noise = """
                cargo :    Compiling tally v0.1.0 (.)
                At line:1 char:1
                + cargo bench 2>&1 | Tee-Object bench.txt
                + ~~~~~~~~~~~~~~~~
                    + CategoryInfo          : NotSpecified: (   Compiling tally v0.1.0 (.):String) [], RemoteException
                    + FullyQualifiedErrorId : NativeCommandError

                """;
        String output = ("\uFEFF" + noise + text("libtest/alpha-stdout.txt")).replace("\n", "\r\n");

        assertEquals(ALPHA, times(parsedBytes(output.getBytes(Charset.forName(charset)))));
    }

    @Test
    void markdownFencesAroundTheOutputAreFine() {
        assertEquals(ALPHA, times(parsedText("```text\n" + text("libtest/alpha-stdout.txt") + "```  \n")));
    }

    @Test
    void resultLinesAloneAreEnough() {
        String lines = String.join(
                "\n",
                text("libtest/alpha-stdout.txt")
                        .lines()
                        .filter(line -> line.contains("bench:"))
                        .toList());

        ResultFile file = parsedText(lines);

        assertEquals(ALPHA, times(file));
        assertEquals(61.1, measurement(file, "copy", "time").range());
    }

    @Test
    void paddedNamesGiveOldLinesOfLibtestAway() {
        String lines = """
                test copy   ... bench:          78 ns/iter (+/- 61) = 52512 MB/s
                test longer ... bench:       1,234 ns/iter (+/- 14)
                """;

        assertEquals(14.0, measurement(parsedText(lines), "longer", "time").range());
    }

    @Test
    void whatCriterionPrintsInThisFormHasAStandardDeviation() {
        ResultFile file = parsed("libtest/criterion-bencher-2and1.txt");

        Measurement time = measurement(file, "sum/iter/4096", "time");
        assertEquals("libtest", file.format());
        assertEquals(
                Map.of("sum/iter/64", 11.0, "sum/iter/4096", 1139.0, "sum/decimal", 23.0, "sum/elements", 24.0),
                times(file));
        assertEquals(444.0, time.stddev());
        assertNull(time.range());
    }

    @Test
    void titlesOfCriterionMayHaveSpacesAndDots() {
        ResultFile file = parsed("libtest/criterion-bencher.txt");

        assertEquals(12, file.benchmarks().size());
        assertEquals(529_857.0, times(file).get("flat: \"a/b\" <µ>/half a millisecond, slept"));
        assertEquals(
                1,
                times(file).keySet().stream()
                        .filter(name -> name.endsWith("before dot... #2"))
                        .count());
        assertTrue(
                file.warnings().get(0).contains("'a/b/c #2' took less than 1 ns"),
                file.warnings().get(0));
        assertTrue(
                file.warnings().get(1).startsWith("Criterion cut the names 'a title"),
                file.warnings().get(1));
    }

    @Test
    void aCustomMeasurementOfCriterionKeepsItsUnit() {
        Measurement time =
                measurement(parsedText("test a b ... bench:       1,234 cycles/iter (+/- 5)\n"), "a b", "time");

        assertEquals("time[cycles/iter]", time.metric().identity());
        assertEquals(Direction.LOWER_IS_BETTER, time.metric().direction());
        assertEquals(5.0, time.stddev());
    }

    @Test
    void libtestAndCriterionInOneOutputAreBothRead() {
        String both = text("libtest/several-targets.txt")
                + "     Running benches/figures.rs (target/release/deps/figures-2ab620440f75445b)\n"
                + text("libtest/criterion-bencher-2and1.txt").replaceAll("(?s)^.*?below 1000\\.\n", "");

        ResultFile file = parsedText(both);

        assertEquals(11, file.benchmarks().size());
        assertEquals(72.73, measurement(file, "tests::bench_sum", "time").range());
        assertEquals(3.0, measurement(file, "sum/iter/64", "time").stddev());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failing.txt|bench.txt:6: benchmark 'trips' failed; a failed run is not taken in part, so mend it and measure again",
                "build-failure.txt|bench.txt:2: cargo bench failed: 'error[E0308]: mismatched types'; a failed run is not taken in"
                        + " part, so mend it and measure again",
                "only-tested.txt|bench.txt: there is no result in it: no test was measured; is there a #[bench] function, and does"
                        + " the filter name it?",
                "filtered-out.txt|bench.txt: there is no result in it: no test was measured; is there a #[bench] function, and does"
                        + " the filter name it?"
            })
    void failsOnARunWithoutResultsOrWithAFailure(String name, String message) {
        ParseException e = assertThrows(ParseException.class, () -> parsed("libtest/" + name));

        assertEquals(message, e.getMessage());
    }

    @Test
    void failsWhereEveryTestIsIgnored() {
        String output = """
                running 1 test
                test tests::adds ... ignored

                test result: ok. 0 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
                """;

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertEquals(
                "bench.txt: there is no result in it: all 1 tests were ignored; #[bench] functions run under cargo bench on a"
                        + " nightly toolchain",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"test slow ", "test sum ", "test result", "test talks "})
    void failsOnOutputThatEndsInTheMiddle(String cutBefore) {
        String output = text("libtest/alpha-stdout.txt");
        String cut = output.substring(0, output.indexOf(cutBefore));

        ParseException e = assertThrows(ParseException.class, () -> parsedText(cut));

        assertTrue(
                e.getMessage().startsWith("bench.txt:2: the output of these tests has no end ('test result:')"),
                e.getMessage());
    }

    @Test
    void failsOnABenchmarkThatWasBegunAndHasNoFigures() {
        ParseException e = assertThrows(
                ParseException.class,
                () -> parsedText("test first ... bench:       1,234 ns/iter (+/- 5)\ntest second ... "));

        assertTrue(e.getMessage().startsWith("bench.txt:2: benchmark 'second' has no result:"), e.getMessage());
    }

    @Test
    void failsWhereALineIsMissing() {
        String output = text("libtest/alpha-stdout.txt").replaceAll("test sum .*\n", "");

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertEquals(
                "bench.txt:10: libtest measured 5 benchmarks, but the output holds 4; give the whole output, as it was printed",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,23.45 ns/iter (+/- 1.00)", "NaN ns/iter (+/- 0.00)", "12.34 ns/iter"})
    void failsOnFiguresThatCannotBeRead(String figures) {
        String output = text("libtest/alpha-stdout.txt").replaceAll("38\\.06 ns/iter \\(\\+/- 14\\.31\\)", figures);

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertTrue(
                e.getMessage().startsWith("bench.txt:8: the result of 'sum' cannot be read: 'bench:"), e.getMessage());
    }

    @Test
    void failsOnFiguresWithoutAName() {
        ParseException e = assertThrows(
                ParseException.class, () -> parsedText("bench:          78.27 ns/iter (+/- 61.10) = 52512 MB/s\n"));

        assertEquals(
                "bench.txt:1: this result has no name before it ('test name ...'); give the output as it was printed",
                e.getMessage());
    }

    @Test
    void aNameOfMoreThanAThousandBytesIsRefusedWithItsLine() {
        String line = "test " + "x".repeat(1025) + " ... bench:          78.27 ns/iter (+/- 61.10)\n";

        ParseException e = assertThrows(ParseException.class, () -> parsedText("\n" + line));

        assertEquals("bench.txt:2: a benchmark's name has at most 1024 bytes, this one has 1025", e.getMessage());
    }

    @Test
    void aLineOfSpacesAndDotsCostsNoMoreThanItsLength() {
        String hostile = "test " + " ... i".repeat(2700) + "\n" + "test " + " ".repeat(16_000) + "\n";
        byte[] bytes = (text("libtest/alpha-stdout.txt") + hostile.repeat(300)).getBytes(StandardCharsets.UTF_8);

        assertEquals(ALPHA, times(parsedBytes(bytes)));
    }
}
