package dev.pawl.server.store;

import org.jspecify.annotations.Nullable;

/**
 * What an uploader says of a run beside its identity.
 *
 * @param shardCount how many shards make the run complete, at least 1
 * @param baseline the baseline that was asked for ({@code release:v1.2}); {@code null} for the default
 * @param attempt which attempt of the CI job this is, from 1
 * @param jobUrl address of the CI job
 * @param clientVersion version of the program that uploaded
 * @param backdated whether this is a run of the past: dated when it was measured, not when it arrived, and nobody is told of it
 */
public record RunRequest(
        int shardCount,
        @Nullable String baseline,
        @Nullable Integer attempt,
        @Nullable String jobUrl,
        @Nullable String clientVersion,
        boolean backdated) {

    public RunRequest {
        if (shardCount < 1) throw new IllegalArgumentException("a run has at least 1 shard, not " + shardCount);
    }

    /** Of a run of the present. */
    public RunRequest(
            int shardCount,
            @Nullable String baseline,
            @Nullable Integer attempt,
            @Nullable String jobUrl,
            @Nullable String clientVersion) {
        this(shardCount, baseline, attempt, jobUrl, clientVersion, false);
    }

    /** One shard, everything else unsaid. */
    public static RunRequest plain() {
        return new RunRequest(1, null, null, null, null);
    }
}
