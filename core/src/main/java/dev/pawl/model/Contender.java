package dev.pawl.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The set of runs that is judged: one run and its reruns.
 *
 * @param series their measurements; one point a run
 */
public record Contender(Identity identity, Map<SeriesKey, Series> series) {

    public Contender {
        series = Map.copyOf(series);
    }

    /**
     * Which runs are judged.
     *
     * @param description for people: {@code pull request #12 at 9c01d2e on ci-linux}
     * @param runs ids, in order of arrival
     * @param complete whether everything that was announced has arrived
     */
    public record Identity(
            String description,
            @Nullable String branch,
            @Nullable String sha,
            @Nullable Integer pullRequest,
            @Nullable String testbed,
            List<String> runs,
            boolean complete) {
        public Identity {
            runs = List.copyOf(runs);
        }
    }
}
