package dev.pawl.server.pipeline;

import dev.pawl.alert.AlertChange;
import dev.pawl.alert.AlertRules;
import dev.pawl.detect.Creep;
import dev.pawl.detect.CreepState;
import dev.pawl.detect.CreepWatch;
import dev.pawl.model.Alert;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Metric;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens, confirms, worsens and resolves the alerts of the default branch, in the transaction that gives the reason. Pull requests,
 * merge queues and topic branches end before anybody could resolve one; they get their verdict with the upload.
 *
 * <pre>
 *   one upload is regressed ──▶ suspected ──▶ another commit's run is, or the detector confirms a new level ──▶ confirmed
 *                                   └──────────── the level returns ────────────────▶ resolved ◀─────────────────┘
 * </pre>
 *
 * <p>What rises in many small steps is left to the {@link CreepWatch}: its alerts are confirmed from the start, and resolved by several
 * runs, as they were raised by several. A series has one alert for one movement, of whichever kind.
 */
final class AlertKeeper {

    private static final String PAWL = "pawl";

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final Outbox outbox;
    private final AcceptedLevels accepted;

    private @Nullable Map<SeriesKey, Alert> pendingBySeries;

    AlertKeeper(StoreSession session, ProjectRow project, Instant now) {
        this.session = session;
        this.project = project;
        this.now = now;
        this.outbox = new Outbox(session, project, now);
        this.accepted = new AcceptedLevels(session, project, project.defaultBranch());
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
        if (!tellsTheLevel(project, run) || tellsNothingNew(run) || !isNewest(run)) return;
        Map<Long, SeriesId> ids = new HashMap<>();
        List<Alert> pending = new ArrayList<>();
        for (AlertRow row : pending(run.branch())) {
            if (!row.alert().series().testbed().equals(run.testbed())) continue;
            ids.put(row.alert().id(), row.seriesId());
            pending.add(row.alert());
        }
        Set<Long> elsewhere = elsewhere(run, pending);
        pending.removeIf(alert -> elsewhere.contains(alert.id()) && isWithdrawn(alert));
        List<AlertChange> changes = new ArrayList<>(AlertRules.after(comparison, pending));
        changes.removeIf(change -> change instanceof AlertChange.Resolved resolved
                && elsewhere.contains(resolved.alert().id()));
        changes.removeIf(change -> change instanceof AlertChange.Opened opened && accepted.excuse(opened.regression()));
        changes.removeIf(change -> change instanceof AlertChange.Confirmed confirmed
                && isRamp(ids.get(confirmed.alert().id()), confirmed));
        for (AlertChange change : changes) {
            if (change instanceof AlertChange.Opened opened) {
                open(run, opened, comparison.baseline());
            } else if (change instanceof AlertChange.Confirmed confirmed) {
                confirm(confirmed.alert());
            } else if (change instanceof AlertChange.Worsened worsened) {
                JudgedMeasurement regression = worsened.regression();
                session.alerts().worsen(worsened.alert().id(), regression.severity(), change(worsened), now);
                outbox.add(Event.REGRESSION, worsened.alert().id());
            } else if (change instanceof AlertChange.Resolved resolved) {
                resolve(resolved.alert(), "the level returned in run " + run.id());
                session.alerts().noteResolvedBy(resolved.alert().id(), run.id());
            }
        }
        outbox.flush();
    }

    /** The alerts about levels under another GPU or driver, of which a run tells nothing. */
    private Set<Long> elsewhere(Run run, List<Alert> pending) {
        if (pending.isEmpty()) return Set.of();
        Set<String> runs = new HashSet<>(Set.of(run.id()));
        for (Alert alert : pending) runs.add(alert.runId());
        Map<String, LevelFacts> facts = session.runs().levelFacts(runs);
        LevelFacts now = facts.getOrDefault(run.id(), LevelFacts.UNKNOWN);
        Set<Long> elsewhere = new HashSet<>();
        for (Alert alert : pending)
            if (facts.getOrDefault(alert.runId(), LevelFacts.UNKNOWN).isOtherLevel(now)) elsewhere.add(alert.id());
        return elsewhere;
    }

    /** What nobody was told of yet ends where nothing can bear it out any more. Of anything else a person has to say. */
    private boolean isWithdrawn(Alert alert) {
        boolean isSuspicion = alert.confirmedAt() == null && alert.state() == Alert.State.OPEN;
        if (isSuspicion) resolve(alert, "the GPU or its driver changed before another run bore it out");
        return isSuspicion;
    }

    /** Whether a suspicion is part of a rise in many small steps, which is told when there are enough of them. */
    private boolean isRamp(@Nullable SeriesId series, AlertChange.Confirmed confirmed) {
        Alert alert = confirmed.alert();
        if (series == null || alert.baseline() == null) return false;
        byte[] stored = session.detectors().creepState(series).orElse(null);
        CreepState state = stored == null ? null : CreepState.fromBytes(stored);
        double limit = confirmed.regression().threshold().warning();
        return state != null && new CreepWatch(alert.metric().direction()).isRamp(state, limit);
    }

    /** Of what crept, all of it; the newest runs before, which crept along, would tell less. */
    private static double change(AlertChange.Worsened worsened) {
        Alert alert = worsened.alert();
        Evidence evidence = worsened.regression().evidence();
        boolean isAll = alert.creep() != null && alert.baseline() != null && evidence.contender() != null;
        return isAll ? evidence.contender() / alert.baseline() - 1 : orZero(evidence);
    }

