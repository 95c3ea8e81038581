package dev.pawl.detect;

import java.util.Arrays;

/** Tells a level that rose in many small steps from one that rose in one. */
final class Ramp {

    /** A shorter rise is a step that took a few runs to be complete. */
    private static final int SHORTEST = 8;

    private static final int FEWEST = 12;

    private Ramp() {}

    /**
     * Whether a flat line that begins to rise fits better, by least squares, than two flat lines. Lone outliers are smoothed away.
     *
     * @param values higher is worse
     * @param leastRise by how much the line must rise in all
     */
    static boolean fitsBetter(double[] values, double leastRise) {
        if (values.length < FEWEST) return false;
        double[] smooth = smoothed(values);
        double step = step(smooth);
        for (int start = 0; start <= smooth.length - SHORTEST; start++)
            if (ramp(smooth, start, leastRise) < step) return true;
        return false;
    }

    /** Medians of three neighbours. */
    private static double[] smoothed(double[] values) {
        double[] smooth = values.clone();
        for (int i = 1; i < values.length - 1; i++) {
            double[] three = {values[i - 1], values[i], values[i + 1]};
            Arrays.sort(three);
            smooth[i] = three[1];
        }
        return smooth;
    }

    /** Sum of squares left by the best step. */
    private static double step(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        for (int at = 1; at < values.length; at++)
            least = Math.min(least, squares(values, 0, at) + squares(values, at, values.length));
        return least;
    }

    private static double squares(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) sum += values[i];
        double mean = sum / (to - from);
        double squares = 0;
        for (int i = from; i < to; i++) squares += (values[i] - mean) * (values[i] - mean);
        return squares;
    }

    /** Sum of squares left by a line that is flat up to a position and rises from there on; infinite if it rises too little. */
    private static double ramp(double[] values, int start, double leastRise) {
        int n = values.length;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += (double) Math.max(0, i - start) / n;
            meanY += values[i] / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.max(0, i - start) - meanX;
            double y = values[i] - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        double slope = xy / xx;
        return slope * (n - 1 - start) < leastRise ? Double.POSITIVE_INFINITY : yy - slope * xy;
    }
}
