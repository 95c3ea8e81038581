package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.Severity;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import dev.pawl.report.EvidenceSentence;
import dev.pawl.wire.ComparisonJson;
import dev.pawl.wire.ComparisonReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a project's rules do to a comparison: absolute limits, roles, directions. */
class ThresholdRulesTest {

    private static final double[] HISTORY = Runs.noisy(1, 20, 1.2, 0.01);

    @Test
    void aValueAboveItsLimitIsCriticallyRegressedThoughNothingChanged() {
        Runs before = Runs.none().measuring("episode", HISTORY);
        Runs after = Runs.none().measuring("episode", 1.2);

        JudgedMeasurement result = only(compare(limit("<= 1 s"), before, after));

        assertEquals(Verdict.REGRESSED, result.verdict());
        assertEquals(Severity.CRITICAL, result.severity());
        assertEquals(Reason.ABSOLUTE_LIMIT, result.reason());
        assertEquals(0, result.evidence().change(), 0.01);
        assertEquals("1.2 s is above the limit of 1 s.", EvidenceSentence.of(result));
    }

    @Test
    void aNewMeasurementIsHeldAgainstItsLimitToo() {
        Baseline none = new Baseline(Baseline.Choice.none("first run"), Map.of());
        Metric rate = Metric.headline("throughput", Unit.of("ops/s"));
        Runs after = Runs.none().measuring("serve", rate, 99.5);

        Comparison comparison = new RunComparer(limit(">= 100 ops/s"), 0).compare(none, after.asContender(), List.of());

        assertEquals(Verdict.REGRESSED, only(comparison).verdict());
        assertEquals("99.5 /s is below the limit of 100 ops/s.", EvidenceSentence.of(only(comparison)));
        assertEquals(Severity.CRITICAL, comparison.summary().severity());
    }

    @Test
    void aValueWithinItsLimitIsJudgedAsEver() {
        Runs before = Runs.none().measuring("episode", HISTORY);
        Runs after = Runs.none().measuring("episode", 1.5);

        JudgedMeasurement result = only(compare(limit("<= 2 s"), before, after));

        assertEquals(Reason.SIGNIFICANT_CHANGE, result.reason());
        assertEquals(AbsoluteLimit.of("<= 2 s"), result.threshold().limit());
    }

    @Test
    void aLimitOfAnotherDimensionSaysNothing() {
        Runs before = Runs.none().measuring("episode", HISTORY);
        Runs after = Runs.none().measuring("episode", 1.2);

        assertEquals(
                Verdict.UNCHANGED, only(compare(limit("<= 1 B"), before, after)).verdict());
    }

    @Test
    void whatVanishedIsBeyondNoLimit() {
        Runs before = Runs.none().measuring("episode", HISTORY);

        assertEquals(
                Verdict.MISSING,
                only(compare(limit("<= 1 s"), before, Runs.none())).verdict());
    }

    @Test
    void aSupportingMetricIsShownButGatesNothing() {
        Runs before = Runs.none().measuring("episode", HISTORY);
        Runs after = Runs.none().measuring("episode", 2.0);
        Thresholds supporting = rule("time", new ThresholdOverride(null, null, null, Role.SUPPORTING, null, null));

        Comparison comparison = compare(supporting, before, after);

        assertEquals(Verdict.REGRESSED, only(comparison).verdict());
        assertEquals(Role.SUPPORTING, only(comparison).metric().role());
        assertNull(comparison.summary().severity());
    }

    @Test
    void anInformationalMetricIsNotJudgedNorMissed() {
        Runs both = Runs.none().measuring("episode", HISTORY);
        Thresholds informational =
                rule("time", new ThresholdOverride(null, null, null, Role.INFORMATIONAL, null, null));

        assertEquals(List.of(), compare(informational, both, both).results());
        assertEquals(List.of(), compare(informational, both, Runs.none()).results());
    }

    @Test
    void aMetricThatOnlyInformsCanBeMadeToGate() {
        Metric score = Runs.metric("score", "points", Direction.UNKNOWN, Role.INFORMATIONAL);
        Runs before = Runs.none().measuring("episode", score, Runs.noisy(2, 20, 100, 0.01));
        Runs after = Runs.none().measuring("episode", score, 80);
        Thresholds headline =
                rule("score", new ThresholdOverride(null, null, null, Role.HEADLINE, Direction.HIGHER_IS_BETTER, null));

        assertEquals(
                Severity.CRITICAL, compare(headline, before, after).summary().severity());
        assertEquals(List.of(), compare(Thresholds.DEFAULT, before, after).results());
    }

    @Test
    void theLimitTravelsWithTheComparison() {
        Runs before = Runs.none().measuring("episode", HISTORY);
        Comparison comparison = compare(limit("<= 1 s"), before, Runs.none().measuring("episode", 1.2));

        Comparison read = ComparisonReader.read(ComparisonJson.toBytes(comparison, EvidenceSentence::of));

        assertEquals(comparison, read);
    }

    private static Thresholds limit(String text) {
        return rule("*", new ThresholdOverride(null, null, null, null, null, AbsoluteLimit.of(text)));
    }

    private static Thresholds rule(String metric, ThresholdOverride what) {
        return new Thresholds(List.of(new Thresholds.Rule(new SeriesGlob("*", "*", metric, "*"), what)));
    }

    private static Comparison compare(Thresholds thresholds, Runs before, Runs after) {
        return new RunComparer(thresholds, 0).compare(before.asBaseline(), after.asContender(), List.of());
    }

    private static JudgedMeasurement only(Comparison comparison) {
        assertEquals(1, comparison.results().size());
        return comparison.results().get(0);
    }
}
