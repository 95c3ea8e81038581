package dev.pawl.server.pipeline;

import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.StoreView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how often the comparisons of runs could not tell a change from noise. A benchmark of which that is the rule guards
 * nothing, and nobody notices: it never turns red.
 */
final class UndecidedTally {

    /** Less often is chance. */
    private static final int LEAST = 3;

    private final Map<SeriesKey, Count> counts = new HashMap<>();

    /** Of one series. */
    private static final class Count {
        private int compared;
        private int undecided;
        private double warning;

        /** Of the undecided ones. */
        private final List<Double> provable = new ArrayList<>();
    }

    /** Too few runs, a disturbed one and the like are not the benchmark's fault; results of that kind do not count. */
    void add(Comparison comparison) {
        for (JudgedMeasurement result : comparison.results()) {
            if (result.metric().role() != Role.HEADLINE) continue;
            boolean isTooNoisy = result.reason() == Reason.TOO_NOISY;
            boolean isDecided = switch (result.verdict()) {
                case REGRESSED, IMPROVED, UNCHANGED -> true;
                case UNDECIDED, NEW, MISSING -> false;
            };
            if (!isTooNoisy && !isDecided) continue;
            Count count = counts.computeIfAbsent(result.series(), unseen -> new Count());
            count.compared++;
            if (!isTooNoisy) continue;
            count.undecided++;
            count.warning = result.threshold().warning();
            Double provable = result.evidence().minimumDetectableChange();
            if (provable != null) count.provable.add(provable);
        }
    }

    /** The series of which more than half ended undecided, the worst first. */
    List<TrendReport.Undecided> mostlyUndecided(StoreView view, ProjectRow project) {
        Map<SeriesKey, SeriesId> ids = view.series().ids(project.id(), counts.keySet());
        List<TrendReport.Undecided> all = new ArrayList<>();
        counts.forEach((key, count) -> {
            SeriesId id = ids.get(key);
            if (id == null || count.undecided < LEAST || 2 * count.undecided <= count.compared) return;
            Collections.sort(count.provable);
            Double median = count.provable.isEmpty() ? null : count.provable.get(count.provable.size() / 2);
            all.add(new TrendReport.Undecided(key, id, count.undecided, count.compared, median, count.warning));
        });
        all.sort(Comparator.comparingDouble((TrendReport.Undecided one) -> -(double) one.times() / one.compared())
                .thenComparing(
                        TrendReport.Undecided::minimumDetectableChange, Comparator.nullsLast(Comparator.reverseOrder()))
                .thenComparing(one -> one.key().benchmark()));
        return all;
    }
}
