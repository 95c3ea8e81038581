package dev.pawl.server.store;

import org.jspecify.annotations.Nullable;

/**
 * A change of level that the detector suspects, has confirmed or has withdrawn. Runs are named by their numbers in the store.
 *
 * @param raisedRun the run that raised the flag; identity within the series
 * @param firstRun the first run of the new level
 * @param lastRun the last run of the old level; {@code null} where that is not kept
 * @param change new level / old level − 1
 */
public record ChangePointRow(
        SeriesId series,
        long raisedRun,
        long firstRun,
        @Nullable Long lastRun,
        State state,
        boolean worse,
        double change) {

    /** How sure the change is. */
    public enum State {
        RAISED,
        CONFIRMED,
        WITHDRAWN
    }

    /** The same with the commits that people know. */
    public record Named(
            ChangePointRow row,
            String raisedSha,
            String firstSha,
            @Nullable String lastSha,
            String runId) {}
}
