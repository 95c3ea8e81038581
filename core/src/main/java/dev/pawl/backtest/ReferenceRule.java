package dev.pawl.backtest;

import dev.pawl.stats.StudentT;
import java.util.Arrays;

/** Whether one of the simple rules that other trackers use calls a value too high, given the values before it. */
final class ReferenceRule {

    /** Runs that rules with a window look back on. */
    static final int WINDOW = 64;

    private ReferenceRule() {}

    /**
     * @param before at least two values, oldest first
     */
    static boolean isTooHigh(Method method, double[] before, double value) {
        double[] window =
                before.length <= WINDOW ? before : Arrays.copyOfRange(before, before.length - WINDOW, before.length);
        double previous = window[window.length - 1];
        double mean = Arrays.stream(window).average().orElseThrow();
        return switch (method.kind()) {
            case PAWL -> throw new IllegalArgumentException("pawl is no reference rule");
            case PREVIOUS_RUN -> value - previous > method.limit() * Math.abs(previous);
            case WINDOW_MEAN -> value - mean > method.limit() * Math.abs(mean);
            case Z_SCORE -> value - mean > method.limit() * deviation(window, mean);
            case T_TEST ->
                value - mean > StudentT.quantile(2 * (1 - method.limit()), window.length - 1) * deviation(window, mean);
            case IQR_FENCE -> isBeyondFence(window, value, method.limit());
        };
    }

    private static double deviation(double[] window, double mean) {
        double squares = 0;
        for (double value : window) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / (window.length - 1));
    }

    private static boolean isBeyondFence(double[] window, double value, double limit) {
        double[] sorted = window.clone();
        Arrays.sort(sorted);
        double lower = sorted[sorted.length / 4];
        double upper = sorted[3 * sorted.length / 4];
        return value > upper + limit * (upper - lower);
    }
}
