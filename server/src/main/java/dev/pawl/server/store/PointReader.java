package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.SeriesKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gathers the points of runs of one project on one testbed by series; reads each run from memory where possible. */
final class PointReader {

    /** The points gathered of one series, in the order in which runs were read. */
    static final class Line {

        private final Column column;
        private final SeriesKey key;
        private final Metric metric;
        private final List<Point> points = new ArrayList<>();

        private Line(Column column, SeriesKey key, Metric metric) {
            this.column = column;
            this.key = key;
            this.metric = metric;
        }

        long benchmarkId() {
            return column.benchmarkId();
        }

        long metricId() {
            return column.metricId();
        }

        SeriesKey key() {
            return key;
        }

        Metric metric() {
            return metric;
        }

        List<Point> points() {
            return points;
        }
    }

    private record Column(long benchmarkId, long metricId) {}

    private final Handle handle;
    private final Caches caches;
    private final String testbed;
    private final Benchmarks benchmarks;
    private final Map<Long, Long> canonical;
    private final Map<Long, Metric> metrics;
    private final Map<Long, Benchmark> known = new HashMap<>();
    private final Map<Column, Line> lines = new LinkedHashMap<>();

    /** The lines of the run before, place by place: runs of one suite measure the same in the same order. */
    private List<Line> before = List.of();

    PointReader(Handle handle, Caches caches, long projectId, String testbed) {
        this.handle = handle;
        this.caches = caches;
        this.testbed = testbed;
        this.benchmarks = new Benchmarks(handle, caches);
        this.canonical = benchmarks.canonicalIds(projectId);
        this.metrics = new Metrics(handle).list(projectId);
    }

    /**
     * Adds the points of a run to their lines.
     *
     * @param most a line that has so many points takes no more
     */
    void read(RunHead run, int most) {
        RunPoints points = load(run);
        Set<Column> own = canonical.isEmpty() ? Set.of() : ownColumns(points);
        List<Line> now = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            long measured = points.benchmarkId(i);
            long benchmarkId = canonical.isEmpty() ? measured : canonical.getOrDefault(measured, measured);
            // A run in the middle of a renaming may hold both names: the present one counts.
            if (benchmarkId != measured && !own.add(new Column(benchmarkId, points.metricId(i)))) continue;
            Line line = line(benchmarkId, points.metricId(i), now.size());
            now.add(line);
            if (line.points.size() < most)
                line.points.add(
                        new Point(run.id(), run.sha(), points.value(i), points.spread(i), points.sampleCount(i)));
        }
        before = now;
    }

    /** All lines, in the order in which they were met. */
    Iterable<Line> lines() {
        return lines.values();
    }

    private Line line(long benchmarkId, long metricId, int place) {
        @Nullable Line likely = place < before.size() ? before.get(place) : null;
        if (likely != null && likely.benchmarkId() == benchmarkId && likely.metricId() == metricId) return likely;
        return lines.computeIfAbsent(new Column(benchmarkId, metricId), column -> {
            Metric metric = metrics.get(metricId);
            Benchmark benchmark = known.computeIfAbsent(benchmarkId, benchmarks::known);
            return new Line(column, new SeriesKey(benchmark, metric.identity(), testbed), metric);
        });
    }

    private RunPoints load(RunHead run) {
        Caches.Revision revision = new Caches.Revision(run.number(), run.shardsReceived());
        @Nullable RunPoints remembered = caches.points(revision);
        if (remembered != null) return remembered;
        try (PreparedStatement statement = handle.getConnection().prepareStatement(RunPoints.SQL)) {
            RunPoints loaded = RunPoints.load(statement, run.number());
            caches.keep(revision, loaded);
            return loaded;
        } catch (SQLException e) {
            throw Sqlite.translate("cannot read measurements", e);
        }
    }

    private static Set<Column> ownColumns(RunPoints points) {
        Set<Column> columns = new HashSet<>();
        for (int i = 0; i < points.size(); i++) columns.add(new Column(points.benchmarkId(i), points.metricId(i)));
        return columns;
    }
}
