package dev.pawl.server.pipeline;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.parser.NearMiss;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what a benchmark that vanished is called now: one that was not there before, of the same suite, with a name like it or
 * values like its.
 */
public final class RenameGuess {

    /** Longer names are compared by their ends, where they differ. */
    private static final int COMPARED = 200;

    private static final double NAME_WEIGHT = 0.6;
    private static final double LIKELY = 0.6;

    /** Values this close count fully, and half up to {@link #SIMILAR}. */
    private static final double EQUAL = 0.05;

    private static final double SIMILAR = 0.20;

    private RenameGuess() {}

    /** What an absent benchmark is most likely called now; empty if nothing is likely enough. */
    public static Optional<Benchmark> of(StoreView view, ProjectRow project, AbsenceRow absence) {
        Benchmark old = absence.benchmark();
        if (old == null) return Optional.empty();
        List<RunRow> newest =
                view.runs().newestOnBranch(project.id(), absence.testbed(), project.defaultBranch(), 1, true);
        if (newest.isEmpty()) return Optional.empty();
        Map<Benchmark, Map<String, Double>> before = values(view, absence.runId());
        Map<Benchmark, Map<String, Double>> now = values(view, newest.get(0).id());
        @Nullable Benchmark best = null;
        double bestScore = LIKELY;
        for (Map.Entry<Benchmark, Map<String, Double>> candidate : now.entrySet()) {
            Benchmark benchmark = candidate.getKey();
            if (before.containsKey(benchmark) || !benchmark.suite().equals(old.suite())) continue;
            double score = NAME_WEIGHT * likeness(old.displayName(), benchmark.displayName())
                    + (1 - NAME_WEIGHT) * closeness(before.getOrDefault(old, Map.of()), candidate.getValue());
            if (score >= bestScore) {
                bestScore = score;
                best = benchmark;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Map<Benchmark, Map<String, Double>> values(StoreView view, String runId) {
        Map<Benchmark, Map<String, Double>> values = new HashMap<>();
        for (Map.Entry<SeriesKey, Series> series :
                view.measurements().points(List.of(runId)).entrySet())
            values.computeIfAbsent(series.getKey().benchmark(), unseen -> new HashMap<>())
                    .put(
                            series.getKey().metric(),
                            series.getValue().points().get(0).value());
        return values;
    }

    private static double closeness(Map<String, Double> before, Map<String, Double> now) {
        double closest = 0;
        for (Map.Entry<String, Double> metric : before.entrySet()) {
            Double value = now.get(metric.getKey());
            if (value == null) continue;
            double apart = Math.abs(Math.log(value / metric.getValue()));
            closest = Math.max(closest, apart <= EQUAL ? 1 : apart <= SIMILAR ? 0.5 : 0);
        }
        return closest;
    }

    /** 1 is the same, 0 has no letter in common. */
    private static double likeness(String one, String other) {
        String left = one.substring(Math.max(0, one.length() - COMPARED));
        String right = other.substring(Math.max(0, other.length() - COMPARED));
        return 1 - (double) NearMiss.distance(left, right) / Math.max(left.length(), right.length());
    }
}
