package dev.pawl.server.pipeline;

import dev.pawl.model.Alert;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Threshold;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.StoreView;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The levels of a branch that somebody accepted, as far as they excuse a regression: one that was accepted before it was merged. */
final class AcceptedLevels {

    private final StoreView view;
    private final ProjectRow project;
    private final String branch;

    /** The newest first; read when first needed. */
    private @Nullable List<AlertRow> accepted;

    AcceptedLevels(StoreView view, ProjectRow project, String branch) {
        this.view = view;
        this.project = project;
        this.branch = branch;
    }

    /** Whether a regression is the step that somebody accepted, which is measured on the branch for the first time. */
    boolean excuse(JudgedMeasurement regression) {
        Double value = regression.evidence().contender();
        Double baseline = regression.evidence().baseline();
        return value != null
                && baseline != null
                && regression.reason() != Reason.ABSOLUTE_LIMIT
                && excuse(regression.series(), regression.metric(), regression.threshold(), baseline, value);
    }

    /**
     * Whether a step is one that somebody accepted.
     *
     * @param from level before it
     * @param to level behind it
     */
    boolean excuse(SeriesKey series, Metric metric, Threshold threshold, double from, double to) {
        for (AlertRow row : accepted()) {
            Alert alert = row.alert();
            if (!alert.series().equals(series) || alert.baseline() == null) continue;
            double level = alert.baseline() * (1 + alert.change());
            // What has become better since then, or runs on another machine, must not get as slow as that unseen.
            return !isBeyond(metric, threshold, level, to) && !isBeyond(metric, threshold, from, alert.baseline());
        }
        return false;
    }

    /** Whether a value is worse than a level by more than the warning limit. */
    private static boolean isBeyond(Metric metric, Threshold threshold, double level, double value) {
        double beyond = value / level - 1;
        return metric.direction().isWorse(0, beyond) && Math.abs(beyond) >= threshold.warning();
    }

    private List<AlertRow> accepted() {
        if (accepted == null)
            accepted = view.alerts()
                    .list(project.id(), new AlertFilter(EnumSet.of(Alert.State.ACCEPTED), branch), Integer.MAX_VALUE);
        return accepted;
    }
}
