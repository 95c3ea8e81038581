package dev.pawl.stats;

import java.util.Arrays;

/** The middle of a set of values. */
public final class Median {

    private Median() {}

    /**
     * The median; of an even number of values the mean of the middle two.
     *
     * @param values at least one; left as they are
     */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted, sorted.length);
    }

    /**
     * The median of the first values of a sorted array.
     *
     * @param sorted ascending
     * @param count how many of them count; at least one
     */
    public static double ofSorted(double[] sorted, int count) {
        if (count < 1) throw new IllegalArgumentException("the median of nothing");
        double upper = sorted[count / 2];
        if (count % 2 == 1) return upper;
        double lower = sorted[count / 2 - 1];
        return lower + (upper - lower) / 2;
    }
}
