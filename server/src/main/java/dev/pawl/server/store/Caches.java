package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What never changes once it is committed: benchmarks by id, and the points of a run with a given number of shards. Filled by
 * read transactions only, because a write may still be undone. Safe for several threads.
 */
final class Caches {

    private static final int MOST_BENCHMARKS = 50_000;

    /** About 1,000 runs of 2,000 measurements. */
    private static final long MOST_BYTES = 64L << 20;

    /** Identity of an immutable set of points: more shards of the same run make another one. */
    record Revision(long runNumber, int shardsReceived) {}

    private final Map<Long, Benchmark> benchmarks = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Benchmark> eldest) {
            return size() > MOST_BENCHMARKS;
        }
    };

    private final LinkedHashMap<Revision, RunPoints> points = new LinkedHashMap<>(256, 0.75f, true);
    private long bytes;

    @Nullable
    Benchmark benchmark(long id) {
        synchronized (benchmarks) {
            return benchmarks.get(id);
        }
    }

    void keep(long id, Benchmark benchmark) {
        synchronized (benchmarks) {
            benchmarks.put(id, benchmark);
        }
    }

    @Nullable
    RunPoints points(Revision revision) {
        synchronized (points) {
            return points.get(revision);
        }
    }

    void keep(Revision revision, RunPoints runPoints) {
        synchronized (points) {
            RunPoints before = points.put(revision, runPoints);
            bytes += runPoints.bytes() - (before == null ? 0 : before.bytes());
            var eldest = points.entrySet().iterator();
            while (bytes > MOST_BYTES && eldest.hasNext()) {
                bytes -= eldest.next().getValue().bytes();
                eldest.remove();
            }
        }
    }
}
