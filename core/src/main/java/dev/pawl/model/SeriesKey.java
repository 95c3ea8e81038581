package dev.pawl.model;

import org.jspecify.annotations.Nullable;

/**
 * Identity of a series along a branch: benchmark, metric and testbed.
 *
 * @param metric {@link Metric#identity()}
 * @param testbed a stable label, never a CPU model
 */
public record SeriesKey(Benchmark benchmark, String metric, String testbed) {

    // By hand for the sake of start-up time; see Benchmark.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeriesKey that
                && benchmark.equals(that.benchmark)
                && metric.equals(that.metric)
                && testbed.equals(that.testbed);
    }

    @Override
    public int hashCode() {
        int hash = benchmark.hashCode();
        hash = 31 * hash + metric.hashCode();
        return 31 * hash + testbed.hashCode();
    }
}
