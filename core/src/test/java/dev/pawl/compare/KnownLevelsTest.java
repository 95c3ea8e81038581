package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.KnownLevels;
import dev.pawl.model.KnownLevels.Step;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of the base runs' levels beside their values. */
class KnownLevelsTest {

    private static final SeriesKey SORT =
            new SeriesKey(Benchmark.named("sort"), Runs.time().identity(), "ci");

    /** Twenty runs around 2 s that vary by 1 %. */
    private static final double[] OLD = Runs.noisy(1, 20, 2, 0.01);

    @Test
    void oneRunOnAnAcceptedLevelIsWhereTheBaselineIsAndTheOlderOnesTellTheNoise() {
        Runs before = Runs.none().measuring("sort", then(OLD, 2.4));
        KnownLevels accepted = accepted(new Step("commit20", 2, 2.4));

        JudgedMeasurement same = judged(before, accepted, 2.41);
        JudgedMeasurement worse = judged(before, accepted, 2.64);

        assertEquals(Verdict.UNDECIDED, judged(before, KnownLevels.NONE, 2.41).verdict());
        assertEquals(Verdict.UNCHANGED, same.verdict());
        assertEquals(2.4, same.evidence().baseline());
        assertEquals(2.41 / 2.4 - 1, same.evidence().change(), 1e-12);
        assertEquals(21, same.evidence().baselineRuns());
        assertEquals(Verdict.REGRESSED, worse.verdict());
        assertEquals(0.1, worse.evidence().change(), 1e-12);
        assertEquals(0.01, worse.evidence().noise(), 0.003);
        // One run tells a level less well than twenty do.
        assertTrue(worse.evidence().minimumDetectableChange() > 0.03, worse.toString());
    }

    @Test
    void anAcceptedStepWhoseCommitIsNotOnTheBranchIsWhereTheValuesAreNearestToBothLevels() {
        // A spike before it, and a run after it that was fast by luck.
        double[] values = then(OLD, 2.38, 2.02, 1.99, 2.41, 2.43, 2.17, 2.4);

        JudgedMeasurement result =
                judged(Runs.none().measuring("sort", values), accepted(new Step("squashed", 2, 2.4)), 2.41);

        assertEquals(2.405, result.evidence().baseline(), 1e-12);
        assertEquals(Verdict.UNCHANGED, result.verdict());
    }

    @Test
    void anAcceptedStepThatIsNotThereYetChangesNothing() {
        Runs before = Runs.none().measuring("sort", OLD);

        assertEquals(
                judged(before, KnownLevels.NONE, 2.4), judged(before, accepted(new Step("not merged", 2, 2.4)), 2.4));
    }

