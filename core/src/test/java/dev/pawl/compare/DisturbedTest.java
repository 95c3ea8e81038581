package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DisturbedTest {

    private static final Metric DISTURBED =
            Runs.metric("disturbed", "ratio", Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);
    private static final Metric MEMORY = Runs.metric("gpu.memory.peak", "B", Direction.LOWER_IS_BETTER, Role.HEADLINE);

    private static final double[] HISTORY = Runs.noisy(1, 20, 2.0, 0.01);
    private static final double[] QUIET = new double[20];

    @ParameterizedTest
    @EnumSource(Policy.class)
    void aDisturbedRunProvesNoRegression(Policy policy) {
        JudgedMeasurement result =
                only(compare(history(QUIET), Runs.none().measuring("k", 3.0).measuring("k", DISTURBED, 0.5), policy));

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.UNSTABLE, result.reason());
        assertEquals(Severity.CRITICAL, result.severity());
        assertEquals(0.5, result.evidence().change(), 0.01);
        assertNull(result.evidence().pValue());
    }

    @Test
    void norThatNothingChanged() {
        Comparison comparison = compare(
                history(QUIET), Runs.none().measuring("k", 2.0).measuring("k", DISTURBED, 0.1), Policy.SIGNIFICANT);

        assertEquals(Verdict.UNDECIDED, only(comparison).verdict());
        assertNull(only(comparison).severity());
        assertEquals(
                List.of(new Finding(
                        Finding.Kind.DISTURBED,
                        "A benchmark was disturbed while being measured (lowered clocks, or another process on the GPU),"
                                + " so that nothing is said of it: k.")),
                comparison.findings());
    }

    @Test
    void aLittleDisturbanceDoesNotMatter() {
        JudgedMeasurement result = only(compare(
                history(QUIET), Runs.none().measuring("k", 3.0).measuring("k", DISTURBED, 0.09), Policy.SIGNIFICANT));

        assertEquals(Verdict.REGRESSED, result.verdict());
    }

    @Test
    void disturbedBaseRunsAreLeftOut() {
        double[] values = HISTORY.clone();
        double[] shares = QUIET.clone();
        for (int run = 0; run < 8; run++) {
            values[run] *= 1.6;
            shares[run] = 1;
        }

        JudgedMeasurement result = only(compare(
                Runs.none().measuring("k", values).measuring("k", DISTURBED, shares),
                Runs.none().measuring("k", 2.3).measuring("k", DISTURBED, 0),
                Policy.SIGNIFICANT));

        assertEquals(Verdict.REGRESSED, result.verdict());
        assertEquals(12, result.evidence().baselineRuns());
        assertEquals(0.15, result.evidence().change(), 0.02);
    }

    @Test
    void ofSeveralContenderRunsTheUndisturbedOnesCount() {
        JudgedMeasurement result = only(compare(
                history(QUIET),
                Runs.none().measuring("k", 3.0, 2.01, 3.1).measuring("k", DISTURBED, 1, 0, 1),
                Policy.SIGNIFICANT));

        assertEquals(Verdict.UNCHANGED, result.verdict());
        assertEquals(1, result.evidence().contenderRuns());
    }

    @Test
    void memoryIsNotDisturbed() {
        double[] bytes = new double[20];
        Arrays.fill(bytes, 1e9);
        Comparison comparison = compare(
                history(QUIET).measuring("k", MEMORY, bytes),
                Runs.none().measuring("k", 2.0).measuring("k", DISTURBED, 1).measuring("k", MEMORY, 2e9),
                Policy.SIGNIFICANT);

        JudgedMeasurement memory = comparison.results().stream()
                .filter(result -> result.metric().equals(MEMORY))
                .findFirst()
                .orElseThrow();
        assertEquals(Verdict.REGRESSED, memory.verdict());
    }

    @Test
    void otherBenchmarksAreJudged() {
        Comparison comparison = compare(
                history(QUIET).measuring("other", HISTORY),
                Runs.none().measuring("k", 3.0).measuring("k", DISTURBED, 1).measuring("other", 3.0),
                Policy.SIGNIFICANT);

        assertEquals(
                List.of(Verdict.REGRESSED, Verdict.UNDECIDED),
                comparison.results().stream().map(JudgedMeasurement::verdict).toList());
    }

    @Test
    void aDisturbedRunIsLeftOutWithItsPair() {
        double[] before = {1, 2, 3, 4, 5, 6};
        double[] after = {1.2, 2.4, 9, 4.8, 6, 7.2};
        RunComparer comparer = RunComparer.ofPairs(Thresholds.DEFAULT);

        JudgedMeasurement result = only(comparer.compare(
                Runs.none().measuring("k", before).asBaseline(),
                Runs.none()
                        .measuring("k", after)
                        .measuring("k", DISTURBED, 0, 0, 1, 0, 0, 0)
                        .asContender(),
                List.of()));

        assertEquals(Verdict.REGRESSED, result.verdict());
        assertEquals(0.2, result.evidence().change(), 1e-9);
        assertEquals(5, result.evidence().contenderRuns());
    }

    @Test
    void ofOneRunOnlyWhatProvesSomethingIsLeft() {
        Runs run = Runs.none()
                .measuring("k", 3.0)
                .measuring("k", DISTURBED, 1)
                .measuring("k", MEMORY, 1e9)
                .measuring("other", 2.0)
                .measuring("other", DISTURBED, 0);

        assertEquals(
                Set.of("k gpu.memory.peak", "other time", "other disturbed"),
                Disturbed.undisturbed(run.asContender().series()).values().stream()
                        .map(series -> series.key().benchmark().name() + " "
                                + series.metric().name())
                        .collect(Collectors.toSet()));
    }

    /** Disturbed runs are those of a lowered clock; asked about it they would excuse a run whose clock was high. */
    @Test
    void theClockOfADisturbedRunExcusesNoOther() {
        Metric clock = Runs.metric("gpu.clock.sm", "Hz", Direction.UNKNOWN, Role.INFORMATIONAL);
        double[] high = new double[HISTORY.length];
        Arrays.fill(high, 1.98e9);
        Runs base = history(QUIET).measuring("k", clock, high);
        Runs contender = Runs.none()
                .measuring("k", Runs.time(), 2.3, 2.3, 2.3)
                .measuring("k", DISTURBED, 0, 0.9, 0.9)
                .measuring("k", clock, 1.98e9, 1.6e9, 1.6e9);

        JudgedMeasurement result = new RunComparer(Thresholds.DEFAULT, 0)
                .compare(base.asBaseline(), contender.asContender(), List.of()).results().stream()
                        .filter(one -> one.metric().name().equals("time"))
                        .findFirst()
                        .orElseThrow();

        assertEquals(Verdict.REGRESSED, result.verdict());
    }

    private static Runs history(double[] shares) {
        return Runs.none().measuring("k", HISTORY).measuring("k", DISTURBED, shares);
    }

    private static Comparison compare(Runs before, Runs after, Policy policy) {
        Threshold threshold = new Threshold(0.05, 0.10, policy, null);
        return new RunComparer(Thresholds.everywhere(threshold), 0)
                .compare(before.asBaseline(), after.asContender(), List.of());
    }

    private static JudgedMeasurement only(Comparison comparison) {
        assertEquals(1, comparison.results().size(), comparison.results().toString());
        return comparison.results().get(0);
    }
}
