package dev.pawl.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token without its secret.
 *
 * @param projectId the project it is good for; {@code null} for all
 * @param branches glob of the branches that it may write ({@code *} for all)
 * @param expiresAt {@code null} if it does not expire
 */
public record TokenRow(
        long id,
        @Nullable Long projectId,
        String name,
        Scope scope,
        String branches,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    /** What a token is good for; each includes those before it. */
    public enum Scope {
        READ,
        UPLOAD,
        ADMIN
    }

    /** Whether the token is good for anything at a time. */
    public boolean isValid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
