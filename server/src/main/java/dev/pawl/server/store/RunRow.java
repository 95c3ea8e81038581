package dev.pawl.server.store;

import dev.pawl.model.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is stored.
 *
 * @param number of the run in this database, growing in order of arrival; its id is the name for others
 * @param shardsReceived how many shards have arrived; changes whenever the run's measurements do
 * @param exclusion who took it out; {@code null} if nobody did
 */
public record RunRow(
        long number,
        long projectId,
        Run run,
        State state,
        RunRequest request,
        int shardsReceived,
        @Nullable Exclusion exclusion) {

    /**
     * That a run tells nothing true: it is shown, and nothing is compared with it.
     *
     * @param by a person, or a token's name
     */
    public record Exclusion(Instant at, String by, String because) {}

    /** How far a run is. */
    public enum State {
        /** Shards are awaited. */
        WAITING,
        /** All shards have arrived. */
        COMPLETE,
        /** Shards did not arrive in time; one that comes later can still complete the run. */
        INCOMPLETE
    }

    public boolean isExcluded() {
        return exclusion != null;
    }

    /** The id of the run. */
    public String id() {
        return run.id();
    }
}
