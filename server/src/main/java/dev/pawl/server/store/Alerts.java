package dev.pawl.server.store;

import dev.pawl.model.Alert;
import dev.pawl.model.Metric;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The alerts and what became of them. A series has at most one pending alert on a branch. */
public final class Alerts {

    private static final String SELECT = """
            select alert.*, testbed.name as testbed,
                benchmark.suite, benchmark.name as benchmark_name, benchmark.parameters, benchmark.mode, benchmark.threads,
                metric.name, metric.unit, metric.dimension, metric.factor, metric.direction, metric.role
            from alert
            join benchmark on benchmark.id = alert.benchmark_id
            join metric on metric.id = alert.metric_id
            join testbed on testbed.id = alert.testbed_id
            """;

    private final Handle handle;

    Alerts(Handle handle) {
        this.handle = handle;
    }

    /**
     * Raises an alert.
     *
     * @param alert its id is ignored
     * @return its id
     * @throws StoreException if the series has a pending alert on the branch
     */
    public long open(long projectId, SeriesId series, Alert alert) {
        long id = insert(projectId, series, alert, Alert.State.OPEN);
        note(id, new AlertStep(Alert.State.OPEN, "pawl", null, alert.openedAt()));
        return id;
    }

    private long insert(long projectId, SeriesId series, Alert alert, Alert.State state) {
        return handle.createQuery("""
                        insert into alert (project_id, benchmark_id, metric_id, testbed_id, branch, state,
                            severity, change, baseline, sha, run_id, opened_at, updated_at, confirmed_at, last_good_sha,
                            creep_runs, creep_release)
                        values (:project, :benchmark, :metric, :testbed, :branch, :state,
                            :severity, :change, :baseline, :sha, :run, :now, :now, :confirmed, :lastGood, :creepRuns, :creepRelease)
                        returning id""")
                .bind("project", projectId)
                .bind("benchmark", series.benchmarkId())
                .bind("metric", series.metricId())
                .bind("testbed", series.testbedId())
                .bind("branch", alert.branch())
                .bind("state", state)
                .bind("severity", alert.severity())
                .bind("change", alert.change())
                .bind("baseline", alert.baseline())
                .bind("sha", alert.sha())
                .bind("run", alert.runId())
                .bind("now", alert.openedAt().toEpochMilli())
                .bind(
                        "confirmed",
                        alert.confirmedAt() == null ? null : alert.confirmedAt().toEpochMilli())
                .bind("lastGood", alert.lastGoodSha())
                .bind("creepRuns", alert.creep() == null ? null : alert.creep().runs())
                .bind(
                        "creepRelease",
                        alert.creep() == null ? null : alert.creep().release())
                .mapTo(Long.class)
                .one();
    }

    /**
     * Notes that a level is wanted before it is there, so that it raises no alert.
     *
     * @param alert its id is ignored
     */
    public void accept(long projectId, SeriesId series, Alert alert, AlertStep accepted) {
        long id = insert(projectId, series, alert, Alert.State.ACCEPTED);
        note(id, accepted);
    }

    public Optional<AlertRow> find(long projectId, long id) {
        return handle.createQuery(SELECT + "where alert.project_id = :project and alert.id = :id")
                .bind("project", projectId)
                .bind("id", id)
                .map((row, context) -> alert(row))
                .findOne();
    }

    /** Whether the series of an alert has another one that is pending on the same branch. */
    public boolean hasPending(AlertRow row) {
        return handle.createQuery("""
                        select exists (
                            select 1 from alert
                            where project_id = :project and benchmark_id = :benchmark and metric_id = :metric
                                and testbed_id = :testbed and branch = :branch and id <> :id
                                and state in ('OPEN', 'ACKNOWLEDGED', 'DISMISSED'))""")
                .bind("project", row.projectId())
                .bind("benchmark", row.seriesId().benchmarkId())
                .bind("metric", row.seriesId().metricId())
                .bind("testbed", row.seriesId().testbedId())
                .bind("branch", row.alert().branch())
                .bind("id", row.alert().id())
                .mapTo(Boolean.class)
                .one();
    }

