package dev.pawl.server.store;

import dev.pawl.model.Point;
import org.jspecify.annotations.Nullable;

/**
 * One point of a series with what a chart shows of it.
 *
 * @param placed the run and commit, and how sure its place is
 * @param lower lower bound of the tool's confidence interval in base units, if it gave one
 * @param upper upper bound, likewise
 */
public record HistoryPoint(
        PlacedRun placed,
        Point point,
        @Nullable Double lower,
        @Nullable Double upper) {}
