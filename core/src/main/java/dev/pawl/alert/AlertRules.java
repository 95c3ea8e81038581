package dev.pawl.alert;

import dev.pawl.model.Alert;
import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The life of an alert: opened as a suspicion by a proven regression of a headline metric, confirmed by another commit's run,
 * raised again only when it gets worse, resolved when the level returns (a level that crept returns by several runs, which others see). A person may acknowledge, accept or dismiss it in between.
 */
public final class AlertRules {

    private AlertRules() {}

    /**
     * What a comparison does to the alerts of its branch.
     *
     * @param pending the branch's alerts that are not settled yet
     */
    public static List<AlertChange> after(Comparison comparison, List<Alert> pending) {
        Map<SeriesKey, Alert> known = new HashMap<>();
        for (Alert alert : pending) known.put(alert.series(), alert);
        List<AlertChange> changes = new ArrayList<>();
        for (JudgedMeasurement result : comparison.results()) {
            if (result.metric().role() != Role.HEADLINE) continue;
            Alert alert = known.get(result.series());
            if (result.verdict() == Verdict.REGRESSED && result.severity() != null) {
                if (alert == null) changes.add(new AlertChange.Opened(result));
                else if (result.severity().compareTo(alert.severity()) > 0)
                    changes.add(new AlertChange.Worsened(alert, result));
            } else if (alert != null && alert.creep() == null && hasReturned(alert, result)) {
                changes.add(new AlertChange.Resolved(alert, result));
                continue;
            }
            if (alert != null && isBorneOut(alert, comparison, result))
                changes.add(new AlertChange.Confirmed(alert, result));
        }
        return changes;
    }

    /** Whether a run speaks for an alert by itself: it is regressed, or its level is not back. */
    public static boolean isBorneOutBy(Comparison comparison, Alert alert) {
        for (JudgedMeasurement result : comparison.results()) {
            if (!result.series().equals(alert.series())) continue;
            if (result.verdict() == Verdict.REGRESSED && result.severity() != null) return true;
            return result.evidence().contender() != null && !hasReturned(alert, result);
        }
        return false;
    }

    /**
     * Two commits' runs that both lie beyond the warning limit are no accident of one machine at one moment. The second need not be
     * regressed against its own baseline, which the first one may have widened.
     */
    private static boolean isBorneOut(Alert alert, Comparison comparison, JudgedMeasurement result) {
        return alert.confirmedAt() == null
                && !alert.sha().equals(comparison.contender().sha())
                && result.evidence().contender() != null;
    }

    /**
     * Whether the value is back within the warning limit of where it was before the alert. "Unchanged" alone does not say
     * so: after enough runs the slow level is its own baseline. An alert without a level before it is about an absolute limit;
     * whatever is not beyond that is fine.
     */
    private static boolean hasReturned(Alert alert, JudgedMeasurement result) {
        Double before = alert.baseline();
        Double now = result.evidence().contender();
        if (now == null) return false;
        if (before == null) return true;
        if (before == 0) return false;
        double change = now / before - 1;
        return !result.metric().direction().isWorse(0, change)
                || Math.abs(change) < result.threshold().warning();
    }
}
