package dev.pawl.model;

import java.util.List;

/** One benchmark with everything that was measured of it in one run. */
public record BenchmarkResult(Benchmark benchmark, List<Measurement> measurements) {
    public BenchmarkResult {
        measurements = List.copyOf(measurements);
    }
}
