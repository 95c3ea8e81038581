package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class VerdictPropertiesTest {

    private static final Metric RATE = Runs.metric("throughput", "1/s", Direction.HIGHER_IS_BETTER, Role.HEADLINE);

    /** Kinds of noise that histories of benchmarks have; each draws one relative deviation. */
    enum Shape {
        NORMAL,
        SKEWED,
        BIMODAL,
        AUTOCORRELATED,
        HEAVY_TAILED,
        QUANTISED;

        double[] draw(Random random, int count) {
            double[] values = new double[count];
            double before = random.nextGaussian();
            for (int i = 0; i < count; i++) {
                double normal = random.nextGaussian();
                before = 0.5 * before + Math.sqrt(0.75) * normal;
                double deviation = switch (this) {
                    case NORMAL -> normal;
                    case SKEWED -> Math.exp(0.8 * normal);
                    case BIMODAL -> 0.5 * normal + (random.nextInt(4) == 0 ? 4 : 0);
                    case AUTOCORRELATED -> before;
                    case HEAVY_TAILED ->
                        normal
                                / Math.sqrt(DoubleStream.generate(random::nextGaussian)
                                                .limit(3)
                                                .map(g -> g * g)
                                                .sum()
                                        / 3);
                    case QUANTISED -> Math.rint(normal);
                };
                values[i] = Math.exp(0.04 * deviation);
            }
            return values;
        }
    }

    @Property(tries = 60)
    void aVerdictDoesNotDependOnTheUnit(
            @ForAll Shape shape,
            @ForAll long seed,
            @ForAll @IntRange(min = -30, max = 30) int exponent,
            @ForAll @DoubleRange(min = 0.8, max = 1.4) double change) {
        double[] values = shape.draw(new Random(seed), 33);

        JudgedMeasurement plain = judge(Runs.time(), values, change, 1);
        JudgedMeasurement scaled = judge(Runs.time(), times(values, Math.scalb(1.37, exponent)), change, 1);

        assertEquals(plain.verdict(), scaled.verdict());
        assertEquals(plain.evidence().pValue(), scaled.evidence().pValue(), 1e-6);
        assertEquals(plain.evidence().change(), scaled.evidence().change(), 1e-9);
    }

    @Property(tries = 60)
    void slowerTimesAndFallingRatesAreJudgedAlike(
            @ForAll Shape shape,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int runs,
            @ForAll @DoubleRange(min = 0.7, max = 1.5) double change) {
        double[] times = shape.draw(new Random(seed), 41);
        double[] rates = Arrays.stream(times).map(time -> 1 / time).toArray();

        JudgedMeasurement time = judge(Runs.time(), times, change, runs);
        JudgedMeasurement rate = judge(RATE, rates, 1 / change, runs);

        // Limits are on ratios, 1.10 up is 0.91 down: compare what does not depend on them.
        // The median of an even number of values is not the reciprocal of that of their reciprocals, by a hair.
        assertEquals(time.evidence().pValue(), rate.evidence().pValue(), 0.01);
        boolean opposite = time.verdict() == Verdict.REGRESSED && rate.verdict() == Verdict.IMPROVED
                || time.verdict() == Verdict.IMPROVED && rate.verdict() == Verdict.REGRESSED;
        assertTrue(!opposite);
    }

    @Property(tries = 40)
    void theOrderOfTheContendersRunsDoesNotMatter(
            @ForAll Shape shape, @ForAll long seed, @ForAll @IntRange(min = 2, max = 7) int runs) {
        double[] values = shape.draw(new Random(seed), 30 + runs);
        List<Double> shuffled = Arrays.stream(values, 30, 30 + runs).boxed().collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(seed + 1));
        double[] reordered = values.clone();
        for (int i = 0; i < runs; i++) reordered[30 + i] = shuffled.get(i);

        assertEquals(judge(Runs.time(), values, 1.1, runs), judge(Runs.time(), reordered, 1.1, runs));
    }

    @Property(tries = 60)
    void aCoarseClockRaisesNothingWhereNothingChanged(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int base) {
        Random random = new Random(seed);
        double[] ticks = random.doubles(base + 1).map(u -> u < 0.5 ? 10 : 11).toArray();
        // Both ticks have been seen.
        ticks[0] = 10;
        ticks[1] = 11;
        ticks[2] = 10;
        ticks[3] = 11;

        Verdict verdict = judge(Runs.time(), ticks, 1, 1).verdict();

        assertTrue(verdict == Verdict.UNCHANGED || verdict == Verdict.UNDECIDED);
    }

    @Property(tries = 20)
    void whatNeverVariesIsUnchanged(
            @ForAll @IntRange(min = -30, max = 30) int exponent, @ForAll @IntRange(min = 1, max = 70) int base) {
        double[] values = new double[base + 1];
        Arrays.fill(values, Math.scalb(1.37, exponent));

        assertEquals(Verdict.UNCHANGED, judge(Runs.time(), values, 1, 1).verdict());
    }

    @Property(tries = 18)
    void unchangedBenchmarksAreSeldomCalledChanged(@ForAll Shape shape, @ForAll @IntRange(min = 1, max = 3) int runs) {
        Random random = new Random(shape.ordinal() * 10 + runs);
        int judged = 1500;
        int wrong = 0;
        for (int i = 0; i < judged; i++) {
            Verdict verdict =
                    judge(Runs.time(), shape.draw(random, 60 + runs), 1, runs).verdict();
            if (verdict == Verdict.REGRESSED || verdict == Verdict.IMPROVED) wrong++;
        }

        // 2 % on both sides together is promised for independent runs; a binomial's 4 standard deviations above it is
        // 3.5 %.
        assertTrue(wrong <= 0.035 * judged, shape + " with " + runs + " runs: " + wrong + " of " + judged);
    }

    @Property(tries = 6)
    void pValuesAreUniformWhereNothingChanged(@ForAll Shape shape) {
        if (shape == Shape.QUANTISED) return;
        Random random = new Random(shape.ordinal());
        int judged = 2000;
        double[] pValues = new double[judged];
        for (int i = 0; i < judged; i++) {
            pValues[i] =
                    judge(Runs.time(), shape.draw(random, 61), 1, 1).evidence().pValue();
        }

        for (double level : new double[] {0.05, 0.1, 0.2, 0.4}) {
            double share = Arrays.stream(pValues).filter(p -> p <= level).count() / (double) judged;
            assertTrue(share <= 1.35 * level + 0.01, shape + ": p <= " + level + " in " + share);
            assertTrue(share >= 0.35 * level, shape + ": p <= " + level + " in " + share);
        }
    }

    private static JudgedMeasurement judge(Metric metric, double[] values, double change, int runs) {
        int base = values.length - runs;
        double[] before = Arrays.copyOf(values, base);
        double[] after = times(Arrays.copyOfRange(values, base, values.length), change);
        return new RunComparer(Thresholds.DEFAULT, 0)
                .compare(
                        Runs.none().measuring("it", metric, before).asBaseline(),
                        Runs.none().measuring("it", metric, after).asContender(),
                        List.of())
                .results()
                .get(0);
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }
}
