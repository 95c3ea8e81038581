package dev.pawl.stats;

import java.util.Arrays;

/** What a statistic of k consecutive values looks like all along a history. */
public final class Windows {

    private Windows() {}

    /**
     * The medians of all windows of consecutive values, in order.
     *
     * @param width at least 1, at most the number of values
     */
    public static double[] medians(double[] values, int width) {
        if (width < 1 || width > values.length)
            throw new IllegalArgumentException("no window of " + width + " in " + values.length + " values");
        if (width == 1) return values.clone();
        double[] medians = new double[values.length - width + 1];
        double[] window = new double[width];
        for (int start = 0; start < medians.length; start++) {
            System.arraycopy(values, start, window, 0, width);
            Arrays.sort(window);
            medians[start] = Median.ofSorted(window, width);
        }
        return medians;
    }
}
