package dev.pawl.stats;

import java.util.Arrays;

/**
 * How probable it is that a value as large as x turns up by chance, judged by values that did turn up by chance.
 *
 * <p>Within what was seen, that is its rank (the conformal p-value: of m values and the new one, each is the largest with the
 * same probability). Beyond what was seen, ranks say only "less than 1 in m", so that the tail is continued from the largest
 * values by a generalised Pareto distribution (peaks over threshold: Pickands 1975), with a shape that is fixed because a few
 * exceedances cannot tell it.
 *
 * <pre>
 *   probability
 *   1 ┤▔▔╲
 *     │    ╲___        ranks
 *     │        ╲__
 *     │           ╲....      continued
 *     └────────────┴──────── x
 *                  threshold: the largest {@value #TAIL_SHARE} of the values lie beyond it
 * </pre>
 *
 * <p>Immutable.
 */
public final class TailProbability {

    /** Share of the values that make the tail: enough to know its scale, few enough to be tail. */
    static final double TAIL_SHARE = 0.15;

    private static final int FEWEST_IN_TAIL = 3;

    /**
     * Shape of the continued tail: much heavier than normal (0), as histories of benchmarks are. At a probability of 1 % it
     * hardly matters; of 300 unchanged real benchmarks at once, 0.2 lets five times as many pass as 0.6.
     */
    private static final double SHAPE = 0.6;

    private final double[] sorted;
    private final double threshold;
    private final double scale;
    private final double thresholdProbability;
    private final int overlap;

    private TailProbability(double[] sorted, double threshold, double scale, double thresholdProbability, int overlap) {
        this.sorted = sorted;
        this.threshold = threshold;
        this.scale = scale;
        this.thresholdProbability = thresholdProbability;
        this.overlap = overlap;
    }

    /**
     * @param seen values that turned up by chance; at least two; left as they are
     * @param leastScale the tail is taken to be at least this wide, so that a few equal values do not make the next different
     *     one a wonder; 0 for values that are known to be exact
     * @param overlap how many neighbours share most of what they were made of, because they are statistics of overlapping
     *     windows; 1 for independent values. One excursion of the history fills so many of them.
     */
    public static TailProbability of(double[] seen, double leastScale, int overlap) {
        if (seen.length < 2) throw new IllegalArgumentException("one value has no tail");
        double[] sorted = seen.clone();
        Arrays.sort(sorted);
        int inTail =
                Math.min(sorted.length - 1, Math.max(FEWEST_IN_TAIL, (int) Math.round(TAIL_SHARE * sorted.length)));
        double threshold = sorted[sorted.length - 1 - inTail];
        double excess = 0;
        for (int i = sorted.length - inTail; i < sorted.length; i++) excess += sorted[i] - threshold;
        double scale = Math.max(excess / inTail, leastScale) * (1 - SHAPE);
        return new TailProbability(
                sorted, threshold, scale, (inTail + (double) overlap) / (sorted.length + overlap), overlap);
    }

    /** The probability of a value of at least x, above 0 and at most 1. */
    public double of(double x) {
        if (x <= threshold) return (overlap + (double) countAtLeast(x)) / (sorted.length + overlap);
        if (scale == 0) return Double.MIN_NORMAL;
        double beyond = Math.pow(1 + SHAPE * (x - threshold) / scale, -1 / SHAPE);
        return Math.max(Double.MIN_NORMAL, thresholdProbability * beyond);
    }

    /**
     * The value that is reached by chance with the probability.
     *
     * @param probability above 0, at most 1
     */
    public double reach(double probability) {
        if (probability >= thresholdProbability) {
            int atLeast = (int) Math.floor(probability * (sorted.length + overlap)) - overlap;
            return sorted[Math.max(0, sorted.length - 1 - atLeast)];
        }
        return threshold + scale / SHAPE * (Math.pow(thresholdProbability / probability, SHAPE) - 1);
    }

    private int countAtLeast(double x) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < x) low = middle + 1;
            else high = middle;
        }
        return sorted.length - low;
    }
}
