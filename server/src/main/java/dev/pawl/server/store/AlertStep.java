package dev.pawl.server.store;

import dev.pawl.model.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an alert.
 *
 * @param by who did it: a person, a token's name, or {@code pawl}
 */
public record AlertStep(
        Alert.State state, String by, @Nullable String reason, Instant at) {}