    /**
     * Where a new level begins.
     *
     * @param first the first run of the new level
     * @param last the last run of the old one
     * @param value of the first run, without what the machine's speed does to it
     */
    record NewLevel(RunRow first, @Nullable RunRow last, double value) {}

    /** What the detector found. */
    void levelChanged(SeriesKey key, Metric metric, Threshold threshold, ChangePointRow change, NewLevel level) {
        RunRow first = level.first();
        RunRow last = level.last();
        if (!change.worse()) return;
        String branch = project.defaultBranch();
        String lastGood = last == null ? null : last.run().sha();
        Optional<Alert> pending = Optional.ofNullable(pendingBySeries().get(key));
        // What crept has no first commit, and does not return with one run.
        if (pending.isPresent() && pending.get().creep() != null) return;
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
                                            first.run().sha())
                            && !accepted.excuse(
                                    key, metric, threshold, level.value() / (1 + change.change()), level.value());
                    if (isNew) open(key, metric, severity, change, level, lastGood);
                }
            }
            case WITHDRAWN ->
                pending.filter(alert -> alert.sha().equals(first.run().sha()))
                        .ifPresent(alert -> resolve(alert, "later runs are back on the level before"));
        }
    }

    private Map<SeriesKey, Alert> pendingBySeries() {
        if (pendingBySeries == null) {
            pendingBySeries = new HashMap<>();
            for (AlertRow row : pending(project.defaultBranch()))
                pendingBySeries.put(row.alert().series(), row.alert());
        }
        return pendingBySeries;
    }

    /**
     * A level that crept.
     *
     * @param run the newest run
     * @param since the last run on the old level, if it is known
     */
    record Crept(
            SeriesId id,
            SeriesKey key,
            Metric metric,
            Threshold threshold,
            RunRow run,
            Creep.Distance distance,
            @Nullable RunRow since,
            long runs) {

        private Alert alert(String branch, Severity severity, Instant now) {
            Run old = since == null ? null : since.run();
            return new Alert(
                    0,
                    key,
                    metric,
                    branch,
                    Alert.State.OPEN,
                    severity,
                    distance.change(),
                    distance.from(),
                    run.run().sha(),
                    run.id(),
                    now,
                    now,
                    old == null ? null : old.sha(),
                    new Alert.Creep(old == null ? null : old.release(), runs));
        }
    }

    /**
     * What the watch found.
     *
     * @param further since it was told last; {@code null} if it was not
     * @param isRepeated whether the history is read again, so that this may have been told before
     */
    void crept(Crept total, @Nullable Crept further, boolean isRepeated) {
        Alert pending = pendingBySeries().get(total.key());
        Crept news = pending == null && further != null ? further : total;
        Severity severity = severity(news.distance().change(), news.threshold());
        if (severity == null) return;
        Alert alert = news.alert(project.defaultBranch(), severity, now);
        if (pending == null) {
            if (isRepeated && isKnown(alert, news.threshold())) return;
            pendingBySeries = null;
            outbox.add(Event.REGRESSION, session.alerts().open(project.id(), total.id(), alert));
            return;
        }
        // The movement is known, as a step.
        if (pending.creep() == null && pending.confirmedAt() != null) return;
        pendingBySeries = null;
        session.alerts().creep(pending.id(), alert, now);
        boolean isNew = session.alerts().confirm(pending.id(), now);
        if (isNew || severity.compareTo(pending.severity()) > 0) outbox.add(Event.REGRESSION, pending.id());
    }

    /** Whether an alert that is over told of this level already. */
    private boolean isKnown(Alert crept, Threshold threshold) {
        if (crept.baseline() == null) return false;
        double level = crept.baseline() * (1 + crept.change());
        return session.alerts().list(project.id(), AlertFilter.ALL, Integer.MAX_VALUE).stream()
                .map(AlertRow::alert)
                .filter(alert -> alert.creep() != null
                        && alert.baseline() != null
                        && alert.series().equals(crept.series())
                        && alert.branch().equals(crept.branch()))
                .findFirst()
                .filter(alert -> Math.abs(alert.baseline() * (1 + alert.change()) / level - 1) < threshold.warning())
                .isPresent();
    }

    /** What became of the levels that crept. */
    void creepingReturned(Predicate<AlertRow> isBack) {
        for (AlertRow row : pending(project.defaultBranch()))
            if (row.alert().creep() != null && isBack.test(row))
                resolve(row.alert(), "the newest runs are back on the level before");
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
            NewLevel level,
            @Nullable String lastGood) {
        pendingBySeries = null;
        RunRow first = level.first();
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
                                level.value() / (1 + change.change()),
                                first.run().sha(),
                                first.id(),
                                now,
                                now,
                                lastGood,
                                null));
        outbox.add(Event.REGRESSION, id);
    }

    private void open(Run run, AlertChange.Opened opened, Baseline.Choice baseline) {
        JudgedMeasurement regression = opened.regression();
        String lastGood = baseline.source() == Baseline.Source.PREVIOUS ? baseline.sha() : null;
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
                lastGood,
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

    /** Whether the run is excluded, or of the past. */
    private boolean tellsNothingNew(Run run) {
        return session.runs()
                .find(run.id())
                .filter(row -> row.isExcluded() || row.request().backdated())
                .isPresent();
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
