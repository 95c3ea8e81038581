package dev.pawl.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant; {@code null} leaves a criterion open.
 *
 * @param withExcluded whether those that tell nothing true are meant too
 */
public record RunFilter(
        @Nullable String branch,
        @Nullable String testbed,
        @Nullable Integer pullRequest,
        @Nullable String release,
        boolean withExcluded) {

    /** Every run, excluded ones too. */
    public static final RunFilter ALL = new RunFilter(null, null, null, null, true);

    /** One for runs that were not excluded. */
    public RunFilter(
            @Nullable String branch,
            @Nullable String testbed,
            @Nullable Integer pullRequest,
            @Nullable String release) {
        this(branch, testbed, pullRequest, release, false);
    }
}
