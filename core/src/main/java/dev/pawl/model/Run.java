package dev.pawl.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The results of one commit on one testbed from one CI attempt; the results themselves are kept by series. Project, testbed
 * and key are its identity: everything that is uploaded under them becomes one run.
 *
 * @param id assigned by the store; {@code run:ID} names it on the command line
 * @param key which attempt this is; by default the CI run id and attempt
 * @param branch the branch that was measured; for a pull request its head branch
 * @param sha the commit whose change is judged; for a pull request its head, not the synthetic merge
 * @param pullRequest number of the pull request, if any
 * @param baseBranch branch that the pull request wants to enter, if any
 * @param mergeBase the commit of the base branch that the measured code contains, where CI knows it
 * @param release name of the release that this run measured, if any
 * @param environment {@link Environment#hash()}
 * @param complete whether all shards have arrived; "missing" is judged only then
 * @param receivedAt when the first shard was stored
 */
public record Run(
        String id,
        String project,
        String testbed,
        String key,
        String branch,
        String sha,
        @Nullable Integer pullRequest,
        @Nullable String baseBranch,
        @Nullable String mergeBase,
        @Nullable String release,
        Trust trust,
        String environment,
        boolean complete,
        Instant receivedAt) {}
