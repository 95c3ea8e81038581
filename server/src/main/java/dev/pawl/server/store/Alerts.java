package dev.pawl.server.store;

import dev.pawl.model.Metric;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The alerts and what became of them. A series has at most one standing alert for each branch or pull request. */
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
     * @throws StoreException if the series has a standing alert there; ask {@link #findStanding} first
     */
    public AlertRow open(long projectId, NewAlert alert) {
        long id = handle.createQuery("""
                        insert into alert (project_id, benchmark_id, metric_id, testbed_id, branch, pull_request, state,
                            severity, first_run, last_run, evidence, opened_at, updated_at)
                        values (:project, :benchmark, :metric, :testbed, :branch, :pullRequest, 'OPEN',
                            :severity, :run, :run, :evidence, :now, :now)
                        returning id""")
                .bind("project", projectId)
                .bind("benchmark", alert.series().benchmarkId())
                .bind("metric", alert.series().metricId())
                .bind("testbed", alert.series().testbedId())
                .bind("branch", alert.branch())
                .bind("pullRequest", alert.pullRequest())
                .bind("severity", alert.severity())
                .bind("run", alert.runId())
                .bind("evidence", alert.evidence())
                .bind("now", alert.openedAt().toEpochMilli())
                .mapTo(Long.class)
                .one();
        note(id, new AlertChange(AlertRow.State.OPEN, "pawl", null, alert.openedAt()));
        return find(projectId, id).orElseThrow();
    }

    public Optional<AlertRow> find(long projectId, long id) {
        return handle.createQuery(SELECT + "where alert.project_id = :project and alert.id = :id")
                .bind("project", projectId)
                .bind("id", id)
                .map((row, context) -> alert(row))
                .findOne();
    }

    /** The open or acknowledged alert of a series on a branch, or on a pull request. */
    public Optional<AlertRow> findStanding(
            long projectId, SeriesId series, String branch, @Nullable Integer pullRequest) {
        return handle.createQuery(SELECT + """
                                where alert.project_id = :project and alert.benchmark_id = :benchmark
                                    and alert.metric_id = :metric and alert.testbed_id = :testbed
                                    and alert.branch = :branch
                                    and coalesce(alert.pull_request, 0) = coalesce(:pullRequest, 0)
                                    and alert.state in ('OPEN', 'ACKNOWLEDGED')""")
                .bind("project", projectId)
                .bind("benchmark", series.benchmarkId())
                .bind("metric", series.metricId())
                .bind("testbed", series.testbedId())
                .bind("branch", branch)
                .bind("pullRequest", pullRequest)
                .map((row, context) -> alert(row))
                .findOne();
    }

    /** Notes that a newer run shows the same. */
    public void seenAgain(long id, String runId, Severity severity, String evidence, Instant now) {
        handle.createUpdate("""
                        update alert set last_run = :run, severity = :severity, evidence = :evidence, updated_at = :now
                        where id = :id""")
                .bind("run", runId)
                .bind("severity", severity)
                .bind("evidence", evidence)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Takes an alert one step on and remembers who did it. */
    public void change(long id, AlertChange change) {
        handle.createUpdate("update alert set state = :state, updated_at = :now where id = :id")
                .bind("state", change.state())
                .bind("now", change.at().toEpochMilli())
                .bind("id", id)
                .execute();
        note(id, change);
    }

    /** Everything that happened to an alert, oldest first. */
    public List<AlertChange> changes(long id) {
        return handle.createQuery("select * from alert_change where alert_id = :id order by position")
                .bind("id", id)
                .map((row, context) -> new AlertChange(
                        AlertRow.State.valueOf(row.getString("state")),
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
        if (filter.pullRequest() != null) sql.append("and alert.pull_request = :pullRequest\n");
        Query query = handle.createQuery(sql.append("order by alert.id desc limit :limit"))
                .bind("project", projectId)
                .bindList("states", List.copyOf(filter.states()))
                .bind("limit", limit);
        if (filter.branch() != null) query.bind("branch", filter.branch());
        if (filter.pullRequest() != null) query.bind("pullRequest", filter.pullRequest());
        return query.map((row, context) -> alert(row)).list();
    }

    private void note(long id, AlertChange change) {
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

    private static AlertRow alert(ResultSet row) throws SQLException {
        Metric metric = Metrics.metric(row);
        SeriesId seriesId =
                new SeriesId(row.getLong("benchmark_id"), row.getLong("metric_id"), row.getLong("testbed_id"));
        SeriesKey series =
                new SeriesKey(Benchmarks.benchmark(row, "benchmark_name"), metric.identity(), row.getString("testbed"));
        return new AlertRow(
                row.getLong("id"),
                row.getLong("project_id"),
                seriesId,
                series,
                metric,
                row.getString("branch"),
                Columns.intOrNull(row, "pull_request"),
                AlertRow.State.valueOf(row.getString("state")),
                Severity.valueOf(row.getString("severity")),
                row.getString("first_run"),
                row.getString("last_run"),
                row.getString("evidence"),
                Columns.instant(row, "opened_at"),
                Columns.instant(row, "updated_at"));
    }
}
