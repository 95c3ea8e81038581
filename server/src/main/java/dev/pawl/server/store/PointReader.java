package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.SeriesKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Reads the points of runs of one project, from memory where possible, and names their series. */
final class PointReader {

    /** Receives the points of one run, each benchmark and metric once. */
    interface Receiver {
        void accept(long benchmarkId, long metricId, Point point);
    }

    private record Column(long benchmarkId, long metricId, String testbed) {}

    private final Handle handle;
    private final Caches caches;
    private final boolean committed;
    private final Benchmarks benchmarks;
    private final Map<Long, Long> canonical;
    private final Map<Long, Metric> metrics;
    private final Map<Long, Benchmark> known = new HashMap<>();
    private final Map<Column, SeriesKey> keys = new HashMap<>();

    PointReader(Handle handle, Caches caches, boolean committed, long projectId) {
        this.handle = handle;
        this.caches = caches;
        this.committed = committed;
        this.benchmarks = new Benchmarks(handle, caches, committed);
        this.canonical = benchmarks.canonicalIds(projectId);
        this.metrics = new Metrics(handle).list(projectId);
    }

    void read(RunHead run, Receiver receiver) {
        RunPoints points = load(run);
        Set<Column> own = canonical.isEmpty() ? Set.of() : ownColumns(points);
        for (int i = 0; i < points.size(); i++) {
            long measured = points.benchmarkId(i);
            long benchmarkId = canonical.getOrDefault(measured, measured);
            // A run in the middle of a renaming may hold both names: the present one counts.
            if (benchmarkId != measured && !own.add(new Column(benchmarkId, points.metricId(i), ""))) continue;
            receiver.accept(
                    benchmarkId,
                    points.metricId(i),
                    new Point(run.id(), run.sha(), points.value(i), points.spread(i), points.sampleCount(i)));
        }
    }

    SeriesKey key(long benchmarkId, long metricId, String testbed) {
        return keys.computeIfAbsent(
                new Column(benchmarkId, metricId, testbed),
                column -> new SeriesKey(
                        known.computeIfAbsent(benchmarkId, benchmarks::known),
                        metric(metricId).identity(),
                        testbed));
    }

    Metric metric(long id) {
        return metrics.get(id);
    }

    private RunPoints load(RunHead run) {
        Caches.Revision revision = new Caches.Revision(run.number(), run.shardsReceived());
        RunPoints remembered = caches.points(revision);
        if (remembered != null) return remembered;
        try (PreparedStatement statement = handle.getConnection().prepareStatement(RunPoints.SQL)) {
            RunPoints loaded = RunPoints.load(statement, run.number());
            if (committed) caches.keep(revision, loaded);
            return loaded;
        } catch (SQLException e) {
            throw Sqlite.translate("cannot read measurements", e);
        }
    }

    private static Set<Column> ownColumns(RunPoints points) {
        Set<Column> columns = new HashSet<>();
        for (int i = 0; i < points.size(); i++) columns.add(new Column(points.benchmarkId(i), points.metricId(i), ""));
        return columns;
    }
}
