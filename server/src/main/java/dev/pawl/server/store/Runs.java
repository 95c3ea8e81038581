package dev.pawl.server.store;

import dev.pawl.model.Environment;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Run;
import dev.pawl.model.Trust;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The runs, without what they measured. */
public final class Runs {

    static final String SELECT = """
            select run.*, project.slug, testbed.name as testbed
            from run
            join project on project.id = run.project_id
            join testbed on testbed.id = run.testbed_id
            """;

    private final Handle handle;

    Runs(Handle handle) {
        this.handle = handle;
    }

    public Optional<RunRow> find(String id) {
        return handle.createQuery(SELECT + "where run.id = :id")
                .bind("id", id)
                .map((row, context) -> run(row))
                .findOne();
    }

    /** The run that uploads with this key belong to. */
    public Optional<RunRow> findByKey(long projectId, String testbed, String key) {
        return handle.createQuery(
                        SELECT + "where run.project_id = :project and testbed.name = :testbed and run.run_key = :key")
                .bind("project", projectId)
                .bind("testbed", testbed)
                .bind("key", key)
                .map((row, context) -> run(row))
                .findOne();
    }

    /** A free id for a run that arrives at a time; of two runs, the one that arrives later has the greater id. */
    public String newId(Instant receivedAt, String identity) {
        return RunId.next(receivedAt, identity, candidate -> find(candidate).isPresent());
    }

    /**
     * Adds a run without shards.
     *
     * @param run with an id from {@link #newId}
     * @throws StoreException if testbed and key are taken
     */
    public RunRow insert(long projectId, Run run, RunRequest request) {
        long testbedId = noteTestbed(projectId, run.testbed(), run.receivedAt());
        noteBranch(projectId, run.branch(), run.receivedAt());
        bindFacts(handle.createUpdate("""
                                insert into run (id, project_id, testbed_id, run_key, branch, sha, pull_request,
                                    base_branch, merge_base, release, trust, environment, state, shard_count,
                                    shards_received, attempt, baseline, job_url, client_version, backdated, received_at)
                                values (:id, :project, :testbed, :key, :branch, :sha, :pullRequest,
                                    :baseBranch, :mergeBase, :release, :trust, :environment, :state, :shardCount,
                                    0, :attempt, :baseline, :jobUrl, :clientVersion, :backdated, :receivedAt)"""), run, request)
                .bind("id", run.id())
                .bind("project", projectId)
                .bind("testbed", testbedId)
                .bind("key", run.key())
                .bind("state", run.complete() ? RunRow.State.COMPLETE : RunRow.State.WAITING)
                .bind("receivedAt", run.receivedAt().toEpochMilli())
                .execute();
        handle.createUpdate("""
                        update project set run_count = run_count + 1,
                            last_run_at = case when last_run_at > :now then last_run_at else :now end
                        where id = :project""")
                .bind("now", run.receivedAt().toEpochMilli())
                .bind("project", projectId)
                .execute();
        return find(run.id()).orElseThrow();
    }

    /** Changes the facts of a run; identity, state and time of arrival stay. */
    public void update(long number, Run run, RunRequest request) {
        bindFacts(handle.createUpdate("""
                                update run set branch = :branch, sha = :sha, pull_request = :pullRequest,
                                    base_branch = :baseBranch, merge_base = :mergeBase, release = :release,
                                    trust = :trust, environment = :environment, shard_count = :shardCount,
                                    attempt = :attempt, baseline = :baseline, job_url = :jobUrl,
                                    client_version = :clientVersion, backdated = :backdated
                                where number = :number"""), run, request).bind("number", number).execute();
    }

    public void setState(long number, RunRow.State state) {
        handle.createUpdate("update run set state = :state where number = :number")
                .bind("state", state)
                .bind("number", number)
                .execute();
    }

    /** Takes a run out, or with {@code null} in again. */
    public void setExclusion(long number, RunRow.@Nullable Exclusion exclusion) {
        handle.createUpdate("""
                        update run set excluded_at = :at, excluded_by = :by, excluded_because = :because
                        where number = :number""")
                .bind("at", exclusion == null ? null : exclusion.at().toEpochMilli())
                .bind("by", exclusion == null ? null : exclusion.by())
                .bind("because", exclusion == null ? null : exclusion.because())
                .bind("number", number)
                .execute();
    }

