package dev.pawl.compare;

import dev.pawl.model.Dimension;
import dev.pawl.model.Point;
import dev.pawl.model.Reason;
import dev.pawl.model.Series;
import dev.pawl.stats.Median;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Largest p-value (two-sided) that counts as proof. Half of it lies on the side of regressions, so that one unchanged
     * benchmark in a hundred is called regressed. One in twenty would alarm on nearly every pull request.
     */
    static final double ERROR_RATE = 0.02;

    /**
     * Weighs one series against the other.
     *
     * @param baseline without runs that have no say; at least one point that tells the level
     * @param contender at least one point
     */
    Weighing weigh(Series baseline, Series contender, KnownStretches known) {
        double[] before = newest(baseline.values());
        BaseLevel level = known.isEmpty() ? BaseLevel.of(before) : BaseLevel.of(known.of(baseline));
        double[] after = contender.values();
        double from = level.centre();
        double to = Median.of(after);
        if (!isRelative(before, from, to)) {
            Double change = from == to ? (Double) 0.0 : null;
            return hindered(level, before, after, change, Reason.NO_RELATIVE_CHANGE);
        }
        double change = from == to ? 0 : to / from - 1;
        double within = spreadWithinRuns(baseline, contender);
        boolean fewRuns = level.deviations().length < RUNS_TO_KNOW_NOISE;
        if (fewRuns && Double.isNaN(within) && level.runs() + after.length == 2)
            return hindered(level, before, after, change, Reason.NO_SPREAD);
        Noise noise = fewRuns
                ? AssumedNoise.of(
                        Double.isNaN(within) ? 0 : within,
                        squares(level.deviations()) + squares(BaseLevel.logs(after, to)),
                        level.runs(),
                        after.length)
                : new SeenNoise(level.deviations(), level.runs(), after.length);
        boolean neverVaries = !fewRuns && noise.deviation() == 0 && !(within > 0) && isCounter(baseline);
        double proof = proof(after, from);
        return new Weighing(
                from, to, before.length, after.length, proof, change, noise.pValue(proof), noise, null, neverVaries);
    }

    private static Weighing hindered(
            BaseLevel level, double[] before, double[] after, @Nullable Double change, Reason obstacle) {
        return new Weighing(
                level.centre(), Median.of(after), before.length, after.length, 0, change, null, null, obstacle, false);
    }

    /** The shift of the run in the middle; of the two in the middle that of the one which moved less. */
    private static double proof(double[] after, double from) {
        double[] shifts = BaseLevel.logs(after, from);
        Arrays.sort(shifts);
        double lower = shifts[(shifts.length - 1) / 2];
        double upper = shifts[shifts.length / 2];
        return lower > 0 ? lower : Math.min(0, upper);
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
