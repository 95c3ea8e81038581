package dev.pawl.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an alert.
 *
 * @param by who did it: a person, a token's name, or {@code pawl}
 */
public record AlertChange(
        AlertRow.State state, String by, @Nullable String reason, Instant at) {}
