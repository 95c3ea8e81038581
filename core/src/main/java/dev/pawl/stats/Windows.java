package dev.pawl.stats;

import java.util.Arrays;

/** What a statistic of k consecutive values looks like all along a history. */
public final class Windows {

    private Windows() {}

    /**
     * The medians of all windows of consecutive values, in order; of an even width the mean of the middle two.
     *
     * @param width at least 1, at most the number of values
     */
    public static double[] medians(double[] values, int width) {
        double[] lower = ranked(values, width, (width + 1) / 2);
        if (width % 2 == 1) return lower;
        double[] upper = ranked(values, width, width / 2 + 1);
        for (int i = 0; i < lower.length; i++) lower[i] += (upper[i] - lower[i]) / 2;
        return lower;
    }

    /**
     * The r-th smallest value of each window of consecutive values, in order.
     *
     * @param width at least 1, at most the number of values
     * @param rank 1 is the smallest, {@code width} the largest
     */
    public static double[] ranked(double[] values, int width, int rank) {
        if (width < 1 || width > values.length)
            throw new IllegalArgumentException("no window of " + width + " in " + values.length + " values");
        if (rank < 1 || rank > width) throw new IllegalArgumentException("no rank " + rank + " of " + width);
        if (width == 1) return values.clone();
        double[] ranked = new double[values.length - width + 1];
        double[] window = new double[width];
        for (int start = 0; start < ranked.length; start++) {
            System.arraycopy(values, start, window, 0, width);
            Arrays.sort(window);
            ranked[start] = window[rank - 1];
        }
        return ranked;
    }
}