    @Test
    void stretchesThatAreTooShortToHaveALevelTellNoNoise() {
        Runs before = Runs.none().measuring("sort", 2, 2.2, 2.4, 2.6, 2.8, 3);
        KnownLevels accepted = accepted(
                new Step("commit1", 2, 2.2),
                new Step("commit2", 2.2, 2.4),
                new Step("commit3", 2.4, 2.6),
                new Step("commit4", 2.6, 2.8),
                new Step("commit5", 2.8, 3));

        JudgedMeasurement result = judged(before, accepted, 3.2);

        assertEquals(3, result.evidence().baseline());
        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.NO_SPREAD, result.reason());
    }

    @Test
    void runsUnderAnotherDriverTellTheNoiseAndEachDriverHasALevelOfItsOwn() {
        double[] values = then(then(OLD, Runs.noisy(2, 10, 3, 0.01)), Runs.noisy(3, 2, 2.4, 0.01));
        Map<String, Integer> elsewhere = new HashMap<>();
        for (int i = 0; i < 30; i++) elsewhere.put("base-run" + i, i < 20 ? 0 : 1);

        JudgedMeasurement same = judged(Runs.none().measuring("sort", values), elsewhere(elsewhere), 2.41);
        JudgedMeasurement worse = judged(Runs.none().measuring("sort", values), elsewhere(elsewhere), 2.64);

        assertEquals(Verdict.UNCHANGED, same.verdict());
        assertEquals((values[30] + values[31]) / 2, same.evidence().baseline(), 1e-12);
        assertEquals(Verdict.REGRESSED, worse.verdict());
        assertEquals(0.01, worse.evidence().noise(), 0.003);
    }

    @Test
    void aDriverThatComesBackFindsItsOwnLevel() {
        double[] values = then(OLD, Runs.noisy(2, 10, 3, 0.01));
        Map<String, Integer> elsewhere = new HashMap<>();
        for (int i = 20; i < 30; i++) elsewhere.put("base-run" + i, 0);

        JudgedMeasurement result = judged(Runs.none().measuring("sort", values), elsewhere(elsewhere), 2.01);

        assertEquals(Verdict.UNCHANGED, result.verdict());
        assertEquals(2, result.evidence().baseline(), 0.02);
    }

    @Test
    void runsOnAnotherGpuTellNothingButWhatThereWas() {
        Runs before = Runs.none().measuring("sort", OLD).measuring("gone", OLD);
        Map<String, Integer> elsewhere = new HashMap<>();
        for (int i = 0; i < 20; i++) elsewhere.put("base-run" + i, KnownLevels.NO_SAY);

        Comparison comparison =
                compare(before, elsewhere(elsewhere), Runs.none().measuring("sort", 4));

        assertEquals(2, comparison.results().size());
        assertEquals(Verdict.MISSING, comparison.results().get(0).verdict());
        assertEquals(Verdict.NEW, comparison.results().get(1).verdict());
        elsewhere.keySet().removeAll(List.of("base-run17", "base-run18", "base-run19"));
        JudgedMeasurement few = judged(Runs.none().measuring("sort", OLD), elsewhere(elsewhere), 2.2);
        assertEquals(AssumedNoise.HOSTED_RUNNERS, few.evidence().noise());
        assertEquals(3, few.evidence().baselineRuns());
    }

    @Test
    void theClockIsHeldAgainstThatOfRunsUnderTheSameDriver() {
        Metric clock = Runs.metric("gpu.clock.sm", "Hz", Direction.UNKNOWN, Role.INFORMATIONAL);
        Runs before = Runs.none()
                .measuring("sort", then(OLD, 2, 2.01))
                .measuring("sort", clock, then(Runs.noisy(4, 20, 1.7e9, 0.001), 1.4e9, 1.4e9));
        Runs after = Runs.none().measuring("sort", 2.4).measuring("sort", clock, 1.4e9);
        Map<String, Integer> elsewhere = new HashMap<>();
        for (int i = 0; i < 20; i++) elsewhere.put("base-run" + i, 0);

        assertEquals(
                Reason.CLOCK_CHANGED,
                compare(before, KnownLevels.NONE, after).results().get(0).reason());
        assertEquals(
                Verdict.REGRESSED,
                compare(before, elsewhere(elsewhere), after).results().get(0).verdict());
    }

    private static KnownLevels accepted(Step... steps) {
        return new KnownLevels(Map.of(), Map.of(SORT, List.of(steps)));
    }

    private static KnownLevels elsewhere(Map<String, Integer> runs) {
        return new KnownLevels(runs, Map.of());
    }

    private static JudgedMeasurement judged(Runs before, KnownLevels levels, double after) {
        return compare(before, levels, Runs.none().measuring("sort", after))
                .results()
                .get(0);
    }

    private static Comparison compare(Runs before, KnownLevels levels, Runs after) {
        return new RunComparer(Thresholds.DEFAULT, 0)
                .compare(before.asBaseline(levels), after.asContender(), List.of());
    }

    private static double[] then(double[] older, double... newer) {
        double[] all = Arrays.copyOf(older, older.length + newer.length);
        System.arraycopy(newer, 0, all, older.length, newer.length);
        return all;
    }
}
