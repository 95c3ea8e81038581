package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What never changes once it is committed: benchmarks by id, and the points of a run with a given number of shards. A write
 * transaction, which may still be undone, keeps what it read to itself until it is committed. Safe for several threads.
 */
final class Caches {

    private static final int MOST_BENCHMARKS = 50_000;

    /** About 1,500 runs of 1,000 measurements. */
    private static final long MOST_BYTES = 64L << 20;

    /** Identity of an immutable set of points: more shards of the same run make another one. */
    record Revision(long runNumber, int shardsReceived) {}

    /** What is committed; {@code null} if that is this. */
    private final @Nullable Caches shared;

    /** Both in order of use, the longest unused first. */
    private final LinkedHashMap<Long, Benchmark> benchmarks = new LinkedHashMap<>(64, 0.75f, true);

    private final LinkedHashMap<Revision, RunPoints> points = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    Caches() {
        this(null);
    }

    private Caches(@Nullable Caches shared) {
        this.shared = shared;
    }

    /** A place for what a write transaction reads; it sees what is here, and adds to it only when handed over. */
    Caches untilCommit() {
        return new Caches(this);
    }

    /** Adds everything to what is committed. */
    synchronized void handOver() {
        if (shared == null) return;
        benchmarks.forEach(shared::keep);
        points.forEach(shared::keep);
    }

    synchronized @Nullable Benchmark benchmark(long id) {
        Benchmark own = benchmarks.get(id);
        return own != null || shared == null ? own : shared.benchmark(id);
    }

    synchronized void keep(long id, Benchmark benchmark) {
        benchmarks.put(id, benchmark);
        Iterator<Long> eldest = benchmarks.keySet().iterator();
        while (benchmarks.size() > MOST_BENCHMARKS) {
            eldest.next();
            eldest.remove();
        }
    }

    synchronized @Nullable RunPoints points(Revision revision) {
        RunPoints own = points.get(revision);
        return own != null || shared == null ? own : shared.points(revision);
    }

    synchronized void keep(Revision revision, RunPoints runPoints) {
        RunPoints before = points.put(revision, runPoints);
        bytes += runPoints.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Map.Entry<Revision, RunPoints>> eldest = points.entrySet().iterator();
        while (bytes > MOST_BYTES && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }

    /** Forgets what was read of a run in this transaction, because it is about to be written. */
    synchronized void forget(long runNumber) {
        points.entrySet().removeIf(entry -> {
            if (entry.getKey().runNumber() != runNumber) return false;
            bytes -= entry.getValue().bytes();
            return true;
        });
    }
}
