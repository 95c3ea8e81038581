package dev.pawl.compare;

import dev.pawl.model.Finding;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.stats.Median;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A shift that most of a suite shares. Code rarely makes two thirds of all benchmarks slower by the same factor; a slower
 * machine does just that. So it is said once, and what it explains proves nothing.
 *
 * @param slowdown the shared shift as a difference of logarithms; positive is slower
 * @param sharing how many benchmarks share it
 * @param asked of how many that depend on the machine's speed
 */
public record CommonShift(double slowdown, int sharing, int asked) {

    /** In a smaller suite one change of code can well reach most benchmarks. */
    private static final int FEWEST_BENCHMARKS = 8;

    /** Half of the usual warning limit: less drift than this can do no harm. */
    private static final double LEAST_SLOWDOWN = Math.log(1.025);

    /** Shares the shift: lies within half of it around it. */
    private static final double BAND = 0.5;

    private static final double MOST_OF_A_SUITE = 2.0 / 3;

    /** A measurement with its weighing. */
    record Moved(Metric metric, Weighing weighing) {

        private boolean dependsOnSpeed() {
            return metric.role() == Role.HEADLINE && weighing.change() != null && sign(metric) != 0;
        }

        private double slowdown() {
            return sign(metric) * weighing.shift();
        }
    }

    /** The shift that the measurements share, if they do. */
    static Optional<CommonShift> of(List<Moved> suite) {
        return of(slowdowns(suite));
    }

    /**
     * The shift that benchmarks share, if they do.
     *
     * @param slowdowns of each benchmark that depends on the machine's speed, as a difference of logarithms
     */
    public static Optional<CommonShift> of(double[] slowdowns) {
        if (slowdowns.length < FEWEST_BENCHMARKS) return Optional.empty();
        double middle = Median.of(slowdowns);
        if (Math.abs(middle) < LEAST_SLOWDOWN) return Optional.empty();
        int sharing = 0;
        for (double slowdown : slowdowns) if (Math.abs(slowdown - middle) <= BAND * Math.abs(middle)) sharing++;
        return sharing >= MOST_OF_A_SUITE * slowdowns.length
                ? Optional.of(new CommonShift(middle, sharing, slowdowns.length))
                : Optional.empty();
    }

    /**
     * The shift that the headline benchmarks of a suite share between two stretches of runs, by the medians of both, if they do.
     */
    public static Optional<CommonShift> between(Map<SeriesKey, Series> before, Map<SeriesKey, Series> after) {
        double[] slowdowns = new double[after.size()];
        int count = 0;
        for (Series now : after.values()) {
            Series then = before.get(now.key());
            if (then == null || now.metric().role() != Role.HEADLINE || sign(now.metric()) == 0) continue;
            double ratio = Median.of(now.values()) / Median.of(then.values());
            if (ratio > 0 && Double.isFinite(ratio)) slowdowns[count++] = sign(now.metric()) * Math.log(ratio);
        }
        return of(Arrays.copyOf(slowdowns, count));
    }

    private static double[] slowdowns(List<Moved> suite) {
        double[] slowdowns = new double[suite.size()];
        int count = 0;
        for (Moved moved : suite) if (moved.dependsOnSpeed()) slowdowns[count++] = moved.slowdown();
        return Arrays.copyOf(slowdowns, count);
    }

    /** What is left of a measurement's shift without the shared one, as a relative change. */
    double changeBeyond(Metric metric, Weighing weighing) {
        return changeBeyond(metric, weighing.shift());
    }

    /**
     * What is left of a change without the shared one, as a relative change.
     *
     * @param shift of the metric as a difference of logarithms
     */
    public double changeBeyond(Metric metric, double shift) {
        return Math.expm1(shift - sign(metric) * slowdown);
    }

    Finding asFinding() {
        return new Finding(
                Finding.Kind.TESTBED_DRIFTED,
                text() + ", so the testbed has most likely drifted; what this explains is left undecided.");
    }

    /** {@code 19 of 20 benchmarks are slower by about 12.0 % together}. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%d of %d benchmarks are %s by about %.1f %% together",
                sharing,
                asked,
                slowdown > 0 ? "slower" : "faster",
                100 * Math.expm1(Math.abs(slowdown)));
    }

    private static int sign(Metric metric) {
        return metric.unit().dimension().slowness();
    }
}
