package dev.pawl.detect;

import org.jspecify.annotations.Nullable;

/**
 * What one more point says of creeping.
 *
 * @param state what to hand in with the next point
 * @param isRamp whether a change that the detector confirmed with this point came in many small steps, so that it is no change of
 *     level to be told by itself
 * @param total how far the level has crept in all, where that is news; {@code null} if there is none
 * @param further how far since creeping was told last; {@code null} if it is told for the first time
 */
public record Creep(
        CreepState state,
        boolean isRamp,
        @Nullable Distance total,
        @Nullable Distance further) {

    /**
     * How far a level is from where it was.
     *
     * @param change level now / level then − 1
     * @param from the level then, in base units
     * @param since position of the last point on that level, as far as is known
     */
    public record Distance(double change, double from, long since) {}
}
