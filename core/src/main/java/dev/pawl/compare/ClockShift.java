package dev.pawl.compare;

import dev.pawl.model.Finding;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.stats.Median;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the clock of a GPU's multiprocessors did between both sides, as benchmarks recorded it beside their time. Code that became
 * slower needs more cycles; code that needs as many as before became slower with the clock.
 */
public final class ClockShift {

    /** Metrics of a clock: of Pawl's own GPU suite, and of nvbench. */
    private static final String[] CLOCKS = {"gpu.clock.sm[Hz]", "clock[Hz]"};

    private static final String CYCLES = "time.cycles[cycles]";

    private static final String TIME = "time[s]";

    /** A clock that moved less than this share of a change is not what caused it. */
    private static final double LEAST_SHARE = 0.5;

    private final Map<SeriesKey, Series> before;
    private final Map<SeriesKey, Series> after;

    /** Benchmarks that changed with their clock and not by themselves. */
    private final Set<String> explained = new TreeSet<>();

    private double largest;

    public ClockShift(Map<SeriesKey, Series> before, Map<SeriesKey, Series> after) {
        this.before = before;
        this.after = after;
    }

    /**
     * How much faster the clock was for a series' benchmark, as a difference of logarithms; 0 if nobody recorded it.
     */
    public double of(SeriesKey series) {
        for (String clock : CLOCKS) {
            double shift = shift(series, clock);
            if (!Double.isNaN(shift)) return shift;
        }
        double shift = shift(series, CYCLES) - shift(series, TIME);
        return Double.isNaN(shift) ? 0 : shift;
    }

    /** NaN if one of the sides lacks it. */
    private double shift(SeriesKey series, String metric) {
        SeriesKey key = new SeriesKey(series.benchmark(), metric, series.testbed());
        Series from = before.get(key);
        Series to = after.get(key);
        if (from == null || to == null || from.points().isEmpty() || to.points().isEmpty()) return Double.NaN;
        double ratio = Median.of(to.values()) / Median.of(from.values());
        return ratio > 0 && !Double.isInfinite(ratio) ? Math.log(ratio) : Double.NaN;
    }

    /**
     * What is left of a change in cycles, as a relative change of the metric.
     *
     * @param clock by which the clock moved, as a difference of logarithms
     * @return {@code null} where the change does not go with the clock, or is mostly something else
     */
    public static @Nullable Double changeInCycles(Metric metric, double shift, double clock) {
        int sign = slowness(metric);
        double slowdown = sign * shift;
        if (sign == 0 || clock == 0 || slowdown > 0 == clock > 0 || Math.abs(clock) < LEAST_SHARE * Math.abs(slowdown))
            return null;
        return Math.expm1(shift + sign * clock);
    }

    /** FLOP/s are no unit that Pawl knows, but a rate all the same. */
    private static int slowness(Metric metric) {
        int known = metric.unit().dimension().slowness();
        return known == 0 && metric.unit().symbol().endsWith("/s") ? -1 : known;
    }

    /** Notes that a benchmark's change is its clock's. */
    void explains(SeriesKey series, Metric metric) {
        if (metric.role() != Role.HEADLINE) return;
        explained.add(series.benchmark().displayName());
        double clock = of(series);
        if (Math.abs(clock) > Math.abs(largest)) largest = clock;
    }

    boolean explainsNothing() {
        return explained.isEmpty();
    }

    Finding asFinding() {
        return new Finding(
                Finding.Kind.CLOCK_CHANGED,
                String.format(
                        Locale.ROOT,
                        "The GPU's clock was up to %.1f %% %s than in the baseline. In clock cycles %s did not change: %s.",
                        100 * Math.abs(Math.expm1(largest)),
                        largest > 0 ? "higher" : "lower",
                        explained.size() == 1 ? "this benchmark" : "these " + explained.size() + " benchmarks",
                        FirstNames.of(explained)));
    }
}
