package dev.pawl.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the change-point detector remembers of the default branch, by testbed. */
public final class Detectors {

    private final Handle handle;

    Detectors(Handle handle) {
        this.handle = handle;
    }

    /** A testbed with runs that are to be read. */
    public record Waiting(long projectId, long testbedId, String testbed) {}

    /**
     * How far a testbed was read.
     *
     * @param version of the detector that read it
     * @param runs numbers of the newest runs that were read, oldest first
     */
    public record Progress(String branch, int version, List<Long> runs) {

        public Progress {
            runs = List.copyOf(runs);
        }
    }

    /** Asks for a run to be read. */
    public void queue(long runNumber) {
        handle.execute("insert or ignore into detector_queue (run_number) values (?)", runNumber);
    }

    /** Asks for all to be read again that another version of the detector has read. */
    public void queueOutdated(int version) {
        handle.execute("""
                insert or ignore into detector_queue (run_number)
                select max(run.number) from detector_progress
                join run on run.project_id = detector_progress.project_id and run.testbed_id = detector_progress.testbed_id
                    and run.branch = detector_progress.branch and run.pull_request is null and run.trust = 'TRUSTED'
                where detector_progress.version <> ? group by run.testbed_id""", version);
    }

    /** The testbeds of all projects on which something waits that is not itself waiting for shards. */
    public List<Waiting> waiting() {
        return handle.createQuery("""
                        select distinct run.project_id, run.testbed_id, testbed.name
                        from detector_queue
                        join run on run.number = detector_queue.run_number
                        join testbed on testbed.id = run.testbed_id
                        where run.state <> 'WAITING'""")
                .map((row, context) -> new Waiting(row.getLong(1), row.getLong(2), row.getString(3)))
                .list();
    }

    /** The runs of a testbed that wait. */
    public List<Long> queued(long testbedId) {
        return handle.createQuery("""
                        select run.number from detector_queue join run on run.number = detector_queue.run_number
                        where run.testbed_id = :testbed and run.state <> 'WAITING'""")
                .bind("testbed", testbedId)
                .mapTo(Long.class)
                .list();
    }

    public Optional<Progress> progress(long projectId, long testbedId) {
        return handle.createQuery(
                        "select * from detector_progress where project_id = :project and testbed_id = :testbed")
                .bind("project", projectId)
                .bind("testbed", testbedId)
                .map((row, context) ->
                        new Progress(row.getString("branch"), row.getInt("version"), numbers(row.getString("runs"))))
                .findOne();
    }

    /** How fast a testbed was when it was read last. */
    public Optional<byte[]> speed(long projectId, long testbedId) {
        return handle.createQuery("""
                        select speed from detector_progress
                        where project_id = :project and testbed_id = :testbed and speed is not null""")
                .bind("project", projectId)
                .bind("testbed", testbedId)
                .map((row, context) -> row.getBytes("speed"))
                .findOne();
    }

    /** Notes how fast a testbed was, beside how far it was read. */
    public void putSpeed(long projectId, long testbedId, byte[] speed) {
        handle.execute(
                "update detector_progress set speed = ? where project_id = ? and testbed_id = ?",
                speed,
                projectId,
                testbedId);
    }

