package dev.pawl.server.store;

import dev.pawl.model.Commit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The commit graph of first parents, as far as uploads have told it.
 *
 * <pre>
 *   main   A ── B ── C ── D      a parent that nobody has told is a gap: the walk from D ends before it
 *                \
 *   topic         E ── F
 * </pre>
 */
public final class Commits {

    /** How far back a line is followed to see whether one tip follows from another; farther apart they count as unrelated. */
    private static final int LONGEST_LINE = 10_000;

    static final String WALK = """
            with recursive walk (depth, sha) as (
                select 0, :from
                union all
                select walk.depth + 1, git_commit.parent
                from walk join git_commit on git_commit.project_id = :project and git_commit.sha = walk.sha
                where git_commit.parent is not null and walk.depth + 1 < :limit
            )
            """;

    private final Handle handle;

    Commits(Handle handle) {
        this.handle = handle;
    }

    /** Adds what is told of commits. What is known already is kept; what was unknown is filled in. */
    public void upsert(long projectId, List<Commit> commits) {
        if (commits.isEmpty()) return;
        PreparedBatch batch = handle.prepareBatch("""
                insert into git_commit (project_id, sha, parent, committed_at, author, subject)
                values (:project, :sha, :parent, :time, :author, :subject)
                on conflict (project_id, sha) do update set
                    parent = coalesce(git_commit.parent, excluded.parent),
                    committed_at = coalesce(git_commit.committed_at, excluded.committed_at),
                    author = coalesce(git_commit.author, excluded.author),
                    subject = coalesce(git_commit.subject, excluded.subject)""");
        for (Commit commit : commits) {
            batch.bind("project", projectId)
                    .bind("sha", commit.sha())
                    .bind("parent", commit.sha().equals(commit.parent()) ? null : commit.parent())
                    .bind("time", Columns.millis(commit.time()))
                    .bind("author", commit.author())
                    .bind("subject", commit.subject())
                    .add();
        }
        batch.execute();
    }

    /** Those of the commits whose first parent is known. */
    public Set<String> withKnownParent(long projectId, Collection<String> shas) {
        if (shas.isEmpty()) return Set.of();
        return handle.createQuery("""
                        select sha from git_commit
                        where project_id = :project and parent is not null and sha in (<shas>)""")
                .bind("project", projectId)
                .bindList("shas", List.copyOf(shas))
                .mapTo(String.class)
                .set();
    }

    public Optional<Commit> find(long projectId, String sha) {
        return handle.createQuery("select * from git_commit where project_id = :project and sha = :sha")
                .bind("project", projectId)
                .bind("sha", sha)
                .map((row, context) -> commit(row))
                .findOne();
    }

    /** Whether a commit with this first parent is known. */
    public boolean hasChild(long projectId, String sha) {
        return handle.createQuery(
                        "select exists (select 1 from git_commit where project_id = :project and parent = :sha)")
                .bind("project", projectId)
                .bind("sha", sha)
                .mapTo(Boolean.class)
                .one();
    }

    /** The one commit whose id begins so; empty if there is none or more than one. */
    public Optional<Commit> findByPrefix(long projectId, String prefix) {
        // No hexadecimal digit is above f, so that everything with the prefix lies below prefix + g.
        List<Commit> found = handle.createQuery("""
                        select * from git_commit
                        where project_id = :project and sha >= :prefix and sha < :beyond limit 2""")
                .bind("project", projectId)
                .bind("prefix", prefix)
                .bind("beyond", prefix + "g")
                .map((row, context) -> commit(row))
                .list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /**
     * A commit and its first parents, newest first, until a parent is unknown. The last one may be known by its id only.
     *
     * @param limit largest number of commits
     */
    public List<Commit> ancestors(long projectId, String sha, int limit) {
        List<Commit> line = handle.createQuery(WALK + """
                                select walk.sha as sha, parent, committed_at, author, subject
                                from walk left join git_commit
                                    on git_commit.project_id = :project and git_commit.sha = walk.sha
                                order by walk.depth""")
                .bind("project", projectId)
                .bind("from", sha)
                .bind("limit", limit)
                .map((row, context) -> commit(row))
                .list();
        return upToRepetition(line);
    }

    /** How many first parents lead from a commit back to another one; empty if none of up to 10,000 does. */
    public OptionalInt distance(long projectId, String sha, String ancestor) {
        return handle.createQuery(WALK + "select depth from walk where sha = :ancestor limit 1")
                .bind("project", projectId)
                .bind("from", sha)
                .bind("limit", LONGEST_LINE)
                .bind("ancestor", ancestor)
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /**
     * Says that a branch contains a commit. The head moves only forward: uploads that arrive late do not move it back, in
     * whatever order they come.
     */
    public void setBranchHead(long projectId, String branch, String sha, Instant now) {
        List<String> others = tips(projectId, branch);
        if (others.contains(sha)) return;
        List<String> before = new ArrayList<>();
        for (String other : others) {
            // Asked first, because it is found at once where commits come in order, however long the history is.
            if (distance(projectId, sha, other).isPresent()) before.add(other);
            else if (distance(projectId, other, sha).isPresent()) return;
        }
        for (String other : before) removeTip(projectId, branch, other);
        handle.createUpdate("""
                        insert into branch_tip (project_id, branch, sha, seen_at)
                        values (:project, :branch, :sha, :now)""")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("sha", sha)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /**
     * The newest commit of a branch. Where several are not known to follow each other (a force-push, or commits between them
     * are unknown), the one with the latest time, then the one seen last.
     */
    public Optional<String> branchHead(long projectId, String branch) {
        List<String> tips = tips(projectId, branch);
        if (tips.size() <= 1) return tips.stream().findFirst();
        // The graph may have grown since the tips were noted.
        List<String> heads = new ArrayList<>(tips);
        heads.removeIf(tip -> tips.stream()
                .anyMatch(other ->
                        !other.equals(tip) && distance(projectId, other, tip).isPresent()));
        return heads.stream().findFirst();
    }

    /** Newest first. */
    private List<String> tips(long projectId, String branch) {
        record Tip(String sha, @Nullable Long time, long seenAt) {}
        return handle
                .createQuery("""
                        select branch_tip.sha, committed_at, seen_at
                        from branch_tip left join git_commit
                            on git_commit.project_id = branch_tip.project_id and git_commit.sha = branch_tip.sha
                        where branch_tip.project_id = :project and branch = :branch""")
                .bind("project", projectId)
                .bind("branch", branch)
                .map((row, context) ->
                        new Tip(row.getString("sha"), Columns.longOrNull(row, "committed_at"), row.getLong("seen_at")))
                .stream()
                .sorted(Comparator.<Tip>comparingLong(tip -> tip.time() == null ? tip.seenAt() : tip.time())
                        .thenComparing(Tip::sha)
                        .reversed())
                .map(Tip::sha)
                .toList();
    }

    private void removeTip(long projectId, String branch, String sha) {
        handle.createUpdate("delete from branch_tip where project_id = :project and branch = :branch and sha = :sha")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("sha", sha)
                .execute();
    }

    /** Parents that form a ring can only come from a faulty uploader; the walk ends where it would begin again. */
    private static List<Commit> upToRepetition(List<Commit> line) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < line.size(); i++) if (!seen.add(line.get(i).sha())) return List.copyOf(line.subList(0, i));
        return line;
    }

    private static Commit commit(ResultSet row) throws SQLException {
        return new Commit(
                row.getString("sha"),
                row.getString("parent"),
                Columns.instantOrNull(row, "committed_at"),
                row.getString("author"),
                row.getString("subject"));
    }
}
