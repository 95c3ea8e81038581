package dev.pawl.compare;

import dev.pawl.model.Dimension;
import dev.pawl.model.Evidence;
import dev.pawl.model.Point;
import dev.pawl.model.Reason;
import dev.pawl.model.Series;
import dev.pawl.stats.Autocorrelation;
import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import dev.pawl.stats.StudentT;
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

    /** From here on the noise is taken from the base runs alone; with fewer, a spread of runs is mostly luck. */
    static final int RUNS_TO_KNOW_NOISE = 5;

    /** More base runs than this tell of an older program on an older machine rather than of this one. */
    static final int MOST_BASE_RUNS = 60;

    /**
     * Probability of calling an unchanged benchmark changed. One in a hundred: a suite has dozens of benchmarks, so one in
     * twenty would alarm on nearly every pull request.
     */
    static final double ERROR_RATE = 0.01;

    /**
     * Relative standard deviation from run to run that is assumed while there are too few base runs to see it: the one
     * published for GitHub's hosted runners (coefficient of variation 2.66 %). Spread inside the runs counts where larger.
     */
    static final double ASSUMED_NOISE = 0.0266;

    /** How many runs the assumed noise is worth beside the few that there are. */
    private static final int ASSUMED_NOISE_WORTH = 4;

    /** Nobody reruns a benchmark more often than this to settle one verdict. */
    private static final int MOST_RERUNS = 30;

    Weighing weigh(Series baseline, Series contender) {
        double[] before = newest(baseline.values());
        double[] after = contender.values();
        double from = Median.of(before);
        double to = Median.of(after);
        double change = from == to ? 0 : to / from - 1;
        if (!isRelative(before, from, to)) {
            boolean equal = from == to;
            return Weighing.hindered(
                    Reason.NO_RELATIVE_CHANGE, evidence(baseline, contender, from, to, equal ? 0.0 : null));
        }

        double[] logsBefore = logs(before, from);
        double[] logsAfter = logs(after, to);
        Double within = spreadWithinRuns(baseline, contender);
        boolean fewRuns = logsBefore.length < RUNS_TO_KNOW_NOISE;
        if (fewRuns && within == null && logsBefore.length + logsAfter.length == 2)
            return Weighing.hindered(Reason.NO_SPREAD, evidence(baseline, contender, from, to, change));

        double noise = fewRuns ? assumedNoise(logsBefore, logsAfter, within) : seenNoise(logsBefore);
        double degrees = fewRuns ? Double.POSITIVE_INFINITY : logsBefore.length - 1;
        double oneRun = fewRuns ? noise * noise : noise * noise * inflation(logsBefore, noise);
        double error = Math.sqrt(oneRun * (1.0 / logsBefore.length + 1.0 / logsAfter.length));
        double reach = StudentT.quantile(ERROR_RATE, degrees);
        double shift = Math.log1p(change);
        Evidence evidence = new Evidence(
                change,
                new Evidence.Interval(
                        Math.min(change, Math.expm1(shift - reach * error)),
                        Math.max(change, Math.expm1(shift + reach * error))),
                shift == 0 ? 1 : StudentT.twoSided(shift / error, degrees),
                noise,
                Math.expm1(reach * error),
                from,
                to,
                baseline.points().size(),
                contender.points().size(),
                rerunsToSettle(Math.abs(shift) / reach, oneRun, logsBefore.length, logsAfter.length));
        return new Weighing(evidence, null, fewRuns, !fewRuns && noise == 0 && isCounter(baseline, within));
    }

    /** The newest base runs, {@value #MOST_BASE_RUNS} at most. */
    private static double[] newest(double[] values) {
        return values.length <= MOST_BASE_RUNS
                ? values
                : Arrays.copyOfRange(values, values.length - MOST_BASE_RUNS, values.length);
    }

    /** A ratio makes sense where both centres have one sign, and nearly all base runs share it. */
    private static boolean isRelative(double[] before, double from, double to) {
        if (from == 0 || to == 0 || from > 0 != to > 0) return false;
        long strange = Arrays.stream(before).filter(value -> value / from <= 0).count();
        return strange * 10 <= before.length;
    }

    private static double[] logs(double[] values, double centre) {
        return Arrays.stream(values)
                .map(value -> value / centre)
                .filter(ratio -> ratio > 0)
                .map(Math::log)
                .toArray();
    }

    /** The relative standard deviation inside the runs of both sides, in the middle run; {@code null} if no run tells it. */
    private static @Nullable Double spreadWithinRuns(Series baseline, Series contender) {
        double before = relativeSpread(baseline.points());
        double after = relativeSpread(contender.points());
        double larger = Double.isNaN(before) ? after : Double.isNaN(after) ? before : Math.max(before, after);
        return Double.isNaN(larger) ? null : larger;
    }

    private static double relativeSpread(List<Point> points) {
        double[] spreads = points.stream()
                .filter(point -> point.spread() != null && point.value() != 0)
                .mapToDouble(point -> point.spread() / Math.abs(point.value()))
                .toArray();
        return spreads.length == 0 ? Double.NaN : Median.of(spreads);
    }

    private static double seenNoise(double[] logs) {
        return RobustSpread.around(Median.of(logs), logs);
    }

    /** Assumed noise, corrected by what little the few runs of both sides show. */
    private static double assumedNoise(double[] logsBefore, double[] logsAfter, @Nullable Double within) {
        double assumed = Math.max(ASSUMED_NOISE, within == null ? 0 : within);
        double squares = squares(logsBefore) + squares(logsAfter);
        int degrees = logsBefore.length + logsAfter.length - 2;
        double pooled =
                Math.sqrt((ASSUMED_NOISE_WORTH * assumed * assumed + squares) / (ASSUMED_NOISE_WORTH + degrees));
        return Math.max(pooled, within == null ? 0 : within);
    }

    private static double squares(double[] logs) {
        double mean = Arrays.stream(logs).average().orElse(0);
        return Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
    }

    private static double inflation(double[] logs, double noise) {
        double level = Median.of(logs);
        double[] residuals = Arrays.stream(logs)
                .map(log -> Math.max(-4 * noise, Math.min(4 * noise, log - level)))
                .toArray();
        return Autocorrelation.varianceInflation(residuals);
    }

    /** Counts and sizes that were the same in each run; a time is never a counter, however coarse its clock. */
    private static boolean isCounter(Series baseline, @Nullable Double within) {
        Dimension dimension = baseline.metric().unit().dimension();
        return (within == null || within == 0)
                && switch (dimension) {
                    case COUNT, BYTES, OTHER -> true;
                    case TIME, RATE, BYTE_RATE, RATIO -> false;
                };
    }

    /**
     * How many more contender runs make a change of this size provable, if it is real: the smallest r with
     * √(variance · (1/m + 1/(k + r))) ≤ {@code provable}.
     */
    private static @Nullable Integer rerunsToSettle(double provable, double variance, int m, int k) {
        if (provable == 0) return null;
        double room = provable * provable / variance - 1.0 / m;
        if (room <= 0) return null;
        double needed = Math.ceil(1 / room) - k;
        return needed > MOST_RERUNS ? null : (int) Math.max(0, needed);
    }

    private static Evidence evidence(
            Series baseline, Series contender, double from, double to, @Nullable Double change) {
        return new Evidence(
                change,
                null,
                null,
                null,
                null,
                from,
                to,
                baseline.points().size(),
                contender.points().size(),
                null);
    }
}
