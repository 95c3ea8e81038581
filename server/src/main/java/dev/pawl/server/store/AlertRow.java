package dev.pawl.server.store;

import dev.pawl.model.Metric;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is stored.
 *
 * @param firstRun id of the run that raised it
 * @param lastRun id of the newest run that showed it
 * @param evidence one sentence, as the report worded it when the alert was raised or last seen
 */
public record AlertRow(
        long id,
        long projectId,
        SeriesId seriesId,
        SeriesKey series,
        Metric metric,
        String branch,
        @Nullable Integer pullRequest,
        State state,
        Severity severity,
        String firstRun,
        String lastRun,
        String evidence,
        Instant openedAt,
        Instant updatedAt) {

    /** Where an alert is in its life. */
    public enum State {
        /** Needs a person. */
        OPEN,
        /** A person has seen it. */
        ACKNOWLEDGED,
        /** The change is wanted; the new level is the level. */
        ACCEPTED,
        /** It was none. */
        DISMISSED,
        /** The series is back. */
        RESOLVED;

        /** Whether something is still to be done; a series has one such alert at most. */
        public boolean isStanding() {
            return this == OPEN || this == ACKNOWLEDGED;
        }
    }
}
