package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * A measurement as it is stored.
 *
 * @param measurement in base units; its samples are {@link dev.pawl.model.Samples#NONE}: ask for them by themselves
 * @param spread standard deviation of the samples inside the run, in base units
 * @param hasSamples whether samples are still kept
 */
public record StoredMeasurement(
        long benchmarkId,
        long metricId,
        Benchmark benchmark,
        Measurement measurement,
        @Nullable Double spread,
        boolean hasSamples) {}
