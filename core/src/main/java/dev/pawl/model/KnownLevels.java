package dev.pawl.model;

import java.util.List;
import java.util.Map;

/**
 * What is known of the levels of base runs beside what their values show: which of them ran under what the contender runs under,
 * and which changes somebody accepted.
 *
 * <p>Runs before a level that is known to have begun do not tell where the baseline is now. They still tell the noise, each as its
 * deviation from its own level, except those on another GPU, which tell nothing.
 *
 * @param elsewhere base runs that ran under another {@link LevelFacts}, by id: a number for each such stretch of runs, or
 *     {@link #NO_SAY}. Those that are absent ran under the contender's
 * @param accepted changes of level that somebody accepted, by series
 */
public record KnownLevels(Map<String, Integer> elsewhere, Map<SeriesKey, List<Step>> accepted) {

    /** Nothing is known: the values have to show it. */
    public static final KnownLevels NONE = new KnownLevels(Map.of(), Map.of());

    /** In the place of a stretch's number: the run tells neither level nor noise. */
    public static final int NO_SAY = -1;

    public KnownLevels {
        elsewhere = Map.copyOf(elsewhere);
        accepted = Map.copyOf(accepted);
    }

    /**
     * A change of level.
     *
     * @param sha the commit whose run begins the new level; a pull request's is rarely found on the branch that it was merged into
     * @param from level before, in base units
     * @param to level from there on
     */
    public record Step(String sha, double from, double to) {}

    public boolean isEmpty() {
        return elsewhere.isEmpty() && accepted.isEmpty();
    }
}
