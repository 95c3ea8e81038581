package dev.pawl.gpu.command;

import dev.pawl.gpu.telemetry.GpuRecord;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one execution of a command came to.
 *
 * @param seconds from its start to its end
 * @param metrics what it printed, in order
 * @param memoryPeak the most resident memory that all its processes had together, in bytes
 * @param memoryGrowth how fast that grew, in bytes per second
 */
record Execution(
        double seconds,
        List<MetricLine> metrics,
        OptionalDouble memoryPeak,
        OptionalDouble memoryGrowth,
        GpuRecord gpu) {
    Execution {
        metrics = List.copyOf(metrics);
    }
}
