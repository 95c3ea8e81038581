package dev.pawl.server.pipeline;

import dev.pawl.compare.RunComparer;
import dev.pawl.model.Run;
import dev.pawl.model.Thresholds;
import dev.pawl.server.background.RepeatedTask;
import dev.pawl.server.background.Steps;
import dev.pawl.server.background.TaskHealth;
import dev.pawl.server.store.Absences;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.StoreView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges runs again whose comparison is no longer what it would be today: a base run arrived late, a shard was waited for too
 * long, or the engine changed. Works in the background, one run a transaction; the queue is a column in the store, so that
 * nothing is forgotten when the server stops.
 *
 * <p>Safe for several threads.
 */
public final class Rejudger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rejudger.class);

    /** A run whose shards have not all arrived after this time is marked incomplete. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int AT_ONCE = 20;

    /** After so many snapshots that uploads overtook, the run is judged inside the write transaction. */
    private static final int MOST_SNAPSHOTS = 3;

    /** How often waiting runs are looked at. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Store store;
    private final Clock clock;
    private final LevelTracker levels;
    private final RepeatedTask task;
    private boolean isOutdatedMarked;

    public Rejudger(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.levels = new LevelTracker(store, clock);
        this.task = new RepeatedTask("rejudger", Duration.ZERO, BETWEEN_LOOKS, clock, this::look);
    }

    /** Starts looking by itself. */
    public void start() {
        task.start();
    }

    /** Looks soon; returns at once. */
    public void wake() {
        task.wake();
    }

    /** How it fares. */
    public TaskHealth.State state() {
        return task.state();
    }

    private void look() {
        Steps steps = new Steps();
        if (!isOutdatedMarked) steps.attempt("looking for what an older engine judged", this::markOutdated);
        steps.attempt("looking for overdue shards", this::markOverdue);
        steps.attempt("judging again", () -> {
            int judged = judgeStale();
            if (judged > 0) LOG.info("judged {} runs again", judged);
        });
        steps.attempt("following the levels", levels::follow);
        steps.attempt("looking for expected runs", this::lookForExpectedRuns);
        steps.end();
    }

    /** What an older engine judged is judged again. */
    private void markOutdated() {
        store.write(session -> session.comparisons().markOutdated(RunComparer.ENGINE_VERSION));
        levels.queueOutdated();
        isOutdatedMarked = true;
    }

    /** Notes which expected runs are overdue, and which have come. */
    void lookForExpectedRuns() {
        Instant now = clock.instant();
        for (Absences.Expected expected : store.read(view -> view.absences().expected())) {
            store.write(session -> {
                ProjectRow project =
                        session.projects().find(expected.projectId()).orElseThrow();
                session.runs().testbeds(project.id()).stream()
                        .filter(testbed -> testbed.name().equals(expected.testbed()))
                        .findFirst()
                        .ifPresent(testbed -> new AbsenceKeeper(session, project, now).look(expected, testbed.id()));
                return null;
            });
        }
    }

    /** Marks runs incomplete whose shards did not arrive. */
    void markOverdue() {
        Instant overdue = clock.instant().minus(PATIENCE);
        boolean mayBeMore = true;
        while (mayBeMore) {
            List<RunRow> rows = store.read(view -> view.runs().incompleteOlderThan(overdue, AT_ONCE));
            if (rows.isEmpty()) return;
            store.write(session -> {
                for (RunRow row : rows) {
                    boolean isWaiting = session.runs()
                            .find(row.id())
                            .filter(now -> now.state() == RunRow.State.WAITING)
                            .isPresent();
                    if (!isWaiting) continue;
                    session.runs().setState(row.number(), RunRow.State.INCOMPLETE);
                    ProjectRow project =
                            session.projects().find(row.projectId()).orElseThrow();
                    PullRequestNews.tell(session, project, row.run().pullRequest(), clock.instant());
                }
                return null;
            });
            mayBeMore = rows.size() == AT_ONCE;
        }
    }

    /**
     * Judges everything that is queued; returns how many runs that were. A run that cannot be judged stays in the queue and
     * holds nobody up.
     *
     * @throws Steps.FailedException when all others are judged
     */
    public int judgeStale() {
        int judged = 0;
        Steps steps = new Steps();
        Set<String> failed = new HashSet<>();
        while (true) {
            List<String> stale =
                    new ArrayList<>(store.read(view -> view.comparisons().stale(AT_ONCE + failed.size())));
            stale.removeAll(failed);
            if (stale.isEmpty()) {
                steps.end();
                return judged;
            }
            for (String runId : stale) {
                failed.add(runId);
                steps.attempt("judging run " + runId, () -> {
                    judge(runId);
                    failed.remove(runId);
                });
                if (!failed.contains(runId)) judged++;
            }
        }
    }

    /** Works on a snapshot, so that uploads need not wait for the statistics; only if they keep moving it, they do. */
    private void judge(String runId) {
        for (int snapshot = 1; snapshot <= MOST_SNAPSHOTS; snapshot++) {
            Optional<Work> work = store.read(view -> judged(view, runId));
            if (work.isEmpty()) return;
            boolean isKept = store.write(session -> {
                ProjectRow now =
                        session.projects().find(work.get().project().id()).orElse(null);
                if (now == null || now.revision() != work.get().project().revision()) return false;
                keep(session, work.get());
                return true;
            });
            if (isKept) return;
        }
        store.write(session -> {
            judged(session, runId).ifPresent(work -> keep(session, work));
            return null;
        });
    }

    private record Work(ProjectRow project, RunRow row, RunJudge.Judgement judgement) {}

    private static Optional<Work> judged(StoreView view, String runId) {
        Optional<RunRow> found = view.runs().find(runId);
        if (found.isEmpty()) return Optional.empty();
        RunRow row = found.get();
        ProjectRow project = view.projects().find(row.projectId()).orElseThrow();
        Thresholds settings = view.shards().settings(runId, Thresholds.DEFAULT);
        RunJudge.Judgement judgement = new RunJudge(view, project, settings)
                .judge(
                        row.run(),
                        view.runs().environment(row.run().environment()),
                        RunFacts.stored(row).baseline(),
                        view.measurements().points(List.of(runId)),
                        List.of(),
                        RunJudge.parserFindings(view, runId));
        return Optional.of(new Work(project, row, judgement));
    }

    private void keep(StoreSession session, Work work) {
        RunJudge.Judgement judgement = work.judgement();
        Run run = work.row().run();
        session.comparisons()
                .put(new ComparisonRow(
                        run.id(), judgement.wantedSha(), false, clock.instant(), judgement.comparison()));
        new AlertKeeper(session, work.project(), clock.instant()).judged(run, judgement.comparison());
        if (!work.row().request().backdated())
            PullRequestNews.tell(session, work.project(), run.pullRequest(), clock.instant());
        session.projects().bumpRevision(work.project().id());
    }

    /** Stops after the run at hand. */
    @Override
    public void close() {
        task.close();
    }
}
