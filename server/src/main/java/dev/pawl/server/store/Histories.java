package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.SeriesKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Series along a branch: trusted runs only, in the order of their commits. Costs follow from how many points are asked for, not
 * from the length of the history.
 */
public final class Histories {

    /** So many runs are looked at for a series that not every run measures. */
    private static final int MOST_RUNS = 10_000;

    /** Runs that an overview looks at for each point that it shows, since not every run measures every benchmark. */
    private static final int RUNS_PER_POINT = 2;

    private final Handle handle;
    private final Caches caches;

    Histories(Handle handle, Caches caches) {
        this.handle = handle;
        this.caches = caches;
    }

    /**
     * The newest points of a series.
     *
     * @param limit most points
     * @return empty if benchmark, metric or testbed are unknown; without points if the branch has none
     */
    public Optional<SeriesHistory> history(long projectId, SeriesId id, String branch, int limit) {
        Benchmarks benchmarks = new Benchmarks(handle, caches);
        Optional<Benchmark> benchmark = benchmarks.find(projectId, id.benchmarkId());
        @Nullable Metric metric = new Metrics(handle).list(projectId).get(id.metricId());
        Optional<String> testbed = testbed(projectId, id.testbedId());
        if (benchmark.isEmpty() || metric == null || testbed.isEmpty()) return Optional.empty();

        List<Long> benchmarkIds = benchmarks.idsOf(id.benchmarkId());
        BranchHistory history = new BranchHistory(handle, projectId, branch, testbed.get(), true);
        int window = limit;
        List<HistoryPoint> points;
        while (true) {
            List<PlacedRun> runs = history.newest(window);
            points = pointsOf(runs, benchmarkIds, id.metricId());
            if (points.size() >= limit || runs.size() < window || window >= MOST_RUNS) break;
            window = Math.min(MOST_RUNS, 4 * window);
        }
        points = points.subList(Math.max(0, points.size() - limit), points.size());
        SeriesKey key = new SeriesKey(benchmark.get(), metric.identity(), testbed.get());
        return Optional.of(new SeriesHistory(id, key, metric, points));
    }

    /**
     * Every series of a branch on a testbed that was measured lately, by suite and benchmark.
     *
     * @param pointsEach most points of each series; twice as many runs are looked at
     */
    public List<SeriesOverview> overview(long projectId, String branch, String testbed, int pointsEach) {
        Optional<Long> testbedId = testbedId(projectId, testbed);
        if (testbedId.isEmpty()) return List.of();
        List<PlacedRun> runs = new ArrayList<>(
                new BranchHistory(handle, projectId, branch, testbed, true).newest(RUNS_PER_POINT * pointsEach));
        Collections.reverse(runs);

        PointReader reader = new PointReader(handle, caches, projectId, testbed);
        Map<String, PlacedRun> byId = new HashMap<>();
        for (PlacedRun placed : runs) {
            byId.put(placed.run().id(), placed);
            reader.read(RunHead.of(placed.run()), pointsEach);
        }
        List<SeriesOverview> overview = new ArrayList<>();
        for (PointReader.Line line : reader.lines()) {
            PlacedRun latest = byId.get(line.points().get(0).runId());
            Collections.reverse(line.points());
            overview.add(new SeriesOverview(
                    new SeriesId(line.benchmarkId(), line.metricId(), testbedId.get()),
                    line.key(),
                    line.metric(),
                    line.points(),
                    latest));
        }
        overview.sort((one, other) -> {
            int byBenchmark = one.key().benchmark().compareTo(other.key().benchmark());
            return byBenchmark != 0
                    ? byBenchmark
                    : one.key().metric().compareTo(other.key().metric());
        });
        return overview;
    }

    /** The ids of series, for addresses; series that were never stored are left out. */
    public Map<SeriesKey, SeriesId> ids(long projectId, Collection<SeriesKey> series) {
        if (series.isEmpty()) return Map.of();
        Benchmarks benchmarks = new Benchmarks(handle, caches);
        Map<Benchmark, Long> benchmarkIds = benchmarks.findIds(
                projectId, series.stream().map(SeriesKey::benchmark).collect(Collectors.toSet()));
        Map<String, Long> metricIds = new HashMap<>();
        new Metrics(handle).list(projectId).forEach((id, metric) -> metricIds.put(metric.identity(), id));
        Map<String, Optional<Long>> testbedIds = new HashMap<>();
        Map<SeriesKey, SeriesId> ids = new HashMap<>();
        for (SeriesKey key : series) {
            Long benchmark = benchmarkIds.get(key.benchmark());
            Long metric = metricIds.get(key.metric());
            Optional<Long> testbed = testbedIds.computeIfAbsent(key.testbed(), name -> testbedId(projectId, name));
            if (benchmark != null && metric != null && testbed.isPresent())
                ids.put(key, new SeriesId(benchmark, metric, testbed.get()));
        }
        return ids;
    }

    private List<HistoryPoint> pointsOf(List<PlacedRun> runs, List<Long> benchmarkIds, long metricId) {
        List<HistoryPoint> points = new ArrayList<>();
        try (PreparedStatement find = handle.getConnection().prepareStatement("""
                        select value, spread, sample_count, lower, upper from measurement
                        where run_number = ? and benchmark_id = ? and metric_id = ?""")) {
            find.setLong(3, metricId);
            for (PlacedRun placed : runs) {
                find.setLong(1, placed.run().number());
                for (long benchmarkId : benchmarkIds) {
                    find.setLong(2, benchmarkId);
                    @Nullable HistoryPoint point = point(find, placed);
                    if (point == null) continue;
                    points.add(point);
                    break;
                }
            }
        } catch (SQLException e) {
            throw Sqlite.translate("cannot read a series", e);
        }
        return points;
    }

    private static @Nullable HistoryPoint point(PreparedStatement find, PlacedRun placed) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) return null;
            Point point = new Point(
                    placed.run().id(),
                    placed.run().run().sha(),
                    row.getDouble("value"),
                    Columns.doubleOrNull(row, "spread"),
                    row.getLong("sample_count"));
            return new HistoryPoint(
                    placed, point, Columns.doubleOrNull(row, "lower"), Columns.doubleOrNull(row, "upper"));
        }
    }

    private Optional<String> testbed(long projectId, long testbedId) {
        return handle.createQuery("select name from testbed where project_id = :project and id = :id")
                .bind("project", projectId)
                .bind("id", testbedId)
                .mapTo(String.class)
                .findOne();
    }

    private Optional<Long> testbedId(long projectId, String testbed) {
        return handle.createQuery("select id from testbed where project_id = :project and name = :name")
                .bind("project", projectId)
                .bind("name", testbed)
                .mapTo(Long.class)
                .findOne();
    }
}
