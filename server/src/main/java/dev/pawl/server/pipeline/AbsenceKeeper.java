package dev.pawl.server.pipeline;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Point;
import dev.pawl.model.Series;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.Absences;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.StoreView;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notices what does not come any more on the default branch: a benchmark that each run used to measure, and runs that were expected.
 * What is back is noticed, too.
 */
final class AbsenceKeeper {

    /** A benchmark that so many runs in a row lack is gone; one run may have failed half-way, or was of another job. */
    private static final int LACKING = 3;

    /** It is missed only if so many runs in a row had it before. */
    private static final int REGULAR = 5;

    /** A nightly run that starts an hour late is no news. */
    private static final double PATIENCE = 1.25;

    private static final Set<AbsenceRow.State> PENDING = EnumSet.of(AbsenceRow.State.OPEN, AbsenceRow.State.DISMISSED);

    private final StoreSession session;
    private final ProjectRow project;
    private final Instant now;
    private final Outbox outbox;

    AbsenceKeeper(StoreSession session, ProjectRow project, Instant now) {
        this.outbox = new Outbox(session, project, now);
        this.session = session;
        this.project = project;
        this.now = now;
    }

    /** @param newest the newest runs of a testbed on the default branch, oldest first */
    void look(long testbedId, List<RunRow> newest) {
        List<RunRow> runs = newest.stream()
                .filter(run -> run.state() == RunRow.State.COMPLETE)
                .toList();
        if (runs.size() < LACKING + REGULAR) return;
        List<String> ids = runs.subList(runs.size() - LACKING - REGULAR, runs.size()).stream()
                .map(RunRow::id)
                .toList();
        Set<String> before = new HashSet<>(ids.subList(0, REGULAR));
        Set<String> since = new HashSet<>(ids.subList(REGULAR, ids.size()));
        Map<Benchmark, Set<String>> measuredBy = measuredBy(session, ids);
        String last = ids.get(REGULAR - 1);
        String newestId = ids.get(ids.size() - 1);

        for (AbsenceRow absence : session.absences().list(project.id(), PENDING, Integer.MAX_VALUE)) {
            if (absence.testbedId() != testbedId || absence.benchmark() == null) continue;
            if (measuredBy.getOrDefault(absence.benchmark(), Set.of()).contains(newestId))
                session.absences().change(absence.id(), AbsenceRow.State.RESOLVED, now);
        }
        measuredBy.forEach((benchmark, by) -> {
            if (!by.containsAll(before) || by.stream().anyMatch(since::contains)) return;
            session.benchmarks()
                    .findId(project.id(), benchmark)
                    .flatMap(id -> session.absences().open(project.id(), testbedId, id, last, now))
                    .ifPresent(this::tell);
        });
        outbox.flush();
    }

    private void tell(long absenceId) {
        session.absences().find(project.id(), absenceId).ifPresent(outbox::addMissing);
    }

    /** Which runs measured each benchmark. */
    private static Map<Benchmark, Set<String>> measuredBy(StoreView view, List<String> runs) {
        Map<Benchmark, Set<String>> measuredBy = new HashMap<>();
        for (Series series : view.measurements().points(runs).values()) {
            Set<String> by = measuredBy.computeIfAbsent(series.key().benchmark(), unseen -> new HashSet<>());
            for (Point point : series.points()) by.add(point.runId());
        }
        return measuredBy;
    }

    /**
     * Looks whether an expected run is overdue, or has come.
     *
     * @param testbedId of the testbed that is meant
     */
    void look(Absences.Expected expected, long testbedId) {
        Optional<RunRow> newest =
                session
                        .runs()
                        .newestOnBranch(project.id(), expected.testbed(), project.defaultBranch(), 1, true)
                        .stream()
                        .findFirst();
        if (newest.isEmpty()) return;
        Instant came = newest.get().run().receivedAt();
        Instant from = came.isAfter(expected.since()) ? came : expected.since();
        Duration patience =
                Duration.ofMillis(Math.round(PATIENCE * expected.every().toMillis()));
        if (from.plus(patience).isBefore(now)) {
            session.absences()
                    .open(project.id(), testbedId, null, newest.get().id(), now)
                    .ifPresent(this::tell);
            outbox.flush();
            return;
        }
        for (AbsenceRow absence : session.absences().list(project.id(), PENDING, Integer.MAX_VALUE)) {
            if (absence.testbedId() == testbedId && absence.benchmark() == null && came.isAfter(absence.openedAt()))
                session.absences().change(absence.id(), AbsenceRow.State.RESOLVED, now);
        }
    }
}
