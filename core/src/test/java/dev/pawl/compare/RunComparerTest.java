package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunComparerTest {

    private static final double[] QUIET_HISTORY = Runs.noisy(1, 60, 2.0, 0.01);
    private static final double[] NOISY_HISTORY = Runs.noisy(2, 60, 2.0, 0.10);

    @Test
    void aChangeBeyondTheCriticalLimitAndTheNoiseIsACriticalRegression() {
        Runs before = Runs.none().measuring("sort", QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", 2.4);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.REGRESSED, result.verdict());
        assertEquals(Severity.CRITICAL, result.severity());
        assertEquals(Reason.SIGNIFICANT_CHANGE, result.reason());
        assertEquals(0.20, result.evidence().change(), 0.01);
        assertEquals(0.01, result.evidence().noise(), 0.003);
        assertEquals(60, result.evidence().baselineRuns());
        assertTrue(result.evidence().interval().lower() > 0.1);
    }

    @Test
    void noiseBeyondMeasureLeavesNoAbsurdFigure() {
        Runs before = Runs.none().measuring("sort", 1e-9, 1, 1e9, 1e-6, 1e6, 1e-3, 1e3, 1, 1e12, 1e-12);
        Runs after = Runs.none().measuring("sort", 2.0);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(1, result.evidence().minimumDetectableChange());
    }

    @Test
    void anImprovementIsJudgedAsStrictlyAsARegression() {
        Runs before = Runs.none().measuring("sort", QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", 1.6);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.IMPROVED, result.verdict());
        assertEquals(Severity.CRITICAL, result.severity());
    }

    @Test
    void aHigherThroughputIsAnImprovement() {
        Metric throughput = Runs.metric("throughput", "ops/s", Direction.HIGHER_IS_BETTER, Role.HEADLINE);
        Runs before = Runs.none().measuring("sort", throughput, QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", throughput, 2.4);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.IMPROVED, result.verdict());
        assertEquals(0.20, result.evidence().change(), 0.01);
    }

    @Test
    void theDirectionIsTheContenders() {
        Metric unknown = Runs.metric("score", "points", Direction.UNKNOWN, Role.HEADLINE);
        Metric higher = Runs.metric("score", "points", Direction.HIGHER_IS_BETTER, Role.HEADLINE);
        Runs before = Runs.none().measuring("sort", unknown, QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", higher, 2.4);

        assertEquals(
                Verdict.IMPROVED,
                only(compare(before, after, Policy.SIGNIFICANT)).verdict());
    }

    @Test
    void aChangeThatNoiseExplainsIsUndecidedAndKeepsItsSeverity() {
        Runs before = Runs.none().measuring("sort", NOISY_HISTORY);
        Runs after = Runs.none().measuring("sort", 2.3);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.TOO_NOISY, result.reason());
        assertEquals(Severity.CRITICAL, result.severity());
        assertTrue(result.evidence().minimumDetectableChange() > 0.2);
        assertNotNull(result.evidence().rerunsToSettle());
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void aChangeWithinTheLimitsIsUnchanged(Policy policy) {
        Runs before = Runs.none().measuring("sort", QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", 2.06);

        JudgedMeasurement result = only(compare(before, after, policy));

        assertEquals(Verdict.UNCHANGED, result.verdict());
        assertEquals(Reason.WITHIN_LIMITS, result.reason());
        assertNull(result.severity());
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.05, WARNING",
        "3.0, 3.15, WARNING",
        "1.0, 0.95, WARNING",
        "0.7, 0.77, CRITICAL",
        "1e-9, 1.1e-9, CRITICAL"
    })
    void aChangeOfExactlyTheLimitIsBeyondIt(double before, double after, Severity severity) {
        Comparison comparison =
                compare(Runs.none().measuring("sort", before), Runs.none().measuring("sort", after), Policy.PLAIN);

        assertEquals(severity, only(comparison).severity());
        assertEquals(Reason.BEYOND_LIMIT, only(comparison).reason());
    }

    @Test
    void strictAsksForTheWholeIntervalBeyondTheLimit() {
        Runs before = Runs.none().measuring("sort", QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", 2.13);

        assertEquals(
                Verdict.REGRESSED,
                only(compare(before, after, Policy.SIGNIFICANT)).verdict());
        assertEquals(
                Verdict.UNDECIDED, only(compare(before, after, Policy.STRICT)).verdict());
        Runs farAfter = Runs.none().measuring("sort", 2.3);
        assertEquals(
                Verdict.REGRESSED,
                only(compare(before, farAfter, Policy.STRICT)).verdict());
    }

    @Test
    void twoBareValuesDecideNothing() {
        Runs before = Runs.none().measuring("sort", 1.0);
        Runs after = Runs.none().measuring("sort", 1.3);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.NO_SPREAD, result.reason());
        assertEquals(Severity.CRITICAL, result.severity());
        assertEquals(0.3, result.evidence().change(), 1e-12);
    }

    @Test
    void twoEqualValuesAreUnchanged() {
        Runs runs = Runs.none().measuring("sort", 1.0);

        assertEquals(
                Verdict.UNCHANGED, only(compare(runs, runs, Policy.SIGNIFICANT)).verdict());
    }

    @Test
    void twoRunsWithQuietSamplesProveAClearSlowdown() {
        Runs before = Runs.none().sampling("sort", Runs.time(), 0.02, 1.0);
        Runs after = Runs.none().sampling("sort", Runs.time(), 0.02, 1.3);

        assertEquals(
                Verdict.REGRESSED,
                only(compare(before, after, Policy.SIGNIFICANT)).verdict());
    }

    @Test
    void twoRunsWithQuietSamplesDoNotProveASmallSlowdown() {
        Runs before = Runs.none().sampling("sort", Runs.time(), 0.0001, 1.0);
        Runs after = Runs.none().sampling("sort", Runs.time(), 0.0001, 1.06);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.TOO_FEW_RUNS, result.reason());
        assertEquals(Severity.WARNING, result.severity());
    }

    @Test
    void twoRunsWithWildSamplesProveNothing() {
        Runs before = Runs.none().sampling("sort", Runs.time(), 0.3, 1.0);
        Runs after = Runs.none().sampling("sort", Runs.time(), 0.3, 1.3);

        assertEquals(
                Verdict.UNDECIDED,
                only(compare(before, after, Policy.SIGNIFICANT)).verdict());
    }

    @Test
    void aMoveWithoutADirectionIsUndecided() {
        Metric count = Runs.metric("objects", "count", Direction.UNKNOWN, Role.HEADLINE);
        Runs before = Runs.none().measuring("sort", count, QUIET_HISTORY);
        Runs after = Runs.none().measuring("sort", count, 2.4);

        JudgedMeasurement result = only(compare(before, after, Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.NO_DIRECTION, result.reason());
        assertEquals(Severity.CRITICAL, result.severity());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, 1", "1, -1"})
    void fromZeroOrAcrossItThereIsNoRelativeChange(double before, double after) {
        JudgedMeasurement result = only(compare(
                Runs.none().measuring("leak", before), Runs.none().measuring("leak", after), Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.NO_RELATIVE_CHANGE, result.reason());
        assertNull(result.evidence().change());
    }

    @Test
    void zeroThatStaysZeroIsUnchanged() {
        Runs runs = Runs.none().measuring("leak", 0.0);

        assertEquals(
                Verdict.UNCHANGED, only(compare(runs, runs, Policy.SIGNIFICANT)).verdict());
    }

    @Test
    void aCounterThatNeverVariedHasChangedFromHalfAPercentOn() {
        Metric instructions = Runs.metric("instructions", "count", Direction.LOWER_IS_BETTER, Role.HEADLINE);
        Runs before = Runs.none().measuring("sort", instructions, 1000, 1000, 1000, 1000, 1000);

        JudgedMeasurement changed =
                only(compare(before, Runs.none().measuring("sort", instructions, 1005), Policy.SIGNIFICANT));
        JudgedMeasurement same =
                only(compare(before, Runs.none().measuring("sort", instructions, 1004), Policy.SIGNIFICANT));

        assertEquals(Verdict.REGRESSED, changed.verdict());
        assertEquals(Severity.WARNING, changed.severity());
        assertEquals(0.005, changed.threshold().warning());
        assertEquals(Verdict.UNCHANGED, same.verdict());
    }

    @Test
    void aCoarseClockIsNoCounter() {
        Runs before = Runs.none().measuring("sort", 3, 3, 3, 3, 3, 3);

        JudgedMeasurement result = only(compare(before, Runs.none().measuring("sort", 3.1), Policy.SIGNIFICANT));

        assertEquals(Verdict.UNCHANGED, result.verdict());
    }

    @Test
    void whatOnlyTheContenderHasIsNew() {
        Comparison comparison = compare(
                Runs.none().measuring("sort", 1.0),
                Runs.none().measuring("sort", 1.0).measuring("find", 1.0),
                Policy.SIGNIFICANT);

        JudgedMeasurement result = comparison.results().get(0);
        assertEquals("find", result.series().benchmark().name());
        assertEquals(Verdict.NEW, result.verdict());
        assertEquals(Reason.NOT_IN_BASELINE, result.reason());
        assertNull(result.severity());
    }

    @Test
    void withoutABaselineEverythingIsNew() {
        Baseline nothing = new Baseline(Baseline.Choice.none("first run"), Map.of());

        Comparison comparison = new RunComparer(Thresholds.DEFAULT, 0)
                .compare(nothing, Runs.none().measuring("sort", 1.0).asContender(), List.of());

        assertEquals(Verdict.NEW, only(comparison).verdict());
        assertEquals(Reason.NO_BASELINE, only(comparison).reason());
    }

    @Test
    void whatACompleteContenderLacksIsMissing() {
        Runs before = Runs.none().measuring("sort", 1.0);

        Comparison complete = comparer(Policy.SIGNIFICANT)
                .compare(before.asBaseline(), Runs.none().asContender(true), List.of());
        Comparison partial = comparer(Policy.SIGNIFICANT)
                .compare(before.asBaseline(), Runs.none().asContender(false), List.of());

        assertEquals(Verdict.MISSING, only(complete).verdict());
        assertNull(only(complete).severity());
        assertEquals(List.of(), partial.results());
    }

    @Test
    void informationalMetricsAreLeftOut() {
        Metric clock = Runs.metric("clock", "count", Direction.UNKNOWN, Role.INFORMATIONAL);

        Comparison comparison = compare(
                Runs.none().measuring("sort", clock, 1.0).measuring("gone", clock, 1.0),
                Runs.none().measuring("sort", clock, 2.0),
                Policy.SIGNIFICANT);

        assertEquals(List.of(), comparison.results());
    }

    @Test
    void theWorstComesFirst() {
        Runs before = Runs.none();
        for (String name : List.of("a", "b", "c", "d")) before.measuring(name, QUIET_HISTORY);
        Runs after = Runs.none()
                .measuring("a", 2.0)
                .measuring("b", 1.5)
                .measuring("c", 2.14)
                .measuring("d", 3.0);

        Comparison comparison = compare(before, after, Policy.SIGNIFICANT);

        assertEquals(
                List.of("d", "c", "b", "a"),
                comparison.results().stream()
                        .map(result -> result.series().benchmark().name())
                        .toList());
    }

    @Test
    void whatTheCallerFoundIsKept() {
        Finding finding = new Finding(Finding.Kind.ENVIRONMENT_CHANGED, "another JDK");

        Comparison comparison = comparer(Policy.SIGNIFICANT)
                .compare(Runs.none().asBaseline(), Runs.none().asContender(), List.of(finding));

        assertEquals(List.of(finding), comparison.findings());
    }

    @Test
    void aBaselineThatSettledOnANewLevelIsComparedFromThere() {
        double[] accepted = new double[40];
        System.arraycopy(Runs.noisy(3, 28, 2.0, 0.01), 0, accepted, 0, 28);
        System.arraycopy(Runs.noisy(4, 12, 2.4, 0.01), 0, accepted, 28, 12);
        Runs before = Runs.none().measuring("sort", accepted);

        JudgedMeasurement same = only(compare(before, Runs.none().measuring("sort", 2.41), Policy.SIGNIFICANT));
        JudgedMeasurement back = only(compare(before, Runs.none().measuring("sort", 2.0), Policy.SIGNIFICANT));

        assertEquals(Verdict.UNCHANGED, same.verdict());
        assertEquals(2.4, same.evidence().baseline(), 0.02);
        assertEquals(Verdict.IMPROVED, back.verdict());
    }

    @Test
    void oneBadRunOfTwoProvesNothing() {
        Runs before = Runs.none().measuring("sort", QUIET_HISTORY);

        JudgedMeasurement spike = only(compare(before, Runs.none().measuring("sort", 3.0, 2.01), Policy.SIGNIFICANT));
        JudgedMeasurement both = only(compare(before, Runs.none().measuring("sort", 3.0, 2.9), Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, spike.verdict());
        assertEquals(Verdict.REGRESSED, both.verdict());
    }

    @Test
    void rerunsThatAreSaidToSettleDoSettle() {
        double[] history = Runs.noisy(5, 60, 1.0, 0.05);
        JudgedMeasurement undecided = only(compare(
                Runs.none().measuring("sort", history), Runs.none().measuring("sort", 1.1), Policy.SIGNIFICANT));
        int reruns = undecided.evidence().rerunsToSettle();
        double[] again = new double[1 + reruns];
        Arrays.fill(again, 1.1);

        JudgedMeasurement settled = only(compare(
                Runs.none().measuring("sort", history), Runs.none().measuring("sort", again), Policy.SIGNIFICANT));

        assertEquals(Verdict.UNDECIDED, undecided.verdict());
        assertTrue(reruns >= 1 && reruns <= 10);
        assertEquals(Verdict.REGRESSED, settled.verdict());
    }

    @Test
    void whatTheMinimumDetectableChangeSaysIsProvable() {
        Runs before = Runs.none().measuring("sort", NOISY_HISTORY);
        double centre = only(compare(before, Runs.none().measuring("sort", 2.0), Policy.SIGNIFICANT))
                .evidence()
                .baseline();
        double detectable = only(compare(before, Runs.none().measuring("sort", 2.0), Policy.SIGNIFICANT))
                .evidence()
                .minimumDetectableChange();

        Runs justBeyond = Runs.none().measuring("sort", centre * (1 + detectable * 1.01));
        Runs justBelow = Runs.none().measuring("sort", centre * (1 + detectable * 0.97));

        assertEquals(
                Verdict.REGRESSED,
                only(compare(before, justBeyond, Policy.SIGNIFICANT)).verdict());
        assertEquals(
                Verdict.UNDECIDED,
                only(compare(before, justBelow, Policy.SIGNIFICANT)).verdict());
    }

    @Test
    void aLargeSuiteAsksForMoreProof() {
        double barely = 2.0 * 1.085;
        double[] history = Runs.noisy(6, 60, 2.0, 0.03);
        Runs before = Runs.none().measuring("it", history);
        Runs after = Runs.none().measuring("it", barely);
        Verdict alone = only(compare(before, after, Policy.SIGNIFICANT)).verdict();
        for (int i = 0; i < 299; i++) {
            before.measuring("unchanged" + i, Runs.noisy(100 + i, 60, 1.0, 0.02));
            after.measuring("unchanged" + i, Runs.noisy(1000 + i, 1, 1.0, 0.02));
        }

        JudgedMeasurement amongMany = compare(before, after, Policy.SIGNIFICANT).results().stream()
                .filter(result -> result.series().benchmark().name().equals("it"))
                .findFirst()
                .orElseThrow();

        assertEquals(Verdict.REGRESSED, alone);
        assertEquals(Verdict.UNDECIDED, amongMany.verdict());
    }

    @Test
    void aSuiteThatMovesTogetherIsADriftingTestbedNotManyRegressions() {
        Runs before = Runs.none();
        Runs after = Runs.none();
        for (int i = 0; i < 20; i++) {
            before.measuring("b" + i, Runs.noisy(i, 40, 1.0, 0.01));
            after.measuring("b" + i, i == 7 ? 1.5 : 1.12);
        }

        Comparison comparison = compare(before, after, Policy.SIGNIFICANT);

        assertEquals(1, comparison.findings().size());
        assertEquals(Finding.Kind.TESTBED_DRIFTED, comparison.findings().get(0).kind());
        assertTrue(comparison.findings().get(0).text().startsWith("19 of 20 benchmarks are slower by about 1"));
        assertEquals(1, comparison.summary().count(Verdict.REGRESSED));
        assertEquals("b7", comparison.results().get(0).series().benchmark().name());
        JudgedMeasurement drifted = comparison.results().get(1);
        assertEquals(Verdict.UNDECIDED, drifted.verdict());
        assertEquals(Reason.UNSTABLE, drifted.reason());
        assertEquals(Severity.CRITICAL, drifted.severity());
    }

    @Test
    void aSmallSuiteThatMovesTogetherIsRegressed() {
        Runs before = Runs.none();
        Runs after = Runs.none();
        for (int i = 0; i < 4; i++) {
            before.measuring("b" + i, Runs.noisy(i, 40, 1.0, 0.01));
            after.measuring("b" + i, 1.12);
        }

        Comparison comparison = compare(before, after, Policy.SIGNIFICANT);

        assertEquals(4, comparison.summary().count(Verdict.REGRESSED));
        assertEquals(List.of(), comparison.findings());
    }

    private static Comparison compare(Runs before, Runs after, Policy policy) {
        return comparer(policy).compare(before.asBaseline(), after.asContender(), List.of());
    }

    private static RunComparer comparer(Policy policy) {
        return new RunComparer(Thresholds.everywhere(new Threshold(0.05, 0.10, policy)), 0);
    }

    private static JudgedMeasurement only(Comparison comparison) {
        assertEquals(1, comparison.results().size());
        return comparison.results().get(0);
    }
}