    /**
     * The newest runs by the time that they are of, newest first.
     *
     * @param before id of a run: only what comes after it in this order
     */
    public List<RunRow> recent(long projectId, RunFilter filter, int limit, @Nullable String before) {
        StringBuilder sql = new StringBuilder(SELECT).append("where run.project_id = :project\n");
        if (!filter.withExcluded()) sql.append("and run.excluded_at is null\n");
        if (filter.branch() != null) sql.append("and run.branch = :branch\n");
        if (filter.testbed() != null)
            sql.append(
                    "and run.testbed_id = (select id from testbed where project_id = :project and name = :testbed)\n");
        if (filter.pullRequest() != null) sql.append("and run.pull_request = :pullRequest\n");
        if (filter.release() != null) sql.append("and run.release = :release\n");
        if (before != null)
            sql.append(
                    "and (run.received_at, run.number) < (select received_at, number from run where id = :before)\n");
        Query query = handle.createQuery(sql.append("order by run.received_at desc, run.number desc limit :limit"))
                .bind("project", projectId)
                .bind("limit", limit);
        if (filter.branch() != null) query.bind("branch", filter.branch());
        if (filter.testbed() != null) query.bind("testbed", filter.testbed());
        if (filter.pullRequest() != null) query.bind("pullRequest", filter.pullRequest());
        if (filter.release() != null) query.bind("release", filter.release());
        if (before != null) query.bind("before", before);
        return query.map((row, context) -> run(row)).list();
    }

    /**
     * The runs of some commits on a testbed, without excluded ones: commits in the order given, runs of one commit in order of
     * arrival.
     */
    public List<RunRow> ofCommits(long projectId, String testbed, Collection<String> shas, boolean trustedOnly) {
        if (shas.isEmpty()) return List.of();
        Map<String, List<RunRow>> bySha = new LinkedHashMap<>();
        for (String sha : shas) bySha.putIfAbsent(sha, new ArrayList<>());
        handle.createQuery(SELECT + """
                                where run.project_id = :project and run.sha in (<shas>) and testbed.name = :testbed
                                    and (run.trust = 'TRUSTED' or not :trustedOnly) and run.excluded_at is null
                                order by run.number""")
                .bind("project", projectId)
                .bindList("shas", List.copyOf(bySha.keySet()))
                .bind("testbed", testbed)
                .bind("trustedOnly", trustedOnly)
                .map((row, context) -> run(row))
                .forEach(run -> bySha.get(run.run().sha()).add(run));
        List<RunRow> runs = new ArrayList<>();
        bySha.values().forEach(runs::addAll);
        return runs;
    }

    /**
     * The newest runs of a branch on a testbed by the order of their commits, newest first. Runs of commits that a force-push
     * took off the branch are left out, and excluded ones.
     */
    public List<RunRow> newestOnBranch(long projectId, String testbed, String branch, int limit, boolean trustedOnly) {
        List<RunRow> runs = new ArrayList<>();
        for (PlacedRun placed : new BranchHistory(handle, projectId, branch, testbed, trustedOnly).onBranch(limit))
            runs.add(placed.run());
        Collections.reverse(runs);
        return runs;
    }

    /** The newest trusted runs of a release on a testbed, without excluded ones, newest first. */
    public List<RunRow> ofRelease(long projectId, String testbed, String release, int limit) {
        return handle.createQuery(SELECT + """
                                where run.project_id = :project and run.release = :release and testbed.name = :testbed
                                    and run.trust = 'TRUSTED' and run.excluded_at is null
                                order by run.number desc limit :limit""")
                .bind("project", projectId)
                .bind("release", release)
                .bind("testbed", testbed)
                .bind("limit", limit)
                .map((row, context) -> run(row))
                .list();
    }

    /** Runs of all projects that still await shards though their first one came before a time; oldest first. */
    public List<RunRow> incompleteOlderThan(Instant time, int limit) {
        return handle.createQuery(SELECT + """
                                where run.state = 'WAITING' and run.received_at < :time
                                order by run.received_at limit :limit""")
                .bind("time", time.toEpochMilli())
                .bind("limit", limit)
                .map((row, context) -> run(row))
                .list();
    }

    /** The project's testbeds, the one with the newest run first. */
    public List<Testbed> testbeds(long projectId) {
        return handle.createQuery("select * from testbed where project_id = :project order by last_run_at desc, name")
                .bind("project", projectId)
                .map((row, context) ->
                        new Testbed(row.getLong("id"), row.getString("name"), Columns.instant(row, "last_run_at")))
                .list();
    }

    /** The project's branches, the one with the newest run first. */
    public List<Branch> branches(long projectId, int limit) {
        return handle.createQuery(
                        "select * from branch where project_id = :project order by last_run_at desc, name limit :limit")
                .bind("project", projectId)
                .bind("limit", limit)
                .map((row, context) -> new Branch(row.getString("name"), Columns.instant(row, "last_run_at")))
                .list();
    }

    /** Keeps the facts of an environment under its hash; the same facts again change nothing. */
    public void keepEnvironment(Environment environment) {
        if (environment.facts().isEmpty()) return;
        PreparedBatch batch = handle.prepareBatch("""
                insert into environment_fact (environment, name, value) values (:environment, :name, :value)
                on conflict (environment, name) do nothing""");
        String hash = environment.hash();
        environment
                .facts()
                .forEach((name, value) -> batch.bind("environment", hash)
                        .bind("name", name)
                        .bind("value", value)
                        .add());
        batch.execute();
    }

