package dev.pawl.server.pipeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody notes on the time axis of a project.
 *
 * @param branch {@code null} if it concerns all
 * @param time when it happened; {@code null} for now, and then an equal note that is there already is the same one
 * @param bodyHash of the request, for its idempotency key
 * @param idempotencyKey of the request, if it has one
 */
public record Note(
        String kind,
        String text,
        @Nullable String branch,
        @Nullable String sha,
        @Nullable Instant time,
        String bodyHash,
        @Nullable String idempotencyKey) {}
