package dev.pawl.compare;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Dimension;
import dev.pawl.model.Disturbance;
import dev.pawl.model.Finding;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which benchmarks were disturbed in which runs, as their companion metric {@link Disturbance} says. Such points prove nothing:
 * they are left out, of the baseline and of the contender, and where none is left there is no verdict.
 */
public final class Disturbed {

    private static final String IDENTITY = Disturbance.NAME + "[" + Dimension.RATIO.baseSymbol() + "]";

    private record Where(Benchmark benchmark, String testbed) {

        static Where of(SeriesKey key) {
            return new Where(key.benchmark(), key.testbed());
        }
    }

    private final Map<Where, Set<String>> runs;

    /** Benchmarks that prove nothing in any run that is judged. */
    private final Set<String> unproven = new TreeSet<>();

    private Disturbed(Map<Where, Set<String>> runs) {
        this.runs = runs;
    }

    /** @return {@code null} if nothing was disturbed */
    static @Nullable Disturbed of(Collection<Series> baseline, Collection<Series> contender) {
        Map<Where, Set<String>> runs = new HashMap<>();
        add(baseline, runs);
        add(contender, runs);
        return runs.isEmpty() ? null : new Disturbed(runs);
    }

    private static void add(Collection<Series> measured, Map<Where, Set<String>> runs) {
        for (Series series : measured) {
            if (!series.key().metric().equals(IDENTITY)) continue;
            for (Point point : series.points())
                if (point.value() >= Disturbance.TOO_MUCH)
                    runs.computeIfAbsent(Where.of(series.key()), unseen -> new HashSet<>())
                            .add(point.runId());
        }
    }

    /** The series without the points that prove nothing, and without those that have no other. */
    public static Map<SeriesKey, Series> undisturbed(Map<SeriesKey, Series> measured) {
        Disturbed disturbed = of(measured.values(), List.of());
        return disturbed == null ? measured : disturbed.quiet(measured);
    }

    /** The same of one side. */
    Map<SeriesKey, Series> quiet(Map<SeriesKey, Series> measured) {
        Map<SeriesKey, Series> quiet = new LinkedHashMap<>();
        for (Series series : measured.values()) {
            Set<String> bad = runs.get(Where.of(series.key()));
            Series rest = bad == null || !canBeDisturbed(series.metric()) ? series : kept(series, good(series, bad));
            if (!rest.points().isEmpty()) quiet.put(series.key(), rest);
        }
        return quiet;
    }

    /** The companion of a series, from which its disturbed runs can be told: those of at least {@link Disturbance#TOO_MUCH}. */
    public static SeriesKey companion(SeriesKey series) {
        return new SeriesKey(series.benchmark(), IDENTITY, series.testbed());
    }

    /** Two series of one benchmark and metric. */
    record Sides(Series before, Series after) {

        boolean isEmpty() {
            return before.points().isEmpty() || after.points().isEmpty();
        }
    }

    /**
     * Both without the runs in which their benchmark was disturbed.
     *
     * @param inPairs leave out both sides' point where either was disturbed
     */
    Sides without(Series before, Series after, boolean inPairs) {
        Set<String> bad = runs.get(Where.of(after.key()));
        if (bad == null || !canBeDisturbed(after.metric())) return new Sides(before, after);
        boolean[] goodBefore = good(before, bad);
        boolean[] goodAfter = good(after, bad);
        if (inPairs) {
            for (int i = 0; i < goodBefore.length; i++) {
                goodBefore[i] &= goodAfter[i];
                goodAfter[i] = goodBefore[i];
            }
        }
        Sides sides = new Sides(kept(before, goodBefore), kept(after, goodAfter));
        if (sides.isEmpty()) unproven.add(after.key().benchmark().displayName());
        return sides;
    }

    /** What heat and neighbours have a hand in: neither sizes nor counts. */
    public static boolean canBeDisturbed(Metric metric) {
        return switch (metric.unit().dimension()) {
            case TIME, RATE, BYTE_RATE, RATIO, OTHER -> true;
            case BYTES, COUNT -> false;
        };
    }

    private static boolean[] good(Series series, Set<String> bad) {
        boolean[] good = new boolean[series.points().size()];
        for (int i = 0; i < good.length; i++)
            good[i] = !bad.contains(series.points().get(i).runId());
        return good;
    }

    private static Series kept(Series series, boolean[] good) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < good.length; i++)
            if (good[i]) points.add(series.points().get(i));
        return points.size() == good.length ? series : new Series(series.key(), series.metric(), points);
    }

    /** @return {@code null} if there is nothing to say: enough undisturbed runs are left of everything */
    @Nullable
    Finding asFinding() {
        if (unproven.isEmpty()) return null;
        return new Finding(
                Finding.Kind.DISTURBED,
                (unproven.size() == 1 ? "A benchmark was disturbed" : unproven.size() + " benchmarks were disturbed")
                        + " while being measured (lowered clocks, or another process on the GPU), so that nothing is said of "
                        + (unproven.size() == 1 ? "it" : "them") + ": " + FirstNames.of(unproven) + ".");
    }
}
