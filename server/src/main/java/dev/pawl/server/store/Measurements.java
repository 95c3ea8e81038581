package dev.pawl.server.store;

import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Samples;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What runs measured. All values are in base units. */
public final class Measurements {

    private static final String INSERT = """
            insert into measurement (run_number, benchmark_id, metric_id, shard_index, value, lower, upper, spread,
                stddev, value_range, sample_count, statistics)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (run_number, benchmark_id, metric_id) do update set
                shard_index = excluded.shard_index, value = excluded.value, lower = excluded.lower,
                upper = excluded.upper, spread = excluded.spread, stddev = excluded.stddev,
                value_range = excluded.value_range, sample_count = excluded.sample_count,
                statistics = excluded.statistics
            where excluded.shard_index < measurement.shard_index
            """;

    private record Place(long projectId, String testbed) {}

    private final Handle handle;
    private final Caches caches;

    Measurements(Handle handle, Caches caches) {
        this.handle = handle;
        this.caches = caches;
    }

    /**
     * Adds what a shard measured, with its samples. Where two shards of a run measured the same benchmark and metric, the one
     * with the smaller index counts, in whatever order they come.
     *
     * @return how many were stored; fewer than given if others of the run count instead
     * @throws StoreException if a value is not finite
     */
    public int insert(long runNumber, int shardIndex, List<NewMeasurement> measurements) {
        int stored = 0;
        caches.forget(runNumber);
        try (PreparedStatement insert = handle.getConnection().prepareStatement(INSERT);
                PreparedStatement keep = handle.getConnection().prepareStatement("""
                                insert into sample (run_number, benchmark_id, metric_id, body) values (?, ?, ?, ?)
                                on conflict (run_number, benchmark_id, metric_id) do update set body = excluded.body""");
                PreparedStatement drop = handle.getConnection()
                        .prepareStatement(
                                "delete from sample where run_number = ? and benchmark_id = ? and metric_id = ?")) {
            for (NewMeasurement measurement : measurements) {
                bind(insert, runNumber, shardIndex, measurement);
                if (insert.executeUpdate() == 0) continue;
                stored++;
                Samples samples = measurement.measurement().samples();
                PreparedStatement statement = samples.isEmpty() ? drop : keep;
                statement.setLong(1, runNumber);
                statement.setLong(2, measurement.benchmarkId());
                statement.setLong(3, measurement.metricId());
                if (!samples.isEmpty()) statement.setBytes(4, SampleCode.encode(samples));
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw Sqlite.translate("cannot store measurements", e);
        }
        return stored;
    }

    /**
     * The points of some runs by series, as a comparison needs them. What was read of a run is remembered, since it does not
     * change until another shard of it arrives.
     *
     * @param runIds in the order that the points shall have; unknown ids are left out
     */
    public Map<SeriesKey, Series> points(List<String> runIds) {
        Map<Place, PointReader> readers = new LinkedHashMap<>();
        for (RunHead run : heads(runIds)) {
            readers.computeIfAbsent(
                            new Place(run.projectId(), run.testbed()),
                            place -> new PointReader(handle, caches, place.projectId(), place.testbed()))
                    .read(run, Integer.MAX_VALUE);
        }
        Map<SeriesKey, Series> series = new LinkedHashMap<>();
        for (PointReader reader : readers.values())
            for (PointReader.Line line : reader.lines())
                series.put(line.key(), new Series(line.key(), line.metric(), line.points()));
        return series;
    }

    /** Everything that a run measured, by benchmark and metric. */
    public List<StoredMeasurement> ofRun(long projectId, long runNumber) {
        Benchmarks benchmarks = new Benchmarks(handle, caches);
        Map<Long, Long> canonical = benchmarks.canonicalIds(projectId);
        Map<Long, Metric> metrics = new Metrics(handle).list(projectId);
        return handle.createQuery("""
                        select measurement.*, sample.run_number is not null as has_samples
                        from measurement left join sample
                            on sample.run_number = measurement.run_number
                            and sample.benchmark_id = measurement.benchmark_id
                            and sample.metric_id = measurement.metric_id
                        where measurement.run_number = :run
                        order by measurement.benchmark_id, measurement.metric_id""")
                .bind("run", runNumber)
                .map((row, context) -> {
                    long benchmarkId = canonical.getOrDefault(row.getLong("benchmark_id"), row.getLong("benchmark_id"));
                    long metricId = row.getLong("metric_id");
                    return new StoredMeasurement(
                            benchmarkId,
                            metricId,
                            benchmarks.known(benchmarkId),
                            measurement(row, metrics.get(metricId)),
                            Columns.doubleOrNull(row, "spread"),
                            row.getBoolean("has_samples"));
                })
                .list();
    }

    /** The raw samples of one measurement, in base units; {@link Samples#NONE} if there were none or their time is over. */
    public Samples samples(long runNumber, long benchmarkId, long metricId) {
        Optional<byte[]> body = handle.createQuery("""
                        select body from sample
                        where run_number = :run and metric_id = :metric and benchmark_id in
                            (select id from benchmark where id = :benchmark or merged_into = :benchmark)
                        order by benchmark_id = :benchmark desc limit 1""")
                .bind("run", runNumber)
                .bind("benchmark", benchmarkId)
                .bind("metric", metricId)
                .map((row, context) -> row.getBytes("body"))
                .findOne();
        return body.map(SampleCode::decode).orElse(Samples.NONE);
    }

    /**
     * Forgets the samples of some runs that arrived before a time, oldest first; what they say stays.
     *
     * @param runLimit most runs to do at once
     * @return how many runs lost their samples; as many as the limit means that there may be more
     */
    public int deleteSamplesOlderThan(Instant time, int runLimit) {
        List<Long> runs = handle.createQuery("""
                        select number from run
                        where received_at < :time
                            and exists (select 1 from sample where sample.run_number = run.number)
                        order by number limit :limit""")
                .bind("time", time.toEpochMilli())
                .bind("limit", runLimit)
                .mapTo(Long.class)
                .list();
        for (long run : runs) {
            handle.createUpdate("delete from sample where run_number = :run")
                    .bind("run", run)
                    .execute();
        }
        return runs.size();
    }

    private List<RunHead> heads(Collection<String> runIds) {
        List<RunHead> heads = new ArrayList<>();
        try (PreparedStatement find = handle.getConnection().prepareStatement(RunHead.SQL)) {
            for (String id : runIds) {
                find.setString(1, id);
                try (ResultSet row = find.executeQuery()) {
                    if (row.next()) heads.add(RunHead.of(row));
                }
            }
        } catch (SQLException e) {
            throw Sqlite.translate("cannot find runs", e);
        }
        return heads;
    }

    private static void bind(PreparedStatement insert, long runNumber, int shardIndex, NewMeasurement added)
            throws SQLException {
        Measurement measurement = added.measurement();
        insert.setLong(1, runNumber);
        insert.setLong(2, added.benchmarkId());
        insert.setLong(3, added.metricId());
        insert.setInt(4, shardIndex);
        insert.setDouble(5, measurement.value());
        Columns.setDouble(insert, 6, measurement.lower());
        Columns.setDouble(insert, 7, measurement.upper());
        Columns.setDouble(insert, 8, added.spread());
        Columns.setDouble(insert, 9, measurement.stddev());
        Columns.setDouble(insert, 10, measurement.range());
        insert.setLong(11, measurement.sampleCount());
        insert.setString(12, Columns.figuresText(measurement.statistics()));
    }

    private static Measurement measurement(ResultSet row, Metric metric) throws SQLException {
        return new Measurement(
                metric,
                row.getDouble("value"),
                Columns.doubleOrNull(row, "lower"),
                Columns.doubleOrNull(row, "upper"),
                Columns.doubleOrNull(row, "stddev"),
                Columns.doubleOrNull(row, "value_range"),
                row.getLong("sample_count"),
                Samples.NONE,
                Columns.figures(row.getString("statistics")));
    }
}
