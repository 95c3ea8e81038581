package dev.pawl.stats;

import java.util.Arrays;

/**
 * Cuts a history into stretches of constant level.
 *
 * <p>Robust functional pruning (Fearnhead and Rigaill 2019) on a grid of candidate levels: the cut whose biweight loss plus a
 * penalty for each change is least, found in one pass; then neighbours that cannot be told apart are merged, the least
 * different first. The biweight loss stops growing at {@value #OUTLIER} standard deviations, so that an outlier costs the same
 * whatever its size and does not make a stretch of its own.
 *
 * <p>Time is proportional to the number of values: 10,000 take a few milliseconds.
 */
public final class Segmentation {

    private static final int MOST_LEVELS = 48;

    private static final double OUTLIER = 3;

    /**
     * What a change costs, in units of log n. A higher penalty finds fewer changes: 2 is the textbook's for normal noise, and
     * real noise has heavier tails; autocorrelated noise pays more.
     */
    private static final double PENALTY = 4;

    private static final double LARGEST_INFLATION = 8;

    /** A shorter stretch is a disturbance, not a level. */
    private static final int SHORTEST_STRETCH = 4;

    /** Standard errors that neighbouring levels must lie apart. */
    private static final double LEAST_DIFFERENCE_IN_ERRORS = 4;

    private Segmentation() {}

    /**
     * Where new levels begin.
     *
     * @param values on a scale on which differences count (logarithms for relative changes)
     * @param leastChange smaller differences of level are not told apart
     * @return positions of the first values of new levels, ascending; without 0
     */
    public static int[] starts(double[] values, double leastChange) {
        if (values.length < 2 * SHORTEST_STRETCH) return new int[0];
        double deviation = deviationOfNeighbours(values);
        if (deviation == 0) return new int[0];
        double[] grid = levels(values);
        double inflation = inflation(values, cut(values, everyThird(grid), deviation, 1));
        return settled(values, merge(values, cut(values, grid, deviation, inflation), leastChange, inflation));
    }

    /**
     * Moves each start to where the values near it are closest to their levels. The bounded loss is indifferent to which side
     * of a change an outlier beside it belongs.
     */
    private static int[] settled(double[] values, int[] starts) {
        int[] settled = starts.clone();
        for (int i = 0; i < settled.length; i++) {
            int from = i == 0 ? 0 : settled[i - 1];
            int to = i == settled.length - 1 ? values.length : settled[i + 1];
            double before = Median.of(Arrays.copyOfRange(values, from, settled[i]));
            double after = Median.of(Arrays.copyOfRange(values, settled[i], to));
            int least = Math.max(from + 1, settled[i] - SHORTEST_STRETCH + 1);
            int most = Math.min(to - 1, settled[i] + SHORTEST_STRETCH - 1);
            double best = Double.POSITIVE_INFINITY;
            int bestStart = settled[i];
            for (int start = least; start <= most; start++) {
                double distance = 0;
                for (int at = least; at < most; at++) distance += Math.abs(values[at] - (at < start ? before : after));
                if (distance < best) {
                    best = distance;
                    bestStart = start;
                }
            }
            settled[i] = bestStart;
        }
        return settled;
    }

