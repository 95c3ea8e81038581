package dev.pawl.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a contender is compared with.
 *
 * @param choice which runs these are and why
 * @param series their measurements, oldest run first; a run without the benchmark simply has no point
 * @param levels what is known of their levels
 */
public record Baseline(Choice choice, Map<SeriesKey, Series> series, KnownLevels levels) {

    public Baseline {
        series = Map.copyOf(series);
    }

    /** A baseline of whose levels nothing is known. */
    public Baseline(Choice choice, Map<SeriesKey, Series> series) {
        this(choice, series, KnownLevels.NONE);
    }

    /** How the base runs were found. */
    public enum Source {
        /** The base branch up to the commit where the pull request left it (or that CI merged it with). */
        MERGE_BASE,
        /** The base branch's newest runs, because the merge base is unknown or has no run near it. */
        NEWEST_ON_BASE,
        /** The runs before this one on the same branch. */
        PREVIOUS,
        /** The newest runs of a branch that was asked for. */
        BRANCH,
        /** The runs of a release. */
        RELEASE,
        /** One run that was asked for. */
        RUN,
        /** Result files, offline. */
        FILES,
        /** There is nothing to compare with. */
        NONE
    }

    /**
     * Which runs the baseline is made of.
     *
     * @param description for people: {@code main at 3f2a1b0, 1 commit before the merge base}
     * @param branch branch of the runs, where one is meant
     * @param sha the newest commit among them
     * @param runs ids, oldest first
     * @param commitsApart commits between the wanted commit and {@code sha}; {@code null} if unknown
     */
    public record Choice(
            Source source,
            String description,
            @Nullable String branch,
            @Nullable String sha,
            List<String> runs,
            @Nullable Integer commitsApart) {
        public Choice {
            runs = List.copyOf(runs);
        }

        public static Choice none(String why) {
            return new Choice(Source.NONE, why, null, null, List.of(), null);
        }
    }
}
