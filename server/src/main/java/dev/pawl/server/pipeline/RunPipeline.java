package dev.pawl.server.pipeline;

import dev.pawl.alert.AlertChange;
import dev.pawl.alert.AlertRules;
import dev.pawl.compare.RunSeries;
import dev.pawl.model.Alert;
import dev.pawl.model.Commit;
import dev.pawl.model.Comparison;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Run;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.store.NewMeasurement;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRequest;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.ShardRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.UploadRow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an upload, from the bytes to the verdict.
 *
 * <pre>
 *   parse ── place in the commit graph ── choose the baseline ── compare ── open or close alerts ── enqueue deliveries
 *   └────────────────── on a snapshot, may take its time ─────────────┘    └── one short write transaction ──┘
 * </pre>
 *
 * If the project moved between the two, the upload is judged again on what is there now. Any order, repetition or sharding of
 * the same uploads ends in the same state: a run that arrives late re-queues the ones that it is a baseline of ({@link Rejudger}).
 *
 * <p>Safe for several threads.
 */
public final class RunPipeline {

    /** After so many snapshots that others overtook, the last try judges inside the write transaction, where nobody can. */
    private static final int MOST_SNAPSHOTS = 3;

    private final Store store;
    private final Clock clock;
    private final Rejudger rejudger;

    public RunPipeline(Store store, Clock clock, Rejudger rejudger) {
        this.store = store;
        this.clock = clock;
        this.rejudger = rejudger;
    }
}
