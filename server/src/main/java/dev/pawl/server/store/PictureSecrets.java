package dev.pawl.server.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What addresses of pictures are signed with, one a project. A project has none until one is needed, and none where somebody
 * switched pictures off.
 */
public final class PictureSecrets {

    private static final int SECRET_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Handle handle;

    PictureSecrets(Handle handle) {
        this.handle = handle;
    }

    public Optional<String> find(long projectId) {
        return handle.createQuery(
                        "select secret from picture_secret where project_id = :project and secret is not null")
                .bind("project", projectId)
                .mapTo(String.class)
                .findOne();
    }

    /** Whether somebody decided that the project hands out no pictures. */
    public boolean isOff(long projectId) {
        return handle.createQuery("select count(*) from picture_secret where project_id = :project and secret is null")
                        .bind("project", projectId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** The secret, made if there was never one; empty where pictures are switched off. */
    public Optional<String> findOrMake(long projectId, Instant now) {
        handle.execute(
                "insert or ignore into picture_secret (project_id, secret, created_at) values (?, ?, ?)",
                projectId,
                newSecret(),
                now.toEpochMilli());
        return find(projectId);
    }

    /** Makes another secret: what was signed with the one before opens nothing any more. */
    public void renew(long projectId, Instant now) {
        put(projectId, newSecret(), now);
    }

    /** Hands out nothing any more, and opens nothing that was handed out. */
    public void switchOff(long projectId, Instant now) {
        put(projectId, null, now);
    }

    private void put(long projectId, @Nullable String secret, Instant now) {
        handle.execute(
                "insert or replace into picture_secret (project_id, secret, created_at) values (?, ?, ?)",
                projectId,
                secret,
                now.toEpochMilli());
    }

    private static String newSecret() {
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
