package dev.pawl.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Alert;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRulesTest {

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));
    private static final Metric RATE =
            new Metric("throughput", Unit.of("1/s"), Direction.HIGHER_IS_BETTER, Role.HEADLINE);
    private static final Metric MEMORY = new Metric("memory", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);

    /** The commit whose run opened the alerts below. */
    private static final String FIRST = "0000001";

    private static final String NEXT = "0000002";

    @Test
    void onlyAProvenRegressionOfAHeadlineMetricOpensAnAlert() {
        assertEquals(List.of("Opened"), after(judged(FIRST, TIME, Verdict.REGRESSED, Severity.WARNING, 1.06)));
        assertEquals(List.of(), after(judged(FIRST, TIME, Verdict.UNDECIDED, Severity.CRITICAL, 1.3)));
        assertEquals(List.of(), after(judged(FIRST, TIME, Verdict.IMPROVED, Severity.WARNING, 0.94)));
        assertEquals(List.of(), after(judged(FIRST, MEMORY, Verdict.REGRESSED, Severity.WARNING, 1.06)));
    }

    @Test
    void anotherCommitsRunBeyondTheLimitConfirmsIt() {
        Alert suspicion = alert(TIME, Severity.WARNING, 1.0, null);

        assertEquals(List.of(), after(judged(FIRST, TIME, Verdict.REGRESSED, Severity.WARNING, 1.06), suspicion));
        assertEquals(
                List.of("Confirmed"), after(judged(NEXT, TIME, Verdict.REGRESSED, Severity.WARNING, 1.06), suspicion));
        assertEquals(List.of("Confirmed"), after(judged(NEXT, TIME, Verdict.UNDECIDED, null, 1.06), suspicion));
    }

    @Test
    void aBenchmarkThatDidNotRunNeitherConfirmsNorResolves() {
        Alert suspicion = alert(TIME, Severity.WARNING, 1.0, null);

        assertEquals(List.of(), after(judged(NEXT, TIME, Verdict.MISSING, null, null), suspicion));
    }

    @Test
    void itIsRaisedAgainOnlyWhenItGetsWorse() {
        Alert warning = alert(TIME, Severity.WARNING, 1.0, Instant.EPOCH);
        Alert critical = alert(TIME, Severity.CRITICAL, 1.0, Instant.EPOCH);

        assertEquals(List.of(), after(judged(NEXT, TIME, Verdict.REGRESSED, Severity.WARNING, 1.07), warning));
        assertEquals(
                List.of("Worsened"), after(judged(NEXT, TIME, Verdict.REGRESSED, Severity.CRITICAL, 1.2), warning));
        assertEquals(List.of(), after(judged(NEXT, TIME, Verdict.REGRESSED, Severity.WARNING, 1.07), critical));
    }

    /** The alert was raised at a level of 1; five percent is the warning limit. */
    @ParameterizedTest
    @CsvSource({
        "time,1.049,true",
        "time,1.051,false",
        "time,0.7,true",
        "rate,0.951,true",
        "rate,0.949,false",
        "rate,1.4,true"
    })
    void itIsResolvedWhenTheValueIsBackWithinTheLimit(String name, double value, boolean isResolved) {
        Metric metric = name.equals("time") ? TIME : RATE;
        Alert alert = alert(metric, Severity.WARNING, 1.0, Instant.EPOCH);

        List<String> changes = after(judged(NEXT, metric, Verdict.UNCHANGED, null, value), alert);

        assertEquals(isResolved ? List.of("Resolved") : List.of(), changes);
    }

    /** The slow level is its own baseline by then. */
    @Test
    void anUnchangedSlowLevelResolvesNothing() {
        Alert alert = alert(TIME, Severity.CRITICAL, 1.0, Instant.EPOCH);

        assertEquals(List.of(), after(judged(NEXT, TIME, Verdict.UNCHANGED, null, 1.2), alert));
    }

    @Test
    void aLevelOfZeroIsNeverReturnedTo() {
        Alert alert = alert(TIME, Severity.CRITICAL, 0.0, Instant.EPOCH);

        assertEquals(List.of(), after(judged(NEXT, TIME, Verdict.UNCHANGED, null, 0.0), alert));
    }

    @Test
    void anAlertAboutAnAbsoluteLimitStaysWhileTheValueIsBeyondItAndIsResolvedWhenItIsNot() {
        Alert alert = alert(TIME, Severity.CRITICAL, null, null);

        assertEquals(List.of("Opened"), after(judged(FIRST, TIME, Verdict.REGRESSED, Severity.CRITICAL, 1.2)));
        assertEquals(List.of(), after(judged(FIRST, TIME, Verdict.REGRESSED, Severity.CRITICAL, 1.1), alert));
        assertEquals(List.of("Resolved"), after(judged(FIRST, TIME, Verdict.UNCHANGED, null, 0.9), alert));
    }

    private static List<String> after(Comparison comparison, Alert... pending) {
        return AlertRules.after(comparison, List.of(pending)).stream()
                .map(change -> change.getClass().getSimpleName())
                .toList();
    }

    private static SeriesKey series(Metric metric) {
        return new SeriesKey(Benchmark.named("episode"), metric.identity(), "ci");
    }

    private static Alert alert(
            Metric metric, Severity severity, @Nullable Double before, @Nullable Instant confirmedAt) {
        return new Alert(
                1,
                series(metric),
                metric,
                "main",
                Alert.State.OPEN,
                severity,
                0.06,
                before,
                FIRST,
                "r1",
                Instant.EPOCH,
                confirmedAt,
                null,
                null);
    }

    private static Comparison judged(
            String sha, Metric metric, Verdict verdict, @Nullable Severity severity, @Nullable Double value) {
        Threshold threshold = new Threshold(0.05, 0.1, Policy.SIGNIFICANT, AbsoluteLimit.of("<= 1 s"));
        JudgedMeasurement result = new JudgedMeasurement(
                series(metric),
                metric,
                verdict,
                severity,
                Reason.SIGNIFICANT_CHANGE,
                threshold,
                Evidence.oneSided(null, value, 0, 1));
        return new Comparison(
                1,
                1,
                Threshold.DEFAULT,
                Baseline.Choice.none("first run"),
                new Contender.Identity("main", "main", sha, null, "ci", List.of("r1"), true),
                List.of(result),
                List.of());
    }
}
