package dev.pawl.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token that is to be made; see {@link TokenRow}. */
public record NewToken(
        @Nullable Long projectId,
        String name,
        TokenRow.Scope scope,
        String branches,
        Instant createdAt,
        @Nullable Instant expiresAt) {}
