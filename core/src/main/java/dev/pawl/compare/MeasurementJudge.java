package dev.pawl.compare;

import dev.pawl.model.Dimension;
import dev.pawl.model.Point;
import dev.pawl.model.Reason;
import dev.pawl.model.Series;
import dev.pawl.stats.Median;
import java.util.Arrays;
import java.util.List;

/**
 * Weighs how far one benchmark and metric moved against how much it moves by itself.
 *
 * <p>It works on logarithms, so that a change is a difference and a relative noise a standard deviation. The noise that counts
 * is the one between runs; samples inside a run share a process, a machine and a minute, and stand in only while there are
 * fewer than {@value #RUNS_TO_KNOW_NOISE} base runs.
 */
final class MeasurementJudge {

    /** From here on the noise is taken from the base runs alone; with fewer, their spread is mostly luck. */
    static final int RUNS_TO_KNOW_NOISE = 5;

    /** More base runs than this tell of an older program on an older machine rather than of this one. */
    static final int MOST_BASE_RUNS = 60;

    /**
     * Largest p-value (two-sided) that counts as proof. Half of it lies on the side of regressions: on real histories this
     * calls 0.7 to 1.2 % of unchanged benchmarks regressed. One in twenty would alarm on nearly every pull request.
     */
    static final double ERROR_RATE = 0.015;

    /**
     * Weighs one series against the other.
     *
     * @param baseline at least one point
     * @param contender at least one point
     */
    Weighing weigh(Series baseline, Series contender) {
        double[] before = newest(baseline.values());
        double[] after = contender.values();
        double from = Median.of(before);
        double to = Median.of(after);
        if (!isRelative(before, from, to)) {
            Double change = from == to ? (Double) 0.0 : null;
            return new Weighing(from, to, before.length, after.length, change, null, Reason.NO_RELATIVE_CHANGE, false);
        }
        double change = from == to ? 0 : to / from - 1;
        double[] logs = logs(before, from);
        double within = spreadWithinRuns(baseline, contender);
        boolean fewRuns = logs.length < RUNS_TO_KNOW_NOISE;
        if (fewRuns && Double.isNaN(within) && logs.length + after.length == 2)
            return new Weighing(from, to, before.length, after.length, change, null, Reason.NO_SPREAD, false);
        Noise noise = fewRuns
                ? AssumedNoise.of(
                        Double.isNaN(within) ? 0 : within,
                        squares(logs) + squares(logs(after, to)),
                        logs.length,
                        after.length)
                : new SeenNoise(logs, after.length);
        boolean neverVaries = !fewRuns && noise.deviation() == 0 && !(within > 0) && isCounter(baseline);
        return new Weighing(from, to, before.length, after.length, change, noise, null, neverVaries);
    }

    private static double[] newest(double[] values) {
        return values.length <= MOST_BASE_RUNS
                ? values
                : Arrays.copyOfRange(values, values.length - MOST_BASE_RUNS, values.length);
    }

    /** A ratio makes sense where both centres have one sign, and nearly all base runs share it. */
    private static boolean isRelative(double[] before, double from, double to) {
        if (from == 0 || to == 0 || from > 0 != to > 0) return false;
        // Two values at the ends of what a double can hold have a ratio that it cannot.
        if (to / from == 0 || Double.isInfinite(to / from)) return false;
        int strange = 0;
        for (double value : before) if (value / from <= 0) strange++;
        return strange * 10 <= before.length;
    }

    /** Logarithms of the values over their centre; values of the other sign are left out. */
    private static double[] logs(double[] values, double centre) {
        double[] logs = new double[values.length];
        int count = 0;
        for (double value : values) {
            double ratio = value / centre;
            if (ratio > 0) logs[count++] = Math.log(ratio);
        }
        return count == values.length ? logs : Arrays.copyOf(logs, count);
    }

    /** The larger of both sides' relative standard deviation inside their middle run; NaN if no run tells it. */
    private static double spreadWithinRuns(Series baseline, Series contender) {
        double before = relativeSpread(baseline.points());
        double after = relativeSpread(contender.points());
        return Double.isNaN(before) ? after : Double.isNaN(after) ? before : Math.max(before, after);
    }

    private static double relativeSpread(List<Point> points) {
        double[] spreads = new double[points.size()];
        int count = 0;
        for (Point point : points) {
            Double spread = point.spread();
            if (spread != null && point.value() != 0) spreads[count++] = spread / Math.abs(point.value());
        }
        return count == 0 ? Double.NaN : Median.of(Arrays.copyOf(spreads, count));
    }

    private static double squares(double[] logs) {
        double sum = 0;
        for (double log : logs) sum += log;
        double mean = sum / logs.length;
        double squares = 0;
        for (double log : logs) squares += (log - mean) * (log - mean);
        return squares;
    }

    /** Counts and sizes may be exact; a time never is, however coarse its clock. */
    private static boolean isCounter(Series baseline) {
        Dimension dimension = baseline.metric().unit().dimension();
        return switch (dimension) {
            case COUNT, BYTES, OTHER -> true;
            case TIME, RATE, BYTE_RATE, RATIO -> false;
        };
    }
}