    /** Notes that an alert got worse. */
    public void worsen(long id, Severity severity, double change, Instant now) {
        handle.createUpdate("update alert set severity = :severity, change = :change, updated_at = :now where id = :id")
                .bind("severity", severity)
                .bind("change", change)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Notes that the level of an alert crept to where it is, and how far that is now. */
    public void creep(long id, Alert crept, Instant now) {
        handle.createUpdate("""
                        update alert set severity = :severity, change = :change, baseline = :baseline, sha = :sha, run_id = :run,
                            last_good_sha = :lastGood, creep_runs = :runs, creep_release = :release, updated_at = :now
                        where id = :id""")
                .bind("severity", crept.severity())
                .bind("change", crept.change())
                .bind("baseline", crept.baseline())
                .bind("sha", crept.sha())
                .bind("run", crept.runId())
                .bind("lastGood", crept.lastGoodSha())
                .bind("runs", crept.creep() == null ? null : crept.creep().runs())
                .bind("release", crept.creep() == null ? null : crept.creep().release())
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Notes that more than one upload speaks for an alert; returns false if that was noted before. */
    public boolean confirm(long id, Instant now) {
        return handle.createUpdate("""
                        update alert set confirmed_at = :now, updated_at = :now
                        where id = :id and confirmed_at is null""")
                        .bind("now", now.toEpochMilli())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** Notes where the slower level begins. */
    public void locate(long id, String sha, String runId, @Nullable String lastGoodSha) {
        handle.createUpdate("update alert set sha = :sha, run_id = :run, last_good_sha = :lastGood where id = :id")
                .bind("sha", sha)
                .bind("run", runId)
                .bind("lastGood", lastGoodSha)
                .bind("id", id)
                .execute();
    }

    /** Whether a series ever had an alert that begins at a commit, in whatever state it is now. */
    public boolean hasEver(long projectId, SeriesId series, String branch, String sha) {
        return handle.createQuery("""
                        select exists (
                            select 1 from alert
                            where project_id = :project and benchmark_id = :benchmark and metric_id = :metric
                                and testbed_id = :testbed and branch = :branch and sha = :sha)""")
                .bind("project", projectId)
                .bind("benchmark", series.benchmarkId())
                .bind("metric", series.metricId())
                .bind("testbed", series.testbedId())
                .bind("branch", branch)
                .bind("sha", sha)
                .mapTo(Boolean.class)
                .one();
    }

    /** The series of which a level that begins at a commit was accepted. */
    public Set<SeriesId> acceptedAt(long projectId, String branch, String sha) {
        return handle.createQuery("""
                        select benchmark_id, metric_id, testbed_id from alert
                        where project_id = :project and branch = :branch and sha = :sha and state = 'ACCEPTED'""")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("sha", sha)
                .map((row, context) ->
                        new SeriesId(row.getLong("benchmark_id"), row.getLong("metric_id"), row.getLong("testbed_id")))
                .set();
    }

    /** Levels of a branch on a testbed that were accepted, whose alerts were opened from a time on. */
    public List<Alert> acceptedSince(long projectId, String branch, String testbed, Instant since) {
        return handle.createQuery(SELECT + """
                        where alert.project_id = :project and alert.state = 'ACCEPTED' and alert.branch = :branch
                            and testbed.name = :testbed and alert.opened_at >= :since
                        order by alert.id""")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("testbed", testbed)
                .bind("since", since.toEpochMilli())
                .map((row, context) -> alert(row).alert())
                .list();
    }

    /** Takes an alert one step on and remembers who did it. */
    public void change(long id, AlertStep change) {
        handle.createUpdate("""
                        update alert set state = :state, updated_at = :now, resolved_by_run = null, withdrawn_with_run = null
                        where id = :id""")
                .bind("state", change.state())
                .bind("now", change.at().toEpochMilli())
                .bind("id", id)
                .execute();
        note(id, change);
    }

    /** Notes which run showed the level back, after the step that resolved an alert. */
    public void noteResolvedBy(long id, String runId) {
        handle.execute("update alert set resolved_by_run = ? where id = ?", runId, id);
    }

    /** Notes which excluded run an alert rested on, after the step that resolved it. */
    public void noteWithdrawnWith(long id, String runId) {
        handle.execute("update alert set withdrawn_with_run = ? where id = ?", runId, id);
    }

    /** The alerts that a run resolved. */
    public List<AlertRow> resolvedBy(long projectId, String runId) {
        return settledBy("resolved_by_run", projectId, runId);
    }

    /** The alerts that were resolved because they rested on a run that was excluded. */
    public List<AlertRow> withdrawnWith(long projectId, String runId) {
        return settledBy("withdrawn_with_run", projectId, runId);
    }

    private List<AlertRow> settledBy(String column, long projectId, String runId) {
        return handle.createQuery(SELECT + "where alert.project_id = :project and alert." + column
                        + " = :run order by alert.id desc")
                .bind("project", projectId)
                .bind("run", runId)
                .map((row, context) -> alert(row))
                .list();
    }

    /** Says who looks after an alert; {@code null} for nobody. */
    public void assign(long id, @Nullable String assignee, Instant now) {
        handle.createUpdate("update alert set assignee = :assignee, updated_at = :now where id = :id")
                .bind("assignee", assignee)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Everything that happened to an alert, oldest first. */
    public List<AlertStep> changes(long id) {
        return handle.createQuery("select * from alert_change where alert_id = :id order by position")
                .bind("id", id)
                .map((row, context) -> new AlertStep(
                        Alert.State.valueOf(row.getString("state")),
                        row.getString("changed_by"),
                        row.getString("reason"),
                        Columns.instant(row, "changed_at")))
                .list();
    }

    /** The newest alerts first. */
    public List<AlertRow> list(long projectId, AlertFilter filter, int limit) {
        if (filter.states().isEmpty()) return List.of();
        StringBuilder sql =
                new StringBuilder(SELECT).append("where alert.project_id = :project and alert.state in (<states>)\n");
        if (filter.branch() != null) sql.append("and alert.branch = :branch\n");
        Query query = handle.createQuery(sql.append("order by alert.id desc limit :limit"))
                .bind("project", projectId)
                .bindList("states", List.copyOf(filter.states()))
                .bind("limit", limit);
        if (filter.branch() != null) query.bind("branch", filter.branch());
        return query.map((row, context) -> alert(row)).list();
    }

    private void note(long id, AlertStep change) {
        handle.createUpdate("""
                        insert into alert_change (alert_id, position, state, changed_by, reason, changed_at)
                        values (:id, (select count(*) from alert_change where alert_id = :id),
                            :state, :by, :reason, :at)""")
                .bind("id", id)
                .bind("state", change.state())
                .bind("by", change.by())
                .bind("reason", change.reason())
                .bind("at", change.at().toEpochMilli())
                .execute();
    }

    private static Alert.@Nullable Creep creep(ResultSet row) throws SQLException {
        long runs = row.getLong("creep_runs");
        return row.wasNull() ? null : new Alert.Creep(row.getString("creep_release"), runs);
    }

    private static AlertRow alert(ResultSet row) throws SQLException {
        Metric metric = Metrics.metric(row);
        SeriesId seriesId =
                new SeriesId(row.getLong("benchmark_id"), row.getLong("metric_id"), row.getLong("testbed_id"));
        SeriesKey series =
                new SeriesKey(Benchmarks.benchmark(row, "benchmark_name"), metric.identity(), row.getString("testbed"));
        Alert alert = new Alert(
                row.getLong("id"),
                series,
                metric,
                row.getString("branch"),
                Alert.State.valueOf(row.getString("state")),
                Severity.valueOf(row.getString("severity")),
                row.getDouble("change"),
                Columns.doubleOrNull(row, "baseline"),
                row.getString("sha"),
                row.getString("run_id"),
                Columns.instant(row, "opened_at"),
                Columns.instantOrNull(row, "confirmed_at"),
                row.getString("last_good_sha"),
                creep(row));
        return new AlertRow(
                row.getLong("project_id"),
                seriesId,
                alert,
                Columns.instant(row, "updated_at"),
                row.getString("assignee"));
    }
}
