package dev.pawl.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Alert;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The life of an alert about a value that no baseline explains. */
class AbsoluteLimitAlertTest {

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));
    private static final SeriesKey SERIES = new SeriesKey(Benchmark.named("episode"), TIME.identity(), "ci");
    private static final Alert ALERT = new Alert(
            1,
            SERIES,
            TIME,
            "main",
            Alert.State.OPEN,
            Severity.CRITICAL,
            0,
            null,
            "0123456",
            "r1",
            Instant.EPOCH,
            Instant.EPOCH,
            null);

    @Test
    void aNewMeasurementBeyondItsLimitOpensAnAlert() {
        List<AlertChange> changes =
                AlertRules.after(judged(Verdict.REGRESSED, Severity.CRITICAL, Reason.ABSOLUTE_LIMIT, 1.2), List.of());

        assertInstanceOf(AlertChange.Opened.class, changes.get(0));
    }

    @Test
    void itStaysWhileTheValueIsBeyondTheLimitAndIsResolvedWhenItIsNot() {
        Comparison beyond = judged(Verdict.REGRESSED, Severity.CRITICAL, Reason.ABSOLUTE_LIMIT, 1.1);
        Comparison within = judged(Verdict.UNCHANGED, null, Reason.WITHIN_LIMITS, 0.9);

        assertEquals(List.of(), AlertRules.after(beyond, List.of(ALERT)));
        assertInstanceOf(
                AlertChange.Resolved.class,
                AlertRules.after(within, List.of(ALERT)).get(0));
    }

    private static Comparison judged(Verdict verdict, @Nullable Severity severity, Reason reason, double value) {
        Threshold threshold = new Threshold(0.05, 0.1, Policy.SIGNIFICANT, AbsoluteLimit.of("<= 1 s"));
        JudgedMeasurement result = new JudgedMeasurement(
                SERIES, TIME, verdict, severity, reason, threshold, Evidence.oneSided(null, value, 0, 1));
        return new Comparison(
                1,
                1,
                Threshold.DEFAULT,
                Baseline.Choice.none("first run"),
                new Contender.Identity("main", "main", "0123456", null, "ci", List.of("r1"), true),
                List.of(result),
                List.of());
    }
}