    /** The standard deviation as differences of neighbours show it, which changes of level hardly touch. */
    private static double deviationOfNeighbours(double[] values) {
        double[] differences = new double[values.length - 1];
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            differences[i - 1] = Math.abs(values[i] - values[i - 1]);
            sum += differences[i - 1];
        }
        double median = 1.4826 * Median.of(differences);
        // Where most neighbours are equal (counters, coarse clocks) the median is 0 and the mean has to do.
        double robust = median > 0 ? median : 1.2533 * sum / differences.length;
        return robust / Math.sqrt(2);
    }

    /** Candidate levels where the values lie: quantiles of the history, spikes removed. */
    private static double[] levels(double[] values) {
        double[] smooth = Windows.medians(values, 3);
        Arrays.sort(smooth);
        double[] distinct = Arrays.stream(smooth).distinct().toArray();
        if (distinct.length <= MOST_LEVELS) return distinct;
        double[] levels = new double[MOST_LEVELS];
        for (int i = 0; i < MOST_LEVELS; i++) {
            levels[i] = smooth[(int) ((long) i * (smooth.length - 1) / (MOST_LEVELS - 1))];
        }
        return Arrays.stream(levels).distinct().toArray();
    }

    /** A coarse grid, good enough for a first look. */
    private static double[] everyThird(double[] levels) {
        double[] coarse = new double[(levels.length + 2) / 3];
        for (int i = 0; i < coarse.length; i++) coarse[i] = levels[Math.min(levels.length - 1, 3 * i + 1)];
        return coarse;
    }

    private static int[] cut(double[] values, double[] levels, double deviation, double inflation) {
        double penalty = PENALTY * inflation * Math.log(values.length);
        double bound = OUTLIER * OUTLIER;
        double scale = 1 / (deviation * deviation);
        double[] costs = new double[levels.length];
        int[] starts = new int[levels.length];
        int[] bestStarts = new int[values.length];
        double best = 0;
        for (int i = 0; i < values.length; i++) {
            double change = best + penalty;
            double least = Double.POSITIVE_INFINITY;
            int leastAt = 0;
            for (int level = 0; level < levels.length; level++) {
                double cost = costs[level];
                if (change < cost) {
                    cost = change;
                    starts[level] = i;
                }
                double distance = values[i] - levels[level];
                cost += Math.min(bound, distance * distance * scale);
                costs[level] = cost;
                if (cost < least) {
                    least = cost;
                    leastAt = level;
                }
            }
            best = least;
            bestStarts[i] = starts[leastAt];
        }
        int[] found = new int[values.length];
        int count = 0;
        for (int start = bestStarts[values.length - 1]; start > 0; start = bestStarts[start - 1])
            found[count++] = start;
        int[] ascending = new int[count];
        for (int i = 0; i < count; i++) ascending[i] = found[count - 1 - i];
        return ascending;
    }

    /** How much longer autocorrelated noise must be looked at: (1 + ρ) / (1 − ρ) of the residuals. */
    private static double inflation(double[] values, int[] starts) {
        double product = 0;
        double power = 0;
        for (int stretch = 0; stretch <= starts.length; stretch++) {
            int from = stretch == 0 ? 0 : starts[stretch - 1];
            int to = stretch == starts.length ? values.length : starts[stretch];
            double[] residuals = residuals(values, from, to);
            for (int i = 0; i < residuals.length; i++) {
                power += residuals[i] * residuals[i];
                if (i > 0) product += residuals[i] * residuals[i - 1];
            }
        }
        if (power == 0) return 1;
        double correlation = Math.max(0, product / power);
        return Math.min(LARGEST_INFLATION, (1 + correlation) / (1 - correlation));
    }

    private static double[] residuals(double[] values, int from, int to) {
        double[] residuals = Arrays.copyOfRange(values, from, to);
        double middle = Median.of(residuals);
        double bound = residuals.length < 2 ? 0 : OUTLIER * RobustSpread.around(middle, residuals);
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = Math.max(-bound, Math.min(bound, residuals[i] - middle));
        }
        return residuals;
    }

    private static int[] merge(double[] values, int[] starts, double leastChange, double inflation) {
        int[] kept = starts;
        while (kept.length > 0) {
            int weakest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < kept.length; i++) {
                double strength = strength(values, kept, i, leastChange, inflation);
                if (strength < least) {
                    least = strength;
                    weakest = i;
                }
            }
            if (least >= 1) break;
            int[] fewer = new int[kept.length - 1];
            System.arraycopy(kept, 0, fewer, 0, weakest);
            System.arraycopy(kept, weakest + 1, fewer, weakest, fewer.length - weakest);
            kept = fewer;
        }
        return kept;
    }

    /** How clearly two neighbouring stretches differ; below 1 is not enough. */
    private static double strength(double[] values, int[] starts, int boundary, double leastChange, double inflation) {
        int from = boundary == 0 ? 0 : starts[boundary - 1];
        int middle = starts[boundary];
        int to = boundary == starts.length - 1 ? values.length : starts[boundary + 1];
        double[] before = Arrays.copyOfRange(values, from, middle);
        double[] after = Arrays.copyOfRange(values, middle, to);
        if (Math.min(before.length, after.length) < SHORTEST_STRETCH)
            return (double) Math.min(before.length, after.length) / (2 * SHORTEST_STRETCH);
        double levelBefore = Median.of(before);
        double levelAfter = Median.of(after);
        double difference = Math.abs(levelAfter - levelBefore);
        double spread = Math.max(RobustSpread.around(levelBefore, before), RobustSpread.around(levelAfter, after));
        double error = spread * Math.sqrt(inflation * (1.0 / before.length + 1.0 / after.length));
        double byError = error == 0 ? Double.MAX_VALUE : difference / error / LEAST_DIFFERENCE_IN_ERRORS;
        return Math.min(byError, (difference + 1e-12) / leastChange);
    }
}
