package dev.pawl.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be sent, or was.
 *
 * @param channel where to ({@code slack}, {@code webhook:3})
 * @param event what about
 * @param payload JSON text
 * @param attempts how often it was tried without success
 */
public record DeliveryRow(
        long id,
        String channel,
        String event,
        String payload,
        State state,
        int attempts,
        Instant dueAt,
        @Nullable String lastError,
        Instant createdAt) {

    /** What became of it. */
    public enum State {
        PENDING,
        DELIVERED,
        /** Given up. */
        DEAD
    }
}
