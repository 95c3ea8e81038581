package dev.pawl.server.store;

import org.jspecify.annotations.Nullable;

/** Which runs are meant; {@code null} leaves a criterion open. */
public record RunFilter(
        @Nullable String branch,
        @Nullable String testbed,
        @Nullable Integer pullRequest,
        @Nullable String release) {

    /** Every run. */
    public static final RunFilter ALL = new RunFilter(null, null, null, null);
}
