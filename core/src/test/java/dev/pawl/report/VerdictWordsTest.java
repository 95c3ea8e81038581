package dev.pawl.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictWordsTest {

    @Test
    void whatIsUndecidedSaysWhatItWouldBe() {
        assertEquals("undecided (critical?)", undecided(Direction.LOWER_IS_BETTER, 0.2));
        assertEquals("undecided (improved?)", undecided(Direction.LOWER_IS_BETTER, -0.2));
        assertEquals("undecided (improved?)", undecided(Direction.HIGHER_IS_BETTER, 0.2));
        assertEquals("undecided (critical?)", undecided(Direction.HIGHER_IS_BETTER, -0.2));
        assertEquals("undecided (critical?)", undecided(Direction.UNKNOWN, -0.2));
    }

    private static String undecided(Direction direction, double change) {
        Metric metric = new Metric("time", Unit.of("s"), direction, Role.HEADLINE);
        SeriesKey key = new SeriesKey(new Benchmark("", "a", Map.of(), "", 0), metric.identity(), "ci");
        Evidence evidence = new Evidence(change, null, 0.2, 0.05, null, 1.0, 1 + change, 20, 1, null);
        return VerdictWords.withSeverity(new JudgedMeasurement(
                key, metric, Verdict.UNDECIDED, Severity.CRITICAL, Reason.TOO_NOISY, Threshold.DEFAULT, evidence));
    }
}
