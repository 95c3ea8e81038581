package dev.pawl.server.pipeline;

import dev.pawl.server.background.RepeatedTask;
import dev.pawl.server.background.Steps;
import dev.pawl.server.background.TaskHealth;
import dev.pawl.server.store.DeliveryRow.State;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Forgets what has had its time: answers to repeated requests, original uploads, raw samples, messages. Measurements and comparisons
 * stay. A little at a time, so that uploads need not wait. Tells of the week, too.
 */
public final class Upkeep implements AutoCloseable {

    /** What was given up shows what people were not told; somebody may look for it late. */
    static final Duration GIVEN_UP_KEPT = Duration.ofDays(400);

    private static final int AT_ONCE = 50;

    private final Store store;
    private final Clock clock;
    private final Kept kept;
    private final RepeatedTask forgetting;
    private final RepeatedTask reporting;

    /**
     * How long what is not needed for ever is kept.
     *
     * @param uploads as they came
     * @param messages that were delivered
     */
    public record Kept(Duration uploads, Duration samples, Duration messages) {}

    public Upkeep(Store store, Clock clock, Kept kept) {
        this.kept = kept;
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
        Steps steps = new Steps();
        steps.attempt(
                "forgetting answers",
                () -> store.write(session -> session.answers().purge(now)));
        steps.attempt(
                "forgetting uploads",
                () -> repeat(session -> session.shards().deleteUploadsOlderThan(now.minus(kept.uploads()), AT_ONCE)));
        steps.attempt(
                "forgetting samples",
                () -> repeat(
                        session -> session.measurements().deleteSamplesOlderThan(now.minus(kept.samples()), AT_ONCE)));
        steps.attempt("forgetting messages", () -> {
            repeat(session -> session.deliveries().forget(State.DELIVERED, now.minus(kept.messages()), AT_ONCE));
            repeat(session -> session.deliveries().forget(State.DEAD, now.minus(GIVEN_UP_KEPT), AT_ONCE));
        });
        steps.end();
    }

    private void repeat(ToIntFunction<StoreSession> step) {
        int forgotten = AT_ONCE;
        while (forgotten >= AT_ONCE) forgotten = store.write(step::applyAsInt);
    }

    @Override
    public void close() {
        forgetting.stopNow();
        reporting.stopNow();
    }
}
