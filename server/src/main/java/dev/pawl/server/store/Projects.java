package dev.pawl.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The projects and their settings. */
public final class Projects {

    private final Handle handle;

    Projects(Handle handle) {
        this.handle = handle;
    }

    public Optional<ProjectRow> find(String slug) {
        return handle.createQuery("select * from project where slug = :slug")
                .bind("slug", slug)
                .map((row, context) -> project(row))
                .findOne();
    }

    public Optional<ProjectRow> find(long projectId) {
        return handle.createQuery("select * from project where id = :id")
                .bind("id", projectId)
                .map((row, context) -> project(row))
                .findOne();
    }

    /**
     * Adds a project with default settings ({@code {}}).
     *
     * @throws StoreException if the slug is taken
     */
    public ProjectRow create(String slug, String defaultBranch, Instant now) {
        return handle.createQuery("""
                        insert into project (slug, default_branch, settings, settings_version, revision, run_count, created_at)
                        values (:slug, :branch, '{}', 1, 0, 0, :now)
                        returning *""")
                .bind("slug", slug)
                .bind("branch", defaultBranch)
                .bind("now", now.toEpochMilli())
                .map((row, context) -> project(row))
                .one();
    }

    /** All projects by slug. */
    public List<ProjectSummary> list() {
        return handle.createQuery("""
                        select project.*,
                            (select count(*) from alert
                             where alert.project_id = project.id and state in ('OPEN', 'ACKNOWLEDGED')) as open_alerts
                        from project order by slug""")
                .map((row, context) -> new ProjectSummary(
                        project(row),
                        row.getLong("run_count"),
                        row.getInt("open_alerts"),
                        Columns.instantOrNull(row, "last_run_at")))
                .list();
    }

    /** Changes what a project says about its repository. */
    public void describe(long projectId, @Nullable String repositoryUrl, String defaultBranch) {
        handle.createUpdate("update project set repository_url = :url, default_branch = :branch where id = :id")
                .bind("url", repositoryUrl)
                .bind("branch", defaultBranch)
                .bind("id", projectId)
                .execute();
    }

    /**
     * Replaces the settings; the ones before stay in the history.
     *
     * @param settings JSON text
     * @return the version of the new settings
     */
    public int updateSettings(long projectId, String settings, Instant now) {
        handle.createUpdate("""
                        insert into project_settings (project_id, version, settings, changed_at)
                        select id, settings_version, settings, :now from project where id = :id""")
                .bind("now", now.toEpochMilli())
                .bind("id", projectId)
                .execute();
        return handle.createQuery("""
                        update project set settings = :settings, settings_version = settings_version + 1
                        where id = :id returning settings_version""")
                .bind("settings", settings)
                .bind("id", projectId)
                .mapTo(Integer.class)
                .one();
    }

    /** The settings as they were in a version. */
    public Optional<String> settings(long projectId, int version) {
        return handle.createQuery("""
                        select settings from project where id = :id and settings_version = :version
                        union all
                        select settings from project_settings where project_id = :id and version = :version""")
                .bind("id", projectId)
                .bind("version", version)
                .mapTo(String.class)
                .findOne();
    }

    /** Says that something of the project was written. Returns the new revision. */
    public long bumpRevision(long projectId) {
        return handle.createQuery("update project set revision = revision + 1 where id = :id returning revision")
                .bind("id", projectId)
                .mapTo(Long.class)
                .one();
    }

    public long revision(long projectId) {
        return handle.createQuery("select revision from project where id = :id")
                .bind("id", projectId)
                .mapTo(Long.class)
                .one();
    }

    private static ProjectRow project(ResultSet row) throws SQLException {
        return new ProjectRow(
                row.getLong("id"),
                row.getString("slug"),
                row.getString("repository_url"),
                row.getString("default_branch"),
                row.getString("settings"),
                row.getInt("settings_version"),
                row.getLong("revision"));
    }
}
