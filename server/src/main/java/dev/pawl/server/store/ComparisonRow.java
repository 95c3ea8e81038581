package dev.pawl.server.store;

import dev.pawl.model.Comparison;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is currently said of a contender.
 *
 * @param runId the contender; of several runs the newest
 * @param wantedSha the base commit that was wanted; where the baseline is another one, a base run that arrives late makes this
 *     worth computing again
 * @param stale whether it is to be computed again
 */
public record ComparisonRow(
        String runId, @Nullable String wantedSha, boolean stale, Instant computedAt, Comparison comparison) {}
