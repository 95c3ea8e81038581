package dev.pawl.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A regression on a branch that needs a person. There is one at a time for a series on a branch.
 *
 * @param metric with the unit that people see
 * @param severity the worst that was seen while it was open
 * @param change relative change when it was opened or last got worse
 * @param baseline centre of the baseline then, in base units: the level to return to
 * @param sha the first measured commit of the slower level, as far as is known
 * @param runId the run of that commit
 * @param confirmedAt when more than one upload, or an absolute limit, spoke for it; {@code null} while it is a suspicion that
 *     nobody is told of
 * @param lastGoodSha the last measured commit before {@code sha}: the culprit comes after it; {@code null} where that is unknown
 * @param creep how the level crept away from {@code lastGoodSha}; {@code null} if it changed in one step
 */
public record Alert(
        long id,
        SeriesKey series,
        Metric metric,
        String branch,
        State state,
        Severity severity,
        double change,
        @Nullable Double baseline,
        String sha,
        String runId,
        Instant openedAt,
        @Nullable Instant confirmedAt,
        @Nullable String lastGoodSha,
        @Nullable Creep creep) {

    /**
     * A level that got worse in many steps, none of which was large enough to be found.
     *
     * @param release that was the last one on the old level; {@code null} if none is known
     * @param runs how many runs it took
     */
    public record Creep(@Nullable String release, long runs) {}

    /** Where an alert is in its life. */
    public enum State {
        /** Nobody has looked yet. */
        OPEN,
        /** Somebody is on it. */
        ACKNOWLEDGED,
        /** The slower level is wanted, and the new normal. */
        ACCEPTED,
        /** It was a false alarm. */
        DISMISSED,
        /** The level has returned. */
        RESOLVED;

        /** Whether it still waits for the level to return, so that no second alert is opened. */
        public boolean isPending() {
            return this == OPEN || this == ACKNOWLEDGED || this == DISMISSED;
        }
    }
}
