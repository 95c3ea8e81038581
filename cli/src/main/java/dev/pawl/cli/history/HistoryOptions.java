package dev.pawl.cli.history;

import dev.pawl.cli.git.GitFacts;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of a history that its file does not.
 *
 * @param branch of the runs that name none; {@code null} for the project's default branch
 * @param testbed of the runs that name none; {@code null} if nobody says it
 * @param suite of the benchmarks that name none
 * @param only the one list of a {@code data.js} that is meant; {@code null} for all
 * @param git the repository at hand, which may know how the commits follow each other
 */
public record HistoryOptions(
        @Nullable String branch,
        @Nullable String testbed,
        @Nullable String suite,
        @Nullable String only,
        @Nullable GitFacts git) {}
