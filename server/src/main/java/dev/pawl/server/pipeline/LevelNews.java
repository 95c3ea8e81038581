package dev.pawl.server.pipeline;

import dev.pawl.compare.ClockShift;
import dev.pawl.compare.CommonShift;
import dev.pawl.model.Role;
import dev.pawl.model.Run;
import dev.pawl.server.pipeline.TestbedReading.Crawl;
import dev.pawl.server.pipeline.TestbedReading.Happening;
import dev.pawl.server.pipeline.TestbedReading.Places;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ChangePointRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreSession;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Tells what happened to the levels of a testbed: as an alert where the code must have done it, as one note on the time axis where the
 * machine did, or a GPU's clock.
 */
final class LevelNews {

    private static final String DRIFT = "drift";

    /** Read again, a history may know these at another run; once is enough. */
    private static final Set<String> ONCE = Set.of(FollowedControls.NOTE, EnvironmentNotes.TURNS);

    /** So many of the newest notes are looked through for one that says the same. */
    private static final int NOTES = 64;

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final boolean isSpeedDivided;
    private final AlertKeeper alerts;

    /** @param isSpeedDivided whether control benchmarks have told what the machine did, so that what is left, the code did */
    LevelNews(StoreSession session, ProjectRow project, Instant now, boolean isSpeedDivided) {
        this.session = session;
        this.project = project;
        this.now = now;
        this.isSpeedDivided = isSpeedDivided;
        this.alerts = new AlertKeeper(session, project, now);
    }

    /** Notes something on the time axis, once. */
    void note(AnnotationRow note) {
        if (session.annotations().find(project.id(), note, false).isEmpty() && !isNotedBefore(note)) add(note);
    }

    private boolean isNotedBefore(AnnotationRow note) {
        return ONCE.contains(note.kind())
                && session
                        .annotations()
                        .list(project.id(), project.defaultBranch(), TestbedReading.LONGEST_HISTORY)
                        .stream()
                        .anyMatch(known ->
                                known.kind().equals(note.kind()) && known.text().equals(note.text()));
    }

    /** @param newest runs of the testbed, oldest first */
    void levelsChanged(List<Happening> happenings, List<RunRow> newest) {
        SharedLevelChanges shared = new SharedLevelChanges(session, newest);
        for (Happening happening : happenings) {
            if (happening.metric().role() != Role.HEADLINE || !happening.isRecent()) continue;
            // Many small steps are told when there are enough of them, as what they are.
            if (happening.isRamp()) continue;
            if (isShared(shared, happening) || isTheClocks(shared, happening)) continue;
            Places places = happening.places();
            alerts.levelChanged(
                    happening.key(),
                    happening.metric(),
                    happening.threshold(),
                    happening.row(),
                    new AlertKeeper.NewLevel(places.first(), places.last(), happening.value()));
        }
    }

    /**
     * @param isReadAgain whether the levels were known before
     * @param runs the newest so many runs of the testbed, oldest first
     */
    void levelsCrept(List<Crawl> crawls, boolean isReadAgain, IntFunction<List<RunRow>> runs) {
        if (crawls.isEmpty()) return;
        long farthest = 0;
        for (Crawl crawl : crawls) farthest = Math.max(farthest, crawl.total().runs());
        SharedLevelChanges shared = new SharedLevelChanges(session, runs.apply((int)
                Math.min(TestbedReading.LONGEST_HISTORY, 2 * farthest + TestbedReading.TAIL)));
        for (Crawl crawl : crawls)
            if (!isShared(shared, crawl.total())) alerts.crept(crawl.total(), crawl.further(), isReadAgain);
    }

    /** @param isBack whether the level of an alert about creep has returned */
    void levelsReturned(Predicate<AlertRow> isBack) {
        alerts.creepingReturned(isBack);
        alerts.tell();
    }

    /** Whether the suite's other benchmarks changed alike at the same run, which is then noted once and nobody's alert. */
    private boolean isShared(SharedLevelChanges shared, Happening happening) {
        ChangePointRow change = happening.row();
        if (change.state() != ChangePointRow.State.CONFIRMED) return false;
        // What the code did, it may have done to all.
        if (isSpeedDivided) return false;
        RunRow first = happening.places().first();
        CommonShift shift = shared.at(first).orElse(null);
        if (shift == null) return false;
        double beyond = shift.changeBeyond(happening.metric(), Math.log1p(change.change()));
        if (Math.abs(beyond) >= happening.threshold().warning()) return false;
        Run run = first.run();
        if (!isDriftNoted(shared, run)) noteDrift(run, shift.text() + " from here on");
        return true;
    }

    /** Whether the suite's other benchmarks crept along, which is then noted once and nobody's alert. */
    private boolean isShared(SharedLevelChanges shared, AlertKeeper.Crept crept) {
        RunRow since = crept.since();
        if (since == null || isSpeedDivided) return false;
        CommonShift shift = shared.between(since, crept.run()).orElse(null);
        if (shift == null) return false;
        double beyond =
                shift.changeBeyond(crept.metric(), Math.log1p(crept.distance().change()));
        if (Math.abs(beyond) >= crept.threshold().warning()) return false;
        Run run = crept.run().run();
        boolean isKnown = session.annotations().list(project.id(), run.branch(), NOTES).stream()
                .anyMatch(note -> note.kind().equals(DRIFT)
                        && note.text().startsWith(run.testbed() + ":")
                        && shared.isBetween(note.sha(), since, crept.run()));
        if (!isKnown) noteDrift(run, shift.text() + " than " + crept.runs() + " runs before");
        return true;
    }

    private void noteDrift(Run run, String what) {
        String text = run.testbed() + ": " + what + "; the testbed has most likely drifted";
        add(new AnnotationRow(0, run.branch(), run.sha(), run.receivedAt(), DRIFT, text));
        Outbox outbox = new Outbox(session, project, now);
        outbox.addDrift(run, what);
        outbox.flush();
    }

    private boolean isDriftNoted(SharedLevelChanges shared, Run run) {
        return session.annotations().list(project.id(), run.branch(), NOTES).stream()
                .anyMatch(note -> note.kind().equals(DRIFT)
                        && note.text().startsWith(run.testbed() + ":")
                        && shared.areNear(note.sha(), run.sha()));
    }

    /** Whether the benchmark changed with its GPU's clock and not in cycles, which is noted once and nobody's alert. */
    private boolean isTheClocks(SharedLevelChanges shared, Happening happening) {
        if (happening.row().state() != ChangePointRow.State.CONFIRMED) return false;
        if (session.series()
                .ids(project.id(), ClockShift.companions(happening.key()))
                .isEmpty()) return false;
        RunRow first = happening.places().first();
        double clock = shared.clockAt(first, happening.key());
        double shift = Math.log1p(happening.row().change());
        Double inCycles = ClockShift.changeInCycles(happening.metric(), shift, clock);
        if (inCycles == null || Math.abs(inCycles) >= happening.threshold().warning()) return false;
        Run run = first.run();
        if (!isDriftNoted(shared, run))
            add(new AnnotationRow(
                    0,
                    run.branch(),
                    run.sha(),
                    run.receivedAt(),
                    DRIFT,
                    String.format(
                            Locale.ROOT,
                            "%s: the GPU's clock is about %.1f %% %s from here on; what changed with it raises no alert",
                            run.testbed(),
                            100 * Math.abs(Math.expm1(clock)),
                            clock > 0 ? "higher" : "lower")));
        return true;
    }

    private void add(AnnotationRow note) {
        session.annotations().add(project.id(), note.branch(), note.sha(), note.time(), note.kind(), note.text());
    }
}
