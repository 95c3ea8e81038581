package dev.pawl.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The notes on the time axis of a project. */
public final class Annotations {

    private final Handle handle;

    Annotations(Handle handle) {
        this.handle = handle;
    }

    /** @param branch {@code null} for a note that concerns all branches */
    public long add(
            long projectId, @Nullable String branch, @Nullable String sha, Instant time, String kind, String text) {
        return handle.createQuery("""
                        insert into annotation (project_id, branch, sha, noted_at, kind, body)
                        values (:project, :branch, :sha, :time, :kind, :text) returning id""")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("sha", sha)
                .bind("time", time.toEpochMilli())
                .bind("kind", kind)
                .bind("text", text)
                .mapTo(Long.class)
                .one();
    }

    /**
     * A note that says the same of the same branch and commit.
     *
     * @param atItsTime whether it must be of the same time as well
     */
    public Optional<AnnotationRow> find(long projectId, AnnotationRow note, boolean atItsTime) {
        return handle.createQuery("""
                        select * from annotation
                        where project_id = :project and kind = :kind and body = :text
                            and coalesce(branch, '') = :branch and coalesce(sha, '') = :sha
                            and (noted_at = :time or :anyTime = 1)
                        order by noted_at desc, id desc limit 1""")
                .bind("project", projectId)
                .bind("kind", note.kind())
                .bind("text", note.text())
                .bind("branch", note.branch() == null ? "" : note.branch())
                .bind("sha", note.sha() == null ? "" : note.sha())
                .bind("time", note.time().toEpochMilli())
                .bind("anyTime", atItsTime ? 0 : 1)
                .map((row, context) -> row(row))
                .findOne();
    }

    /** The newest notes that concern a branch, oldest first. */
    public List<AnnotationRow> list(long projectId, String branch, int limit) {
        return handle.createQuery("""
                        select * from (
                            select * from annotation
                            where project_id = :project and (branch is null or branch = :branch)
                            order by noted_at desc, id desc limit :limit) as newest
                        order by noted_at, id""")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list();
    }

    private static AnnotationRow row(ResultSet row) throws SQLException {
        return new AnnotationRow(
                row.getLong("id"),
                row.getString("branch"),
                row.getString("sha"),
                Columns.instant(row, "noted_at"),
                row.getString("kind"),
                row.getString("body"));
    }
}
