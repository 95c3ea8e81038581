package dev.pawl.compare;

import dev.pawl.model.Reason;
import dev.pawl.model.Series;
import dev.pawl.stats.Median;
import dev.pawl.stats.StudentT;

/**
 * Weighs interleaved runs of both sides, pair by pair. What both runs of a pair share, such as a slow minute of the machine, cancels
 * in their difference, so that far smaller changes can be proven than between runs of different days (duet benchmarking: Bulej et
 * al., <i>Duet Benchmarking: Improving Measurement Accuracy in the Cloud</i>, 2020).
 */
final class PairedJudge {

    /** Two differences say next to nothing of their spread. */
    static final int FEWEST_PAIRS = 3;

    private PairedJudge() {}

    /** Whether each run of one side has its counterpart on the other, so that the order pairs them. */
    static boolean arePairs(Series baseline, Series contender) {
        return baseline.points().size() == contender.points().size();
    }

    /**
     * @param baseline as many points as {@code contender}, at least one; those at the same position are a pair
     */
    static Weighing weigh(Series baseline, Series contender) {
        double[] before = baseline.values();
        double[] after = contender.values();
        int pairs = before.length;
        double from = Median.of(before);
        double to = Median.of(after);
        double[] shifts = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double ratio = after[i] / before[i];
            if (!(ratio > 0) || Double.isInfinite(ratio))
                return new Weighing(
                        from,
                        to,
                        pairs,
                        pairs,
                        0,
                        from == to ? 0.0 : null,
                        null,
                        null,
                        Reason.NO_RELATIVE_CHANGE,
                        false);
            shifts[i] = Math.log(ratio);
        }
        double mean = mean(shifts);
        double change = Math.expm1(mean);
        if (pairs < FEWEST_PAIRS)
            return new Weighing(from, to, pairs, pairs, 0, change, null, null, Reason.TOO_FEW_RUNS, false);
        Noise noise = new OfDifferences(deviation(shifts, mean), pairs);
        return new Weighing(
                from, from * (1 + change), pairs, pairs, mean, change, noise.pValue(mean), noise, null, false);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) sum += value;
        return sum / values.length;
    }

    private static double deviation(double[] values, double mean) {
        double squares = 0;
        for (double value : values) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / (values.length - 1));
    }

    /** Student's t for the mean of differences. */
    private record OfDifferences(double deviation, int pairs) implements Noise {

        @Override
        public double pValue(double shift) {
            if (shift == 0) return 1;
            return Math.max(Double.MIN_NORMAL, StudentT.twoSided(shift / error(), pairs - 1.0));
        }

        @Override
        public double reachUp(double probability) {
            return StudentT.quantile(probability, pairs - 1.0) * error();
        }

        @Override
        public double reachDown(double probability) {
            return reachUp(probability);
        }

        @Override
        public Noise ofContenderRuns(int runs) {
            return new OfDifferences(deviation, Math.max(FEWEST_PAIRS, runs));
        }

        private double error() {
            return deviation / Math.sqrt(pairs);
        }
    }
}
