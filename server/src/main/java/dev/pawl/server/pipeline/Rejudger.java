package dev.pawl.server.pipeline;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.model.Environment;
import dev.pawl.model.Finding;
import dev.pawl.model.Run;
import dev.pawl.model.Thresholds;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** How often waiting runs are looked at. */
    private static final long MINUTES_BETWEEN_LOOKS = 1;

    private final Store store;
    private final Clock clock;
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rejudger");
        thread.setDaemon(true);
        return thread;
    });

    public Rejudger(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Starts looking by itself. */
    public void start() {
        worker.scheduleWithFixedDelay(this::lookSafely, 0, MINUTES_BETWEEN_LOOKS, TimeUnit.MINUTES);
    }

    /** Looks soon; returns at once. */
    public void wake() {
        if (isAwake.compareAndSet(false, true)) worker.execute(this::lookSafely);
    }

    private void lookSafely() {
        isAwake.set(false);
        try {
            markOverdue();
            int judged = judgeStale();
            if (judged > 0) LOG.info("judged {} runs again", judged);
        } catch (RuntimeException e) {
            LOG.warn("could not judge again, will try later: {}", e.toString());
        }
    }

    /** Marks runs incomplete whose shards did not arrive. */
    void markOverdue() {
        Instant overdue = clock.instant().minus(PATIENCE);
        store.write(session -> {
            for (RunRow row : session.runs().incompleteOlderThan(overdue, AT_ONCE)) {
                session.runs().setState(row.number(), RunRow.State.INCOMPLETE);
            }
            return null;
        });
    }

    /** Judges everything that is queued; returns how many runs that were. */
    public int judgeStale() {
        int judged = 0;
        List<String> stale = store.read(view -> view.comparisons().stale(AT_ONCE));
        while (!stale.isEmpty()) {
            for (String runId : stale) {
                store.write(session -> {
                    judge(session, runId);
                    return null;
                });
                judged++;
            }
            stale = store.read(view -> view.comparisons().stale(AT_ONCE));
        }
        return judged;
    }

    private void judge(StoreSession session, String runId) {
        Optional<RunRow> found = session.runs().find(runId);
        if (found.isEmpty()) return;
        RunRow row = found.get();
        Run run = row.run();
        ProjectRow project = session.projects().find(row.projectId()).orElseThrow();
        Environment environment = session.runs().environment(run.environment());
        String asked = row.request().baseline();
        List<Finding> said = session.comparisons()
                .latest(runId)
                .map(comparison -> comparison.comparison().findings().stream()
                        .filter(finding -> finding.kind() == Finding.Kind.PARSER_WARNING)
                        .toList())
                .orElse(List.of());
        Thresholds settings = session.shards().settings(runId, Thresholds.DEFAULT);
        RunJudge.Judgement judgement = new RunJudge(session, project, settings)
                .judge(
                        run,
                        environment,
                        asked == null ? null : BaselinePolicy.of(asked),
                        session.measurements().points(List.of(runId)),
                        List.of(),
                        said);
        session.comparisons()
                .put(new ComparisonRow(runId, judgement.wantedSha(), false, clock.instant(), judgement.comparison()));
        UploadKeeper.raiseAlerts(session, project.id(), run, judgement.comparison(), clock.instant());
        session.projects().bumpRevision(project.id());
    }

    /** Stops after the run at hand. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) worker.shutdownNow();
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
