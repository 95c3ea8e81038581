package dev.pawl.detect;

/**
 * The first point of a new level in a series.
 *
 * @param index 0-based position of that point in the series
 * @param raisedAt position of the point at which the change was first suspected; not before {@code index} by much, and for a
 *     whole history that is looked back upon the same as {@code index}
 * @param worse whether the new level is worse; a series whose direction is unknown has worse changes both ways
 * @param change new level / old level − 1; in hindsight NaN where the old level is zero or has the other sign
 */
public record ChangePoint(long index, long raisedAt, boolean worse, double change) {}
