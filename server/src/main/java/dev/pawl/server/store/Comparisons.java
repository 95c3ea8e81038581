package dev.pawl.server.store;

import dev.pawl.model.Comparison;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import dev.pawl.wire.ComparisonJson;
import dev.pawl.wire.ComparisonReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
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

    /** How many commits later a run can still have this one in its baseline. */
    private static final int FARTHEST = 500;

    /** How long a contender without a place in the history is judged again when base runs arrive. */
    private static final Duration RECENT = Duration.ofDays(7);

    private final Handle handle;

    Comparisons(Handle handle) {
        this.handle = handle;
    }

    /**
     * Stores what is said of a contender now.
     *
     * @throws StoreException if its run does not exist
     */
    public void put(ComparisonRow row) {
        Comparison comparison = row.comparison();
        Comparison.Summary summary = comparison.summary();
        // Evidence is worded by whoever shows it; stored words would not follow a better wording.
        byte[] body = Gzip.compressed(ComparisonJson.toBytes(comparison, result -> ""));
        int changed = handle.createUpdate("""
                        insert into comparison (run_number, project_id, baseline_source, baseline_sha, commits_apart, wanted_sha,
                            engine_version, settings_version, severity, regressed, improved, unchanged, undecided, new,
                            missing, stale, computed_at, body)
                        select number, project_id, :source, :baselineSha, :commitsApart, :wantedSha, :engineVersion, :settingsVersion,
                            :severity, :regressed, :improved, :unchanged, :undecided, :new, :missing, :stale,
                            :computedAt, :body
                        from run where id = :run
                        on conflict (run_number) do update set
                            baseline_source = excluded.baseline_source, baseline_sha = excluded.baseline_sha,
                            commits_apart = excluded.commits_apart, wanted_sha = excluded.wanted_sha, engine_version = excluded.engine_version,
                            settings_version = excluded.settings_version, severity = excluded.severity,
                            regressed = excluded.regressed, improved = excluded.improved,
                            unchanged = excluded.unchanged, undecided = excluded.undecided, new = excluded.new,
                            missing = excluded.missing, stale = excluded.stale, computed_at = excluded.computed_at,
                            body = excluded.body""")
                .bind("run", row.runId())
                .bind("source", comparison.baseline().source())
                .bind("baselineSha", comparison.baseline().sha())
                .bind("commitsApart", comparison.baseline().commitsApart())
                .bind("wantedSha", row.wantedSha())
                .bind("engineVersion", comparison.engineVersion())
                .bind("settingsVersion", comparison.settingsVersion())
                .bind("severity", summary.severity())
                .bind("regressed", summary.count(Verdict.REGRESSED))
                .bind("improved", summary.count(Verdict.IMPROVED))
                .bind("unchanged", summary.count(Verdict.UNCHANGED))
                .bind("undecided", summary.count(Verdict.UNDECIDED))
                .bind("new", summary.count(Verdict.NEW))
                .bind("missing", summary.count(Verdict.MISSING))
                .bind("stale", row.stale() ? 1 : 0)
                .bind("computedAt", row.computedAt().toEpochMilli())
                .bind("body", body)
                .execute();
        if (changed == 0) throw new StoreException("there is no run " + row.runId() + " to compare");
    }

    /** What is said of a contender now. */
    public Optional<ComparisonRow> latest(String runId) {
        return handle.createQuery(SELECT + "where run.id = :run")
                .bind("run", runId)
                .map((row, context) -> comparison(row))
                .findOne();
    }

    /** The summaries of some runs, by run id; runs without a comparison are left out. */
    public Map<String, Comparison.Summary> summaries(Collection<String> runIds) {
        if (runIds.isEmpty()) return Map.of();
        Map<String, Comparison.Summary> summaries = new HashMap<>();
        handle.createQuery("""
                        select run.id, severity, regressed, improved, unchanged, undecided, new, missing
                        from comparison join run on run.number = comparison.run_number
                        where run.id in (<runs>)""")
                .bindList("runs", List.copyOf(runIds))
                .map((row, context) -> Map.entry(row.getString("id"), summary(row)))
                .forEach(entry -> summaries.put(entry.getKey(), entry.getValue()));
        return summaries;
    }

    /**
     * Marks what a newly arrived run may change as stale: the other attempts at its commit, all contenders on its testbed
     * whose history, as far as it is known, contains the commit, and those that had to go by arrival until a child told their
     * place.
     *
     * @return how many were marked
     */
    public int markStaleAfter(long projectId, long runNumber, String testbed, String sha) {
        return handle.createUpdate("""
                        with recursive later (sha, depth) as (
                            select :sha, 0
                            union
                            select git_commit.sha, later.depth + 1
                            from later join git_commit on git_commit.project_id = :project and git_commit.parent = later.sha
                            where later.depth < :farthest
                        )
                        update comparison set stale = 1
                        where run_number <> :run and run_number in (
                            select run.number
                            from later join run on run.project_id = :project and run.sha = later.sha
                            join testbed on testbed.id = run.testbed_id
                            where testbed.name = :testbed
                            union all
                            select run.number
                            from later join run on run.project_id = :project and run.merge_base = later.sha
                            join testbed on testbed.id = run.testbed_id
                            where testbed.name = :testbed
                            union all
                            select run.number
                            from comparison as unplaced
                            join run on run.number = unplaced.run_number
                            join testbed on testbed.id = run.testbed_id
                            where unplaced.project_id = :project and unplaced.baseline_source = 'PREVIOUS'
                                and unplaced.commits_apart is null and testbed.name = :testbed
                                and exists (select 1 from git_commit
                                    where git_commit.project_id = :project and git_commit.parent = run.sha))""")
                .bind("sha", sha)
                .bind("project", projectId)
                .bind("testbed", testbed)
                .bind("run", runNumber)
                .bind("farthest", FARTHEST)
                .execute();
    }

    /**
     * Marks what a newly arrived run may change though no known history leads to it: pull requests whose merge base has no
     * runs, or is found by way of the branch; those that asked for the run, its branch or its release; and, when it is a
     * further shard, those after it that had to go by arrival. Only contenders of the week before count: whoever merged a
     * month ago shall not be judged against today.
     */
    public void markStaleBesides(long projectId, long runNumber) {
        handle.createUpdate("""
                        with arrived as (
                            select number, id, testbed_id, branch, release, received_at from run
                            where number = :run and pull_request is null and trust = 'TRUSTED'
                        )
                        update comparison set stale = 1
                        where run_number <> :run and run_number in (
                            select run.number from arrived
                            join run on run.project_id = :project and run.testbed_id = arrived.testbed_id
                                and run.received_at >= arrived.received_at - :week
                            join comparison as judged on judged.run_number = run.number
                            where (run.base_branch = arrived.branch
                                    and (run.merge_base is null or judged.commits_apart is null))
                                or run.baseline in
                                    ('run:' || arrived.id, 'branch:' || arrived.branch, 'release:' || arrived.release)
                                or (judged.baseline_source = 'PREVIOUS' and judged.commits_apart is null
                                    and run.branch = arrived.branch and run.received_at >= arrived.received_at))""")
                .bind("project", projectId)
                .bind("run", runNumber)
                .bind("week", RECENT.toMillis())
                .execute();
    }

    /**
     * Marks what may have another baseline because the parent of a commit became known: the contenders that follow it, and
     * the pull requests into a branch that does.
     */
    public void markStaleBehind(long projectId, long runNumber, String sha) {
        handle.createUpdate("""
                        with recursive later (sha, depth) as (
                            select :sha, 0
                            union
                            select git_commit.sha, later.depth + 1
                            from later join git_commit on git_commit.project_id = :project and git_commit.parent = later.sha
                            where later.depth < :farthest
                        )
                        update comparison set stale = 1
                        where run_number <> :run and run_number in (
                            select run.number from run
                            where run.project_id = :project
                                and (run.sha in (select sha from later) or run.merge_base in (select sha from later)
                                    or (run.merge_base is null and run.base_branch in (
                                        select branch from branch_tip
                                        where project_id = :project and sha in (select sha from later)))))""")
                .bind("sha", sha)
                .bind("project", projectId)
                .bind("run", runNumber)
                .bind("farthest", FARTHEST)
                .execute();
    }

    /**
     * Marks what was judged on a testbed before a level that begins with a run was accepted, or was not any more: contenders that
     * came after it, of the week before now at most.
     */
    public void markStaleSince(String runId, Instant now) {
        handle.createUpdate("""
                        update comparison set stale = 1 where run_number in (
                            select run.number from run as first
                            join run on run.project_id = first.project_id and run.testbed_id = first.testbed_id
                            where first.id = :first and run.received_at >= first.received_at and run.received_at >= :week)""")
                .bind("first", runId)
                .bind("week", now.minus(RECENT).toEpochMilli())
                .execute();
    }

    /** Marks what another version of the engine judged as stale. Returns how many that were. */
    public int markOutdated(int engineVersion) {
        return handle.createUpdate("update comparison set stale = 1 where engine_version <> :version and stale = 0")
                .bind("version", engineVersion)
                .execute();
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
        return new ComparisonRow(
                row.getString("id"),
                row.getString("wanted_sha"),
                row.getInt("stale") == 1,
                Columns.instant(row, "computed_at"),
                ComparisonReader.read(Gzip.bytes(row.getBytes("body"))));
    }

    private static Comparison.Summary summary(ResultSet row) throws SQLException {
        @Nullable String severity = row.getString("severity");
        Map<Verdict, Integer> counts = Map.of(
                Verdict.REGRESSED, row.getInt("regressed"),
                Verdict.IMPROVED, row.getInt("improved"),
                Verdict.UNCHANGED, row.getInt("unchanged"),
                Verdict.UNDECIDED, row.getInt("undecided"),
                Verdict.NEW, row.getInt("new"),
                Verdict.MISSING, row.getInt("missing"));
        return new Comparison.Summary(counts, severity == null ? null : Severity.valueOf(severity));
    }
}
