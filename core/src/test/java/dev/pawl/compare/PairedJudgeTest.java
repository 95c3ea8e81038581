package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Reason;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PairedJudgeTest {

    private static final int PAIRS = 5;

    private static final RunComparer PAIRED = RunComparer.ofPairs(Thresholds.DEFAULT);

    @Test
    void aMachineThatWandersHidesAChangeFromRunsAndNotFromPairs() {
        int proven = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[][] sides = sides(new Random(seed), 0.2, 0.005, 1.06);
            if (judged(PAIRED, sides[0], sides[1]).verdict() == Verdict.REGRESSED) proven++;
            assertEquals(
                    false,
                    judged(new RunComparer(Thresholds.DEFAULT, 0), sides[0], sides[1])
                                    .verdict()
                            == Verdict.REGRESSED,
                    "seed " + seed);
        }
        assertTrue(proven >= 45, "proven " + proven);
    }

    @Test
    void unchangedPairsAreCalledChangedAsOftenAsPromised() {
        int proven = 0;
        int trials = 20_000;
        for (int seed = 0; seed < trials; seed++) {
            double[][] sides = sides(new Random(seed), 0.2, 0.05, 1);
            Double pValue = judged(PAIRED, sides[0], sides[1]).evidence().pValue();
            if (pValue != null && pValue <= MeasurementJudge.ERROR_RATE) proven++;
        }
        // Four standard deviations of a binomial around 2 %.
        assertEquals(0.02, proven / (double) trials, 0.004);
    }

    @Property
    void whatBothRunsOfAPairShareCancels(
            @ForAll @Size(PAIRS) List<@DoubleRange(min = 0.1, max = 10) Double> drift, @ForAll long seed) {
        double[][] sides = sides(new Random(seed), 0, 0.01, 1.08);
        JudgedMeasurement still = judged(PAIRED, sides[0], sides[1]);
        for (int i = 0; i < PAIRS; i++) for (double[] side : sides) side[i] *= drift.get(i);

        JudgedMeasurement drifting = judged(PAIRED, sides[0], sides[1]);

        assertEquals(still.verdict(), drifting.verdict());
        assertEquals(still.evidence().pValue(), drifting.evidence().pValue(), 1e-6);
    }

    @Test
    void twoPairsProveNothing() {
        JudgedMeasurement judged = judged(PAIRED, new double[] {1, 1}, new double[] {1.2, 1.21});

        assertEquals(Verdict.UNDECIDED, judged.verdict());
        assertEquals(Reason.TOO_FEW_RUNS, judged.reason());
        assertEquals(0.205, judged.evidence().change(), 0.001);
    }

    @Test
    void equalPairsAreUnchangedAndEqualChangesAreProven() {
        assertEquals(
                Verdict.UNCHANGED,
                judged(PAIRED, new double[] {1, 2, 3}, new double[] {1, 2, 3}).verdict());
        assertEquals(
                Verdict.REGRESSED,
                judged(PAIRED, new double[] {1, 2, 4}, new double[] {2, 4, 8}).verdict());
    }

    /** A whole suite that got slower is slower code, because no testbed drifts within a pair. */
    @Test
    void noDriftIsSuspected() {
        Runs before = Runs.none();
        Runs after = Runs.none();
        for (int i = 0; i < 8; i++) {
            double[][] sides = sides(new Random(i), 0.1, 0.005, 1.2);
            before.measuring("b" + i, sides[0]);
            after.measuring("b" + i, sides[1]);
        }

        assertEquals(
                8,
                PAIRED.compare(before.asBaseline(), after.asContender(), List.of())
                        .summary()
                        .count(Verdict.REGRESSED));
    }

    private static double[][] sides(Random random, double wander, double noise, double factor) {
        double[][] sides = new double[2][PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            double machine = Math.exp(wander * random.nextGaussian());
            sides[0][i] = machine * Math.exp(noise * random.nextGaussian());
            sides[1][i] = machine * Math.exp(noise * random.nextGaussian()) * factor;
        }
        return sides;
    }

    private static JudgedMeasurement judged(RunComparer comparer, double[] before, double[] after) {
        return comparer.compare(
                        Runs.none().measuring("sort", before).asBaseline(),
                        Runs.none().measuring("sort", after).asContender(),
                        List.of())
                .results()
                .get(0);
    }
}
