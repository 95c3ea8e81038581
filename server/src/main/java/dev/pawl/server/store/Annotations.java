package dev.pawl.server.store;

import java.time.Instant;
import java.util.List;
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
                .map((row, context) -> new AnnotationRow(
                        row.getLong("id"),
                        row.getString("branch"),
                        row.getString("sha"),
                        Columns.instant(row, "noted_at"),
                        row.getString("kind"),
                        row.getString("body")))
                .list();
    }
}
