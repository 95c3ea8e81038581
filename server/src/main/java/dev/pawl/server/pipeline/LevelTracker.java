package dev.pawl.server.pipeline;

import dev.pawl.detect.CreepWatch;
import dev.pawl.detect.Detector;
import dev.pawl.server.background.Steps;
import dev.pawl.server.store.Detectors;
import dev.pawl.server.store.Store;
import java.time.Clock;
import java.util.List;

/**
 * Follows the levels of the default branch's series. Each run that arrives is shown to the change-point {@link Detector} and to the
 * {@link CreepWatch} of each of its series, in the background, so that no upload waits for it. Where a run's settings name control
 * benchmarks, what those tell of the machine's speed is divided out first ({@link FollowedControls}).
 *
 * <pre>
 *   queued runs ── do they follow what was read? ── yes: one more point each ──┐
 *                                                └─ no:  all points again  ────┴── change points ── alerts
 * </pre>
 *
 * What is stored follows from the history alone: a run that comes late, out of order or in another shard has its testbed read again,
 * as far back as {@value TestbedReading#LONGEST_HISTORY} runs. One more run in order costs the same however long the history is.
 */
public final class LevelTracker {

    private static final int MOST_SNAPSHOTS = 3;

    private final Store store;
    private final Clock clock;

    public LevelTracker(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Has everything read again that another version of the detector has read. */
    public void queueOutdated() {
        store.write(session -> {
            session.detectors().queueOutdated(Detector.VERSION);
            return null;
        });
    }

    /**
     * Reads everything that is queued; returns on how many testbeds that was.
     *
     * @throws Steps.FailedException when all testbeds were tried
     */
    public int follow() {
        List<Detectors.Waiting> waiting = store.read(view -> view.detectors().waiting());
        Steps steps = new Steps();
        for (Detectors.Waiting testbed : waiting)
            steps.attempt("following the levels of " + testbed, () -> follow(testbed));
        steps.end();
        return waiting.size();
    }

    /** Works on a snapshot, so that uploads need not wait; only if they keep moving it, they do. */
    private void follow(Detectors.Waiting testbed) {
        for (int snapshot = 1; snapshot <= MOST_SNAPSHOTS; snapshot++) {
            TestbedReading reading = store.read(view -> new TestbedReading(view, testbed).read());
            boolean isKept = store.write(session -> {
                if (session.projects().revision(testbed.projectId()) != reading.revision()) return false;
                reading.keep(session, clock.instant());
                return true;
            });
            if (isKept) return;
        }
        store.write(session -> {
            new TestbedReading(session, testbed).read().keep(session, clock.instant());
            return null;
        });
    }
}
