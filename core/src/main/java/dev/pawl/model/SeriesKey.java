package dev.pawl.model;

/**
 * Identity of a series along a branch: benchmark, metric and testbed.
 *
 * @param metric {@link Metric#identity()}
 * @param testbed a stable label, never a CPU model
 */
public record SeriesKey(Benchmark benchmark, String metric, String testbed) {}
