package dev.pawl.server.store;

import dev.pawl.model.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is stored.
 *
 * @param assignee who looks after it
 */
public record AlertRow(
        long projectId,
        SeriesId seriesId,
        Alert alert,
        Instant updatedAt,
        @Nullable String assignee) {}