    private static List<Long> numbers(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String number : text.split(" ")) if (!number.isEmpty()) numbers.add(Long.valueOf(number));
        return numbers;
    }

    /** Notes how far a testbed was read, and that some runs need not wait any more. */
    public void advance(long projectId, long testbedId, Progress progress, Collection<Long> done) {
        List<String> runs = progress.runs().stream().map(String::valueOf).toList();
        handle.execute(
                "insert or replace into detector_progress (project_id, testbed_id, branch, version, runs) values (?, ?, ?, ?, ?)",
                projectId,
                testbedId,
                progress.branch(),
                progress.version(),
                String.join(" ", runs));
        for (long run : done) handle.execute("delete from detector_queue where run_number = ?", run);
    }

    /** What the detector remembers of a testbed's series. */
    public Map<SeriesId, byte[]> states(long testbedId) {
        return states(testbedId, "state");
    }

    /** What the watch for creeping levels remembers of a testbed's series. */
    public Map<SeriesId, byte[]> creepStates(long testbedId) {
        return states(testbedId, "creep");
    }

    private Map<SeriesId, byte[]> states(long testbedId, String column) {
        Map<SeriesId, byte[]> states = new HashMap<>();
        handle.createQuery("select benchmark_id, metric_id, <column> as state from detector"
                        + " where testbed_id = :testbed and <column> is not null")
                .define("column", column)
                .bind("testbed", testbedId)
                .map((row, context) -> states.put(
                        new SeriesId(row.getLong("benchmark_id"), row.getLong("metric_id"), testbedId),
                        row.getBytes("state")))
                .list();
        return states;
    }

    /** What the watch remembers of one series. */
    public Optional<byte[]> creepState(SeriesId series) {
        return handle.createQuery("""
                        select creep from detector
                        where testbed_id = :testbed and benchmark_id = :benchmark and metric_id = :metric and creep is not null""")
                .bind("testbed", series.testbedId())
                .bind("benchmark", series.benchmarkId())
                .bind("metric", series.metricId())
                .map((row, context) -> row.getBytes("creep"))
                .findOne();
    }

    /** Forgets a testbed, so that it can be read again. */
    public void forget(long testbedId) {
        handle.execute("delete from detector where testbed_id = ?", testbedId);
        handle.execute("delete from change_point where testbed_id = ?", testbedId);
    }

    /** Replaces what is remembered of some series. */
    public void putStates(Map<SeriesId, byte[]> states) {
        try (PreparedStatement insert = handle.getConnection()
                .prepareStatement(
                        "insert or replace into detector (testbed_id, benchmark_id, metric_id, state) values (?, ?, ?, ?)")) {
            for (Map.Entry<SeriesId, byte[]> entry : states.entrySet()) {
                bind(insert, entry.getKey());
                insert.setBytes(4, entry.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw Sqlite.translate("cannot write what the detector remembers", e);
        }
    }

    /** Adds what the watch remembers to series whose state was put. */
    public void putCreepStates(Map<SeriesId, byte[]> states) {
        try (PreparedStatement update = handle.getConnection()
                .prepareStatement(
                        "update detector set creep = ? where testbed_id = ? and benchmark_id = ? and metric_id = ?")) {
            for (Map.Entry<SeriesId, byte[]> entry : states.entrySet()) {
                update.setBytes(1, entry.getValue());
                update.setLong(2, entry.getKey().testbedId());
                update.setLong(3, entry.getKey().benchmarkId());
                update.setLong(4, entry.getKey().metricId());
                update.addBatch();
            }
            update.executeBatch();
        } catch (SQLException e) {
            throw Sqlite.translate("cannot write what the watch for creeping levels remembers", e);
        }
    }

    /** Adds change points, or replaces those that the same run raised. */
    public void putChangePoints(Collection<ChangePointRow> changes) {
        try (PreparedStatement insert = handle.getConnection().prepareStatement("""
                        insert or replace into change_point (testbed_id, benchmark_id, metric_id, raised_run, first_run,
                            last_run, state, worse, change) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (ChangePointRow change : changes) {
                bind(insert, change.series());
                insert.setLong(4, change.raisedRun());
                insert.setLong(5, change.firstRun());
                if (change.lastRun() == null) insert.setNull(6, Types.INTEGER);
                else insert.setLong(6, change.lastRun());
                insert.setString(7, change.state().name());
                insert.setInt(8, change.worse() ? 1 : 0);
                insert.setDouble(9, change.change());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw Sqlite.translate("cannot write change points", e);
        }
    }

    private static void bind(PreparedStatement statement, SeriesId series) throws SQLException {
        statement.setLong(1, series.testbedId());
        statement.setLong(2, series.benchmarkId());
        statement.setLong(3, series.metricId());
    }

    /** The change points of a series, in the order in which they were raised. */
    public List<ChangePointRow.Named> changePoints(SeriesId series) {
        return handle.createQuery("""
                        select change_point.*, raised.sha as raised_sha, first.sha as first_sha, last.sha as last_sha,
                            first.id as run_id
                        from change_point
                        join run raised on raised.number = change_point.raised_run
                        join run first on first.number = change_point.first_run
                        left join run last on last.number = change_point.last_run
                        where change_point.testbed_id = :testbed and change_point.benchmark_id = :benchmark
                            and change_point.metric_id = :metric
                        order by raised_run""")
                .bind("testbed", series.testbedId())
                .bind("benchmark", series.benchmarkId())
                .bind("metric", series.metricId())
                .map((row, context) -> new ChangePointRow.Named(
                        changePoint(row, series),
                        row.getString("raised_sha"),
                        row.getString("first_sha"),
                        row.getString("last_sha"),
                        row.getString("run_id")))
                .list();
    }

    private static ChangePointRow changePoint(ResultSet row, SeriesId series) throws SQLException {
        long last = row.getLong("last_run");
        return new ChangePointRow(
                series,
                row.getLong("raised_run"),
                row.getLong("first_run"),
                row.wasNull() ? null : last,
                ChangePointRow.State.valueOf(row.getString("state")),
                row.getBoolean("worse"),
                row.getDouble("change"));
    }
}
