package dev.pawl.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What does not come any more, and what is expected to come. Each missing thing has one absence at a time. */
public final class Absences {

    private static final String SELECT = """
            select absence.*, testbed.name as testbed,
                benchmark.suite, benchmark.name as benchmark_name, benchmark.parameters, benchmark.mode, benchmark.threads
            from absence
            join testbed on testbed.id = absence.testbed_id
            left join benchmark on benchmark.id = absence.benchmark_id
            """;

    private final Handle handle;

    Absences(Handle handle) {
        this.handle = handle;
    }

    /**
     * Runs that are to come.
     *
     * @param since when that was said
     */
    public record Expected(long projectId, String testbed, Duration every, Instant since) {}

    /**
     * Notes that something is missing, unless that is known.
     *
     * @param benchmarkId {@code null} where it is the runs
     * @return its id; empty if it was known
     */
    public Optional<Long> open(
            long projectId, long testbedId, @Nullable Long benchmarkId, String lastRunId, Instant now) {
        return handle.createQuery("""
                        insert or ignore into absence
                            (project_id, testbed_id, benchmark_id, state, run_id, opened_at, updated_at)
                        values (:project, :testbed, :benchmark, 'OPEN', :run, :now, :now) returning id""")
                .bind("project", projectId)
                .bind("testbed", testbedId)
                .bind("benchmark", benchmarkId)
                .bind("run", lastRunId)
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .findOne();
    }

    public void change(long id, AbsenceRow.State state, Instant now) {
        handle.execute(
                "update absence set state = ?, updated_at = ? where id = ?", state.name(), now.toEpochMilli(), id);
    }

    public Optional<AbsenceRow> find(long projectId, long id) {
        return handle.createQuery(SELECT + "where absence.project_id = :project and absence.id = :id")
                .bind("project", projectId)
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne();
    }

    /** The newest first. */
    public List<AbsenceRow> list(long projectId, Collection<AbsenceRow.State> states, int limit) {
        if (states.isEmpty()) return List.of();
        return handle.createQuery(SELECT + """
                        where absence.project_id = :project and absence.state in (<states>)
                        order by absence.id desc limit :limit""")
                .bind("project", projectId)
                .bindList("states", List.copyOf(states))
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list();
    }

    /** Says how often runs of a testbed are to come. */
    public void expect(long projectId, String testbed, Duration every, Instant now) {
        handle.execute(
                "insert or replace into expected_run (project_id, testbed, hours, since) values (?, ?, ?, ?)",
                projectId,
                testbed,
                every.toHours(),
                now.toEpochMilli());
    }

    /** Returns false if nothing was expected. */
    public boolean expectNoMore(long projectId, String testbed) {
        return handle.execute("delete from expected_run where project_id = ? and testbed = ?", projectId, testbed) > 0;
    }

    /** What is expected of all projects. */
    public List<Expected> expected() {
        return handle.createQuery("select * from expected_run order by project_id, testbed")
                .map((row, context) -> new Expected(
                        row.getLong("project_id"),
                        row.getString("testbed"),
                        Duration.ofHours(row.getLong("hours")),
                        Columns.instant(row, "since")))
                .list();
    }

    private static AbsenceRow row(ResultSet row) throws SQLException {
        long benchmarkId = row.getLong("benchmark_id");
        boolean isOfRuns = row.wasNull();
        return new AbsenceRow(
                row.getLong("id"),
                row.getLong("project_id"),
                row.getLong("testbed_id"),
                row.getString("testbed"),
                isOfRuns ? null : (Long) benchmarkId,
                isOfRuns ? null : Benchmarks.benchmark(row, "benchmark_name"),
                AbsenceRow.State.valueOf(row.getString("state")),
                row.getString("run_id"),
                Columns.instant(row, "opened_at"),
                Columns.instant(row, "updated_at"));
    }
}
