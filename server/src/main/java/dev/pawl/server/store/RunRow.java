package dev.pawl.server.store;

import dev.pawl.model.Run;

/**
 * A run as it is stored.
 *
 * @param number of the run in this database, growing in order of arrival; its id is the name for others
 * @param shardsReceived how many shards have arrived; changes whenever the run's measurements do
 */
public record RunRow(long number, long projectId, Run run, State state, RunRequest request, int shardsReceived) {

    /** How far a run is. */
    public enum State {
        /** Shards are awaited. */
        WAITING,
        /** All shards have arrived. */
        COMPLETE,
        /** Shards did not arrive in time; one that comes later can still complete the run. */
        INCOMPLETE
    }

    /** The id of the run. */
    public String id() {
        return run.id();
    }
}
