package dev.pawl.compare;

import dev.pawl.model.Finding;
import dev.pawl.model.Point;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.stats.Median;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How fast the testbed was in each run, as told by its control benchmarks: programs that no change of the code under test
 * reaches. What they lost in a run, everything in that run lost, so it is divided out before anything is weighed. That also
 * takes the machine's share out of the noise.
 *
 * <p>One testbed. With several controls the median of what they say counts.
 */
final class TestbedSpeed {

    /** Of fewer base runs with a control nobody can tell the noise; then it is better to keep all of them as they are. */
    private static final int FEWEST_BASE_RUNS = MeasurementJudge.RUNS_TO_KNOW_NOISE;

    private final Set<String> controls;

    /** By run: how much slower it was than the baseline's usual run, as a difference of logarithms. */
    private final Map<String, Double> slowness;

    private final double contenderSlowness;
    private final @Nullable String obstacle;

    private TestbedSpeed(
            Set<String> controls, Map<String, Double> slowness, double contenderSlowness, @Nullable String obstacle) {
        this.controls = controls;
        this.slowness = slowness;
        this.contenderSlowness = contenderSlowness;
        this.obstacle = obstacle;
    }

    /**
     * The speed of one testbed.
     *
     * @param baseline everything measured there, with the roles that the settings give
     * @param contender likewise
     * @return {@code null} if nothing there is a control
     */
    static @Nullable TestbedSpeed of(Collection<Series> baseline, Collection<Series> contender) {
        Map<SeriesKey, Series> before = controls(baseline);
        Map<SeriesKey, Series> after = controls(contender);
        if (before.isEmpty() && after.isEmpty()) return null;
        Set<String> names = new TreeSet<>();
        for (SeriesKey key : before.keySet()) names.add(key.benchmark().displayName());
        for (SeriesKey key : after.keySet()) names.add(key.benchmark().displayName());

        Map<String, List<Double>> told = new HashMap<>();
        for (Series series : before.values()) {
            Series now = after.get(series.key());
            if (now == null) continue;
            double centre = Median.of(series.values());
            tell(series, centre, told);
            tell(now, centre, told);
        }
        Map<String, Double> slowness = new HashMap<>();
        told.forEach((run, each) -> slowness.put(run, Median.of(toArray(each))));

        Set<String> baseRuns = runs(baseline);
        Set<String> runs = runs(contender);
        if (!slowness.keySet().containsAll(runs))
            return new TestbedSpeed(names, Map.of(), 0, "was not measured in every run that is judged");
        int known = 0;
        for (String run : baseRuns) if (slowness.containsKey(run)) known++;
        if (known < Math.min(FEWEST_BASE_RUNS, baseRuns.size()))
            return new TestbedSpeed(
                    names, Map.of(), 0, "was measured in " + known + " of " + baseRuns.size() + " base runs only");
        List<Double> contenders = new ArrayList<>();
        for (String run : runs) contenders.add(slowness.get(run));
        return new TestbedSpeed(names, slowness, Median.of(toArray(contenders)), null);
    }

    /**
     * The series as a testbed of constant speed would have measured it, without the runs of which nobody knows the speed. What
     * does not depend on the testbed's speed stays as it is.
     */
    Series divided(Series series) {
        int sign = series.metric().unit().dimension().slowness();
        if (obstacle != null || sign == 0) return series;
        List<Point> points = new ArrayList<>();
        for (Point point : series.points()) {
            Double slower = slowness.get(point.runId());
            if (slower == null) continue;
            double factor = Math.exp(-sign * slower);
            Double spread = point.spread();
            points.add(new Point(
                    point.runId(),
                    point.sha(),
                    point.value() * factor,
                    spread == null ? null : (Double) (spread * factor),
                    point.sampleCount()));
        }
        return new Series(series.key(), series.metric(), points);
    }

    Finding asFinding() {
        String who = (controls.size() == 1 ? "The control benchmark " : "The control benchmarks ")
                + String.join(", ", controls);
        if (obstacle != null)
            return new Finding(
                    Finding.Kind.TESTBED_SPEED, who + " " + obstacle + ", so the testbed's speed is not divided out.");
        return new Finding(
                Finding.Kind.TESTBED_SPEED,
                String.format(
                        Locale.ROOT,
                        "%s: the testbed is %.1f %% %s than in the baseline; times and rates are divided by that.",
                        who,
                        100 * Math.expm1(Math.abs(contenderSlowness)),
                        contenderSlowness > 0 ? "slower" : "faster"));
    }

    private static Map<SeriesKey, Series> controls(Collection<Series> measured) {
        Map<SeriesKey, Series> controls = new HashMap<>();
        for (Series series : measured) {
            if (series.metric().role() == Role.CONTROL
                    && series.metric().unit().dimension().slowness() != 0
                    && !series.points().isEmpty()) controls.put(series.key(), series);
        }
        return controls;
    }

    private static void tell(Series control, double centre, Map<String, List<Double>> told) {
        int sign = control.metric().unit().dimension().slowness();
        for (Point point : control.points()) {
            double ratio = point.value() / centre;
            if (ratio > 0 && Double.isFinite(ratio))
                told.computeIfAbsent(point.runId(), unseen -> new ArrayList<>()).add(sign * Math.log(ratio));
        }
    }

    private static Set<String> runs(Collection<Series> measured) {
        Set<String> runs = new TreeSet<>();
        for (Series series : measured) for (Point point : series.points()) runs.add(point.runId());
        return runs;
    }

    private static double[] toArray(List<Double> values) {
        double[] array = new double[values.size()];
        for (int i = 0; i < array.length; i++) array[i] = values.get(i);
        return array;
    }
}
