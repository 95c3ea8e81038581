package dev.pawl.server.pipeline;

import dev.pawl.alert.AlertChange;
import dev.pawl.alert.AlertRules;
import dev.pawl.model.Alert;
import dev.pawl.model.Comparison;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Trust;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.ChangePointRow;
import dev.pawl.server.store.ChannelRow.Event;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens, confirms, worsens and resolves the alerts of the default branch, in the transaction that gives the reason. Pull requests,
 * merge queues and topic branches end before anybody could resolve one; they get their verdict with the upload.
 *
 * <pre>
 *   one upload is regressed ──▶ suspected ──▶ another commit's run is, or the detector confirms a new level ──▶ confirmed
 *                                   └──────────── the level returns ────────────────▶ resolved ◀─────────────────┘
 * </pre>
 */
final class AlertKeeper {

    private static final String PAWL = "pawl";

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final Outbox outbox;

    /** Read when first needed. */
    private @Nullable List<AlertRow> accepted;

    private @Nullable Map<SeriesKey, Alert> pendingBySeries;

    AlertKeeper(StoreSession session, ProjectRow project, Instant now) {
        this.session = session;
        this.project = project;
        this.now = now;
        this.outbox = new Outbox(session, project, now);
    }

    /** Whether the levels of the default branch, and so its alerts, follow from such a run. */
    static boolean tellsTheLevel(ProjectRow project, Run run) {
        return run.pullRequest() == null
                && run.baseBranch() == null
                && run.branch().equals(project.defaultBranch())
                && run.trust() == Trust.TRUSTED;
    }

    /** What a run's comparison does to the alerts. */
    void judged(Run run, Comparison comparison) {
        if (!tellsTheLevel(project, run) || !isNewest(run)) return;
        List<Alert> pending = pending(run.branch()).stream()
                .map(AlertRow::alert)
                .filter(alert -> alert.series().testbed().equals(run.testbed()))
                .toList();
        List<AlertChange> changes = new ArrayList<>(AlertRules.after(comparison, pending));
        changes.removeIf(change -> change instanceof AlertChange.Opened opened && isAccepted(run, opened.regression()));
        for (AlertChange change : changes) {
            if (change instanceof AlertChange.Opened opened) {
                open(run, opened);
            } else if (change instanceof AlertChange.Confirmed confirmed) {
                confirm(confirmed.alert());
            } else if (change instanceof AlertChange.Worsened worsened) {
                JudgedMeasurement regression = worsened.regression();
                session.alerts()
                        .worsen(worsened.alert().id(), regression.severity(), orZero(regression.evidence()), now);
                outbox.add(Event.REGRESSION, worsened.alert().id());
            } else if (change instanceof AlertChange.Resolved resolved) {
                resolve(resolved.alert(), "the level returned in run " + run.id());
            }
        }
        outbox.flush();
    }

    /** Whether the regression is the level that somebody accepted, which base runs from before still surround. */
    private boolean isAccepted(Run run, JudgedMeasurement regression) {
        Double value = regression.evidence().contender();
        if (value == null || regression.reason() == Reason.ABSOLUTE_LIMIT) return false;
        for (AlertRow row : accepted(run.branch())) {
            Alert alert = row.alert();
            if (!alert.series().equals(regression.series()) || alert.baseline() == null) continue;
            double level = alert.baseline() * (1 + alert.change());
            double beyond = value / level - 1;
            return !regression.metric().direction().isWorse(0, beyond)
                    || Math.abs(beyond) < regression.threshold().warning();
        }
        return false;
    }

    /** The newest first. */
    private List<AlertRow> accepted(String branch) {
        if (accepted == null)
            accepted = session.alerts()
                    .list(project.id(), new AlertFilter(EnumSet.of(Alert.State.ACCEPTED), branch), Integer.MAX_VALUE);
        return accepted;
    }

