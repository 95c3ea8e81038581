package dev.pawl.server.pipeline;

import dev.pawl.server.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what has had its time: answers to repeated requests after two days, original uploads after three months, raw samples
 * after more than a year. Measurements and comparisons stay. A little at a time, so that uploads need not wait. Tells of the week, too.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** Long enough to correct a parser and read the uploads again. */
    static final Duration UPLOADS_KEPT = Duration.ofDays(90);

    /** So that the same day last year can still be judged with a better statistic. */
    static final Duration SAMPLES_KEPT = Duration.ofDays(400);

    private static final int AT_ONCE = 50;

    private final Store store;
    private final Clock clock;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "upkeep");
        thread.setDaemon(true);
        return thread;
    });

    public Upkeep(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Starts forgetting, once an hour, and looking whether a week is over. */
    public void start() {
        worker.scheduleWithFixedDelay(this::forgetSafely, 1, 60, TimeUnit.MINUTES);
        worker.scheduleWithFixedDelay(this::reportSafely, 1, 10, TimeUnit.MINUTES);
    }

    private void reportSafely() {
        try {
            new WeeklyReport(store).look(clock.instant());
        } catch (RuntimeException e) {
            LOG.warn("could not tell of the week, will try later: {}", e.toString());
        }
    }

    private void forgetSafely() {
        try {
            forget();
        } catch (RuntimeException e) {
            LOG.warn("could not forget what has had its time, will try later: {}", e.toString());
        }
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
        worker.shutdownNow();
    }
}
