package dev.pawl.server.pipeline;

import dev.pawl.server.background.RepeatedTask;
import dev.pawl.server.background.TaskHealth;
import dev.pawl.server.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Forgets what has had its time: answers to repeated requests after two days, original uploads after three months, raw samples
 * after more than a year. Measurements and comparisons stay. A little at a time, so that uploads need not wait. Tells of the week, too.
 */
public final class Upkeep implements AutoCloseable {

    /** Long enough to correct a parser and read the uploads again. */
    static final Duration UPLOADS_KEPT = Duration.ofDays(90);

    /** So that the same day last year can still be judged with a better statistic. */
    static final Duration SAMPLES_KEPT = Duration.ofDays(400);

    private static final int AT_ONCE = 50;

    private final Store store;
    private final Clock clock;
    private final RepeatedTask forgetting;
    private final RepeatedTask reporting;

    public Upkeep(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        Duration first = Duration.ofMinutes(1);
        this.forgetting = new RepeatedTask("upkeep", first, Duration.ofHours(1), clock, this::forget);
        this.reporting = new RepeatedTask(
                "weekly-report",
                first,
                Duration.ofMinutes(10),
                clock,
                () -> new WeeklyReport(store).look(clock.instant()));
    }

    /** Starts forgetting, and looking whether a week is over. */
    public void start() {
        forgetting.start();
        reporting.start();
    }

    /** How its tasks fare. */
    public List<TaskHealth.State> states() {
        return List.of(forgetting.state(), reporting.state());
    }

    /** Forgets everything that is due now. */
    void forget() {
        Instant now = clock.instant();
        store.write(session -> session.answers().purge(now));
        repeat(() -> store.write(session -> session.shards().deleteUploadsOlderThan(now.minus(UPLOADS_KEPT), AT_ONCE)));
        repeat(() -> store.write(
                session -> session.measurements().deleteSamplesOlderThan(now.minus(SAMPLES_KEPT), AT_ONCE)));
    }

    private static void repeat(IntSupplier step) {
        int forgotten = AT_ONCE;
        while (forgotten >= AT_ONCE) forgotten = step.getAsInt();
    }

    @Override
    public void close() {
        forgetting.stopNow();
        reporting.stopNow();
    }
}