    /**
     * What the detector found.
     *
     * @param first the first run of the new level
     * @param last the last run of the old one
     */
    void levelChanged(
            SeriesKey key,
            Metric metric,
            Threshold threshold,
            ChangePointRow change,
            RunRow first,
            @Nullable RunRow last) {
        if (!change.worse()) return;
        String branch = project.defaultBranch();
        String lastGood = last == null ? null : last.run().sha();
        if (pendingBySeries == null) {
            pendingBySeries = new HashMap<>();
            for (AlertRow row : pending(branch)) pendingBySeries.put(row.alert().series(), row.alert());
        }
        Optional<Alert> pending = Optional.ofNullable(pendingBySeries.get(key));
        switch (change.state()) {
            case RAISED -> {}
            case CONFIRMED -> {
                if (pending.isPresent()) {
                    session.alerts().locate(pending.get().id(), first.run().sha(), first.id(), lastGood);
                    confirm(pending.get());
                } else {
                    Severity severity = severity(change.change(), threshold);
                    boolean isNew = severity != null
                            && !session.alerts()
                                    .hasEver(
                                            project.id(),
                                            change.series(),
                                            branch,
                                            first.run().sha());
                    if (isNew) open(key, metric, severity, change, first, lastGood);
                }
            }
            case WITHDRAWN ->
                pending.filter(alert -> alert.sha().equals(first.run().sha()))
                        .ifPresent(alert -> resolve(alert, "later runs are back on the level before"));
        }
    }

    /** Tells what the detector found, all of a testbed at once. */
    void tell() {
        outbox.flush();
    }

    private static @Nullable Severity severity(double change, Threshold threshold) {
        double size = Math.abs(change);
        if (size >= threshold.critical()) return Severity.CRITICAL;
        return size >= threshold.warning() ? Severity.WARNING : null;
    }

    private void open(
            SeriesKey key,
            Metric metric,
            Severity severity,
            ChangePointRow change,
            RunRow first,
            @Nullable String lastGood) {
        pendingBySeries = null;
        Double value = session.measurements()
                .points(List.of(first.id()))
                .get(key)
                .points()
                .get(0)
                .value();
        long id = session.alerts()
                .open(
                        project.id(),
                        change.series(),
                        new Alert(
                                0,
                                key,
                                metric,
                                project.defaultBranch(),
                                Alert.State.OPEN,
                                severity,
                                change.change(),
                                value / (1 + change.change()),
                                first.run().sha(),
                                first.id(),
                                now,
                                now,
                                lastGood));
        outbox.add(Event.REGRESSION, id);
    }

    private void open(Run run, AlertChange.Opened opened) {
        JudgedMeasurement regression = opened.regression();
        Alert alert = new Alert(
                0,
                regression.series(),
                regression.metric(),
                run.branch(),
                Alert.State.OPEN,
                regression.severity(),
                orZero(regression.evidence()),
                regression.evidence().baseline(),
                run.sha(),
                run.id(),
                now,
                opened.isCertain() ? now : null,
                null);
        SeriesId series =
                session.series().ids(project.id(), List.of(regression.series())).get(regression.series());
        if (series == null) return;
        outbox.add(Event.REGRESSION, session.alerts().open(project.id(), series, alert));
    }

    private void confirm(Alert alert) {
        pendingBySeries = null;
        if (session.alerts().confirm(alert.id(), now)) outbox.add(Event.REGRESSION, alert.id());
    }

    private void resolve(Alert alert, String reason) {
        pendingBySeries = null;
        session.alerts().change(alert.id(), new AlertStep(Alert.State.RESOLVED, PAWL, reason, now));
        outbox.add(Event.RESOLVED, alert.id());
    }

    private List<AlertRow> pending(String branch) {
        return session.alerts().list(project.id(), AlertFilter.pendingOn(branch), Integer.MAX_VALUE);
    }

    /** Whether the run tells the present level of its branch; what arrives late or is judged again tells of an earlier one. */
    private boolean isNewest(Run run) {
        return session.runs().newestOnBranch(project.id(), run.testbed(), run.branch(), 1, true).stream()
                .allMatch(newest -> newest.run().sha().equals(run.sha()));
    }

    private static double orZero(Evidence evidence) {
        return evidence.change() == null ? 0 : evidence.change();
    }
}
