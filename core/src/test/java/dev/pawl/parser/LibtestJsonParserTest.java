package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.parsed;
import static dev.pawl.parser.RecordedOutput.parsedText;
import static dev.pawl.parser.RecordedOutput.text;
import static dev.pawl.parser.RecordedOutput.times;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibtestJsonParserTest {

    private static final Map<String, Double> ALPHA = Map.of(
            "copy", 64.56521186440678,
            "never_iterates", 0.0,
            "slow", 2089127.2,
            "sum", 50.47776,
            "talks", 410.05633546537274);

    @Test
    void medianAndDeviationAreNanosecondsPerIteration() {
        ResultFile file = parsed("libtest/alpha.ndjson");

        Measurement time = measurement(file, "talks", "time");
        assertEquals("libtest", file.format());
        assertEquals(ALPHA, times(file));
        assertEquals(224.15855591089553, time.range());
        assertEquals("ns/iter", time.metric().unit().symbol());
        assertEquals(
                List.of("'never_iterates' took 0 ns/iter: nothing is measured, or the compiler removed what should be"),
                file.warnings());
    }

    @Test
    void whatIsCalledMebibytesIsMegabytes() {
        Measurement throughput = measurement(parsed("libtest/alpha.ndjson"), "copy", "throughput");

        assertEquals(64000.0, throughput.value());
        assertEquals("MB/s", throughput.metric().unit().symbol());
    }

    @Test
    void linesOfCargoAroundItNameTheTargets() {
        String[] suites =
                text("libtest/several-targets.ndjson").split("(?=\\{ \"type\": \"suite\", \"event\": \"started\")");
        StringBuilder output = new StringBuilder("    Finished `bench` profile [optimized] target(s) in 0.03s\n");
        String[] targets = {"tally", "alpha", "beta"};
        for (int at = 0; at < targets.length; at++) {
            output.append("     Running x (target/release/deps/")
                    .append(targets[at])
                    .append("-1873645c5ec7dba5)\n");
            output.append(suites[at]);
        }

        Map<String, Double> times = times(parsedText(output.toString()));

        assertEquals(37.31056, times.get("alpha: sum"));
        assertEquals(103.62792635116213, times.get("beta: sum"));
        assertEquals(37.314868148681484, times.get("tests::bench_sum"));
    }

    @Test
    void failsOnNamesThatSeveralUnknownTargetsUse() {
        ParseException e = assertThrows(ParseException.class, () -> parsed("libtest/several-targets.ndjson"));

        assertTrue(
                e.getMessage().startsWith("bench.txt:25: benchmark 'sum' occurs in line 19 and in line 25"),
                e.getMessage());
    }

    @Test
    void failsOnAFailedBenchmark() {
        ParseException e = assertThrows(ParseException.class, () -> parsed("libtest/failing.ndjson"));

        assertEquals(
                "bench.txt:7: benchmark 'trips' failed; a failed run is not taken in part, so mend it and measure again",
                e.getMessage());
    }

    @Test
    void failsOnOutputThatEndsInTheMiddle() {
        String output = text("libtest/alpha.ndjson");
        String cut = output.substring(0, output.indexOf("{ \"type\": \"bench\", \"name\": \"sum\""));

        ParseException e = assertThrows(ParseException.class, () -> parsedText(cut));

        assertTrue(e.getMessage().startsWith("bench.txt:1: this suite has no end:"), e.getMessage());
    }

    @Test
    void failsOnALineThatIsCutOff() {
        String output = text("libtest/alpha.ndjson");
        String cut = output.substring(0, output.indexOf("176.538"));

        ParseException e = assertThrows(ParseException.class, () -> parsedText(cut));

        assertTrue(e.getMessage().startsWith("bench.txt:13:1:"), e.getMessage());
        assertTrue(e.getMessage().contains("is cut off"), e.getMessage());
    }

    @Test
    void failsWhereALineIsMissing() {
        String output = text("libtest/alpha.ndjson").replaceAll("\\{ \"type\": \"bench\", \"name\": \"sum\".*\n", "");

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertEquals(
                "bench.txt:15: libtest measured 5 benchmarks, but the output holds 4; give the whole output, as it was printed",
                e.getMessage());
    }

    @Test
    void failsOnAResultThatIsNotFinite() {
        String output = text("libtest/alpha.ndjson").replace("50.47776", "NaN");

        ParseException e = assertThrows(ParseException.class, () -> parsedText(output));

        assertTrue(e.getMessage().startsWith("bench.txt:13:/median: is not finite (NaN)"), e.getMessage());
    }

    @Test
    void failsOnSuitesWithoutAnyBenchmark() {
        ParseException e = assertThrows(ParseException.class, () -> parsedText("""
                        { "type": "suite", "event": "started", "test_count": 0 }
                        { "type": "suite", "event": "ok", "passed": 0, "failed": 0, "ignored": 0, "measured": 0 }
                        """));

        assertTrue(e.getMessage().startsWith("bench.txt: there is no result in it:"), e.getMessage());
    }
}
