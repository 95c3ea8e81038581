package dev.pawl.server.store;

import dev.pawl.model.Baseline;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What is currently said of each contender; a comparison that is computed again takes the place of the one before. */
public final class Comparisons {

    private static final String SELECT =
            "select comparison.*, run.id from comparison join run on run.number = comparison.run_number ";

    private final Handle handle;

    Comparisons(Handle handle) {
        this.handle = handle;
    }

    /**
     * Stores what is said of a contender now.
     *
     * @throws StoreException if its run does not exist
     */
    public void put(ComparisonRow comparison) {
        int changed = handle.createUpdate("""
                        insert into comparison (run_number, project_id, baseline_source, baseline_sha, wanted_sha,
                            engine_version, settings_version, severity, regressed, improved, unchanged, undecided, new,
                            missing, stale, computed_at, body)
                        select number, project_id, :source, :baselineSha, :wantedSha, :engineVersion, :settingsVersion,
                            :severity, :regressed, :improved, :unchanged, :undecided, :new, :missing, :stale,
                            :computedAt, :body
                        from run where id = :run
                        on conflict (run_number) do update set
                            baseline_source = excluded.baseline_source, baseline_sha = excluded.baseline_sha,
                            wanted_sha = excluded.wanted_sha, engine_version = excluded.engine_version,
                            settings_version = excluded.settings_version, severity = excluded.severity,
                            regressed = excluded.regressed, improved = excluded.improved,
                            unchanged = excluded.unchanged, undecided = excluded.undecided, new = excluded.new,
                            missing = excluded.missing, stale = excluded.stale, computed_at = excluded.computed_at,
                            body = excluded.body""")
                .bind("run", comparison.runId())
                .bind("source", comparison.baselineSource())
                .bind("baselineSha", comparison.baselineSha())
                .bind("wantedSha", comparison.wantedSha())
                .bind("engineVersion", comparison.engineVersion())
                .bind("settingsVersion", comparison.settingsVersion())
                .bind("severity", comparison.severity())
                .bind("regressed", comparison.counts().get(Verdict.REGRESSED))
                .bind("improved", comparison.counts().get(Verdict.IMPROVED))
                .bind("unchanged", comparison.counts().get(Verdict.UNCHANGED))
                .bind("undecided", comparison.counts().get(Verdict.UNDECIDED))
                .bind("new", comparison.counts().get(Verdict.NEW))
                .bind("missing", comparison.counts().get(Verdict.MISSING))
                .bind("stale", comparison.stale() ? 1 : 0)
                .bind("computedAt", comparison.computedAt().toEpochMilli())
                .bind("body", Gzip.compressed(comparison.json()))
                .execute();
        if (changed == 0) throw new StoreException("there is no run " + comparison.runId() + " to compare");
    }

    /** What is said of a contender now. */
    public Optional<ComparisonRow> latest(String runId) {
        return handle.createQuery(SELECT + "where run.id = :run")
                .bind("run", runId)
                .map((row, context) -> comparison(row))
                .findOne();
    }

    /**
     * Contenders on a testbed that wanted a base commit and had to use another one, or none: they are worth comparing again
     * when a run of that commit arrives.
     *
     * @return ids of their runs, oldest first
     */
    public List<String> awaiting(long projectId, String testbed, String sha) {
        return handle.createQuery("""
                        select run.id
                        from comparison
                        join run on run.number = comparison.run_number
                        join testbed on testbed.id = run.testbed_id
                        where comparison.project_id = :project and comparison.wanted_sha = :sha
                            and (comparison.baseline_sha is null or comparison.baseline_sha <> :sha)
                            and testbed.name = :testbed
                        order by run.number""")
                .bind("project", projectId)
                .bind("sha", sha)
                .bind("testbed", testbed)
                .mapTo(String.class)
                .list();
    }

    /** Puts contenders into the queue of what is to be computed again. */
    public void markStale(Collection<String> runIds) {
        if (runIds.isEmpty()) return;
        PreparedBatch batch = handle.prepareBatch(
                "update comparison set stale = 1 where run_number = (select number from run where id = :run)");
        for (String id : runIds) batch.bind("run", id).add();
        batch.execute();
    }

    /** The next contenders that are to be compared again, oldest first. */
    public List<String> stale(int limit) {
        return handle.createQuery("""
                        select run.id from comparison join run on run.number = comparison.run_number
                        where comparison.stale = 1 order by comparison.run_number limit :limit""").bind("limit", limit).mapTo(String.class).list();
    }

    private static ComparisonRow comparison(ResultSet row) throws SQLException {
        @Nullable String severity = row.getString("severity");
        return new ComparisonRow(
                row.getString("id"),
                Baseline.Source.valueOf(row.getString("baseline_source")),
                row.getString("baseline_sha"),
                row.getString("wanted_sha"),
                row.getInt("engine_version"),
                row.getInt("settings_version"),
                severity == null ? null : Severity.valueOf(severity),
                Map.of(
                        Verdict.REGRESSED, row.getInt("regressed"),
                        Verdict.IMPROVED, row.getInt("improved"),
                        Verdict.UNCHANGED, row.getInt("unchanged"),
                        Verdict.UNDECIDED, row.getInt("undecided"),
                        Verdict.NEW, row.getInt("new"),
                        Verdict.MISSING, row.getInt("missing")),
                row.getInt("stale") == 1,
                Columns.instant(row, "computed_at"),
                Gzip.text(row.getBytes("body")));
    }
}