    /** The facts under a hash; none if nothing was recorded. */
    public Environment environment(String hash) {
        Map<String, String> facts = new TreeMap<>();
        handle.createQuery("select name, value from environment_fact where environment = :environment")
                .bind("environment", hash)
                .map((row, context) -> Map.entry(row.getString("name"), row.getString("value")))
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
        return Environment.of(facts);
    }

    /** Under which GPU and driver some runs took place, by run id; of runs that do not say it nothing is told. */
    public Map<String, LevelFacts> levelFacts(Collection<String> runIds) {
        if (runIds.isEmpty()) return Map.of();
        Map<String, LevelFacts> facts = new HashMap<>();
        handle.createQuery("""
                        select run.id, gpu.value as gpu, driver.value as driver from run
                        left join environment_fact gpu on gpu.environment = run.environment and gpu.name = :gpu
                        left join environment_fact driver on driver.environment = run.environment and driver.name = :driver
                        where run.id in (<runs>) and (gpu.value is not null or driver.value is not null)""")
                .bind("gpu", LevelFacts.GPU)
                .bind("driver", LevelFacts.DRIVER)
                .bindList("runs", List.copyOf(runIds))
                .map((row, context) ->
                        facts.put(row.getString("id"), new LevelFacts(row.getString("gpu"), row.getString("driver"))))
                .list();
        return facts;
    }

    /** When the first of some runs arrived. */
    public Optional<Instant> firstArrival(Collection<String> runIds) {
        if (runIds.isEmpty()) return Optional.empty();
        return handle.createQuery("select min(received_at) as first from run where id in (<runs>)")
                .bindList("runs", List.copyOf(runIds))
                .map((row, context) -> Columns.instant(row, "first"))
                .findOne();
    }

    private long noteTestbed(long projectId, String name, Instant time) {
        return handle.createQuery("""
                        insert into testbed (project_id, name, last_run_at) values (:project, :name, :time)
                        on conflict (project_id, name) do update set
                            last_run_at = case when testbed.last_run_at > excluded.last_run_at
                                then testbed.last_run_at else excluded.last_run_at end
                        returning id""")
                .bind("project", projectId)
                .bind("name", name)
                .bind("time", time.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    private void noteBranch(long projectId, String name, Instant time) {
        handle.createUpdate("""
                        insert into branch (project_id, name, last_run_at) values (:project, :name, :time)
                        on conflict (project_id, name) do update set
                            last_run_at = case when branch.last_run_at > excluded.last_run_at
                                then branch.last_run_at else excluded.last_run_at end""")
                .bind("project", projectId)
                .bind("name", name)
                .bind("time", time.toEpochMilli())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bindFacts(S statement, Run run, RunRequest request) {
        return statement
                .bind("branch", run.branch())
                .bind("sha", run.sha())
                .bind("pullRequest", run.pullRequest())
                .bind("baseBranch", run.baseBranch())
                .bind("mergeBase", run.mergeBase())
                .bind("release", run.release())
                .bind("trust", run.trust())
                .bind("environment", run.environment())
                .bind("shardCount", request.shardCount())
                .bind("attempt", request.attempt())
                .bind("baseline", request.baseline())
                .bind("jobUrl", request.jobUrl())
                .bind("clientVersion", request.clientVersion())
                .bind("backdated", request.backdated() ? 1 : 0);
    }

    static RunRow run(ResultSet row) throws SQLException {
        RunRow.State state = RunRow.State.valueOf(row.getString("state"));
        Run run = new Run(
                row.getString("id"),
                row.getString("slug"),
                row.getString("testbed"),
                row.getString("run_key"),
                row.getString("branch"),
                row.getString("sha"),
                Columns.intOrNull(row, "pull_request"),
                row.getString("base_branch"),
                row.getString("merge_base"),
                row.getString("release"),
                Trust.valueOf(row.getString("trust")),
                row.getString("environment"),
                state == RunRow.State.COMPLETE,
                Columns.instant(row, "received_at"));
        RunRequest request = new RunRequest(
                row.getInt("shard_count"),
                row.getString("baseline"),
                Columns.intOrNull(row, "attempt"),
                row.getString("job_url"),
                row.getString("client_version"),
                row.getInt("backdated") == 1);
        return new RunRow(
                row.getLong("number"),
                row.getLong("project_id"),
                run,
                state,
                request,
                row.getInt("shards_received"),
                exclusion(row));
    }

    private static RunRow.@Nullable Exclusion exclusion(ResultSet row) throws SQLException {
        Instant at = Columns.instantOrNull(row, "excluded_at");
        return at == null
                ? null
                : new RunRow.Exclusion(at, row.getString("excluded_by"), row.getString("excluded_because"));
    }
}
