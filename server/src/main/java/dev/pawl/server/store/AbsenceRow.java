package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not come any more.
 *
 * @param benchmarkId of what runs do not measure any more; {@code null} where it is the runs that do not come
 * @param benchmark likewise
 * @param runId the last run that was there
 */
public record AbsenceRow(
        long id,
        long projectId,
        long testbedId,
        String testbed,
        @Nullable Long benchmarkId,
        @Nullable Benchmark benchmark,
        State state,
        String runId,
        Instant openedAt,
        Instant updatedAt) {

    /** Where an absence is in its life. */
    public enum State {
        OPEN,
        /** Nobody wants to hear of it. */
        DISMISSED,
        /** It is back, or was renamed. */
        RESOLVED
    }
}
