package dev.pawl.server.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What forges sign their events with, one a project. */
public final class WebhookSecrets {

    private final Handle handle;

    WebhookSecrets(Handle handle) {
        this.handle = handle;
    }

    public Optional<String> find(long projectId) {
        return handle.createQuery("select secret from webhook_secret where project_id = :project")
                .bind("project", projectId)
                .mapTo(String.class)
                .findOne();
    }

    /** Sets it; what was signed with the one before is no longer believed. */
    public void put(long projectId, String secret, Instant now) {
        handle.execute(
                "insert or replace into webhook_secret (project_id, secret, created_at) values (?, ?, ?)",
                projectId,
                secret,
                now.toEpochMilli());
    }

    /** Returns false if there was none. */
    public boolean remove(long projectId) {
        return handle.execute("delete from webhook_secret where project_id = ?", projectId) > 0;
    }
}
