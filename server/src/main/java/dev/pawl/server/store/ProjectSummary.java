package dev.pawl.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project with what its entry in a list shows.
 *
 * @param openAlerts alerts that are open or acknowledged
 */
public record ProjectSummary(
        ProjectRow project,
        long runs,
        int openAlerts,
        @Nullable Instant lastRunAt) {}
