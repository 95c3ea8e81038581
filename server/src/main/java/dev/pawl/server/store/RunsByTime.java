package dev.pawl.server.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** All runs of a project, page by page, so that none of it need fit into memory. */
public final class RunsByTime {

    /** When its commit was made, or where that is not known, when it was measured. */
    private static final String TIME = "coalesce(git_commit.committed_at, run.received_at)";

    private static final String JOIN =
            "left join git_commit on git_commit.project_id = run.project_id and git_commit.sha = run.sha\n";

    /**
     * Which runs are meant.
     *
     * @param since of commits from this time on; {@code null} for all
     */
    public record Selection(RunFilter filter, @Nullable Instant since) {}

    /** @param time of its commit, or of itself */
    public record Dated(RunRow row, Instant time) {}

    private final Handle handle;

    RunsByTime(Handle handle) {
        this.handle = handle;
    }

    /**
     * The next runs, oldest first, without those that wait for shards or were excluded.
     *
     * @param after the last one before them; {@code null} for the first page
     */
    public List<Dated> page(long projectId, Selection selection, @Nullable Dated after, int limit) {
        StringBuilder sql = new StringBuilder(
                        "select run.*, project.slug, testbed.name as testbed, " + TIME + " as time from run\n")
                .append("join project on project.id = run.project_id\n")
                .append("join testbed on testbed.id = run.testbed_id\n")
                .append(JOIN)
                .append(where(selection));
        if (after != null) sql.append("and (" + TIME + ", run.number) > (:time, :number)\n");
        Query query = bound(
                        handle.createQuery(sql.append("order by time, run.number limit :limit")), projectId, selection)
                .bind("limit", limit);
        if (after != null)
            query.bind("time", after.time().toEpochMilli())
                    .bind("number", after.row().number());
        return query.map((row, context) -> new Dated(Runs.run(row), Columns.instant(row, "time")))
                .list();
    }

    /** Those of the commits that have such a run. */
    public Set<String> measured(long projectId, Selection selection, Collection<String> shas) {
        if (shas.isEmpty()) return Set.of();
        String sql = "select distinct run.sha from run join testbed on testbed.id = run.testbed_id\n" + JOIN
                + where(selection) + "and run.sha in (<shas>)";
        return bound(handle.createQuery(sql), projectId, selection)
                .bindList("shas", List.copyOf(shas))
                .mapTo(String.class)
                .set();
    }

    private static String where(Selection selection) {
        StringBuilder sql = new StringBuilder(
                "where run.project_id = :project and run.state <> 'WAITING'" + " and run.excluded_at is null\n");
        if (selection.filter().branch() != null) sql.append("and run.branch = :branch\n");
        if (selection.filter().testbed() != null) sql.append("and testbed.name = :testbed\n");
        if (selection.since() != null) sql.append("and " + TIME + " >= :since\n");
        return sql.toString();
    }

    private static Query bound(Query query, long projectId, Selection selection) {
        query.bind("project", projectId);
        if (selection.filter().branch() != null)
            query.bind("branch", selection.filter().branch());
        if (selection.filter().testbed() != null)
            query.bind("testbed", selection.filter().testbed());
        if (selection.since() != null) query.bind("since", selection.since().toEpochMilli());
        return query;
    }
}
