package dev.pawl.server.store;

import dev.pawl.model.Baseline;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as it is stored: the whole of it as JSON, and beside it what lists and queries need.
 *
 * @param runId the contender; of several runs the newest
 * @param baselineSha the newest base commit that was used, if there was a baseline
 * @param wantedSha the base commit that was wanted; where it differs, a base run that arrives late makes this worth computing
 *     again
 * @param severity of the worst proven regression
 * @param counts headline measurements by verdict
 * @param stale whether it is to be computed again
 */
public record ComparisonRow(
        String runId,
        Baseline.Source baselineSource,
        @Nullable String baselineSha,
        @Nullable String wantedSha,
        int engineVersion,
        int settingsVersion,
        @Nullable Severity severity,
        Map<Verdict, Integer> counts,
        boolean stale,
        Instant computedAt,
        String json) {

    public ComparisonRow {
        EnumMap<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) all.put(verdict, counts.getOrDefault(verdict, 0));
        counts = Map.copyOf(all);
    }
}
