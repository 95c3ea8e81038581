package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import dev.pawl.stats.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jcuda.driver.CUdeviceptr;

/**
 * How a benchmark is timed, after NVIDIA's nvbench: each sample by itself with the cache flushed before, between two events of
 * the device; then many launches in a row between two events.
 *
 * <p>The flush is enqueued before the first event, so that the launch arrives while the device is still busy with it, and what
 * it costs the host to enqueue is not part of the sample.
 */
final class Sampling {

    /** As nvbench: a spread of half a percent is enough. */
    private static final double SMALL_SPREAD = 0.005;

    private static final long SMALLEST_FLUSH = 64L << 20;

    private static final int BATCHES = 5;

    private static final double BATCH_SECONDS = 0.05;

    private static final int LARGEST_BATCH = 1000;

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));
    private static final Metric BATCHED =
            new Metric("time.batched", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric BANDWIDTH =
            new Metric("bandwidth", Unit.of("B/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING);

    private final CudaDevice device;
    private final Effort effort;

    Sampling(CudaDevice device, Effort effort) {
        this.device = device;
        this.effort = effort;
    }

    /**
     * Verifies the benchmark, then times it.
     *
     * @throws KernelException if it computes something else than it should, or fails
     */
    BenchmarkResult measure(KernelBenchmark benchmark) {
        try {
            Prepared prepared = benchmark.preparation().apply(device);
            prepared.launch().run();
            device.synchronize();
            prepared.check().run();
            return new BenchmarkResult(
                    new Benchmark("", benchmark.name(), benchmark.params(), "", 0), measurements(benchmark, prepared));
        } finally {
            device.release();
        }
    }

    private List<Measurement> measurements(KernelBenchmark benchmark, Prepared prepared) {
        long flushed = effort == Effort.TINY ? 1 << 16 : Math.max(SMALLEST_FLUSH, 2L * device.secondLevelCache());
        CUdeviceptr cache = device.allocate(flushed);
        Runnable flush = () -> device.clear(cache, flushed);
        warmUp(prepared.launch(), flush);
        Measurement time = measurement(TIME, cold(prepared.launch(), flush));
        Measurement batched = measurement(BATCHED, batched(prepared.launch(), time.value()));
        List<Measurement> measurements = new ArrayList<>(List.of(time, batched));
        // What is shorter than the clock's resolution has no rate.
        if (time.value() > 0) addRates(measurements, benchmark, time.value());
        return measurements;
    }

    private static void addRates(List<Measurement> to, KernelBenchmark benchmark, double seconds) {
        if (benchmark.bytes() > 0) to.add(Measurement.of(BANDWIDTH, benchmark.bytes() / seconds));
        if (benchmark.operations() > 0) {
            Metric rate =
                    new Metric("rate", Unit.of(benchmark.rateUnit()), Direction.HIGHER_IS_BETTER, Role.SUPPORTING);
            to.add(Measurement.of(rate, benchmark.operations() / seconds));
        }
    }

    /** By time and not by number: clocks take their time to rise, however short the kernel. */
    private void warmUp(Runnable launch, Runnable flush) {
        long end = System.nanoTime() + (long) (effort.warmUpSeconds() * 1e9);
        do device.seconds(flush, launch);
        while (System.nanoTime() < end);
    }

    private double[] cold(Runnable launch, Runnable flush) {
        double[] samples = new double[effort.mostSamples()];
        int count = 0;
        long end = System.nanoTime() + (long) (effort.longestSeconds() * 1e9);
        while (count < samples.length) {
            samples[count++] = device.seconds(flush, launch);
            if (count < effort.fewestSamples()) continue;
            if (System.nanoTime() >= end || spread(Arrays.copyOf(samples, count)) <= SMALL_SPREAD) break;
        }
        return Arrays.copyOf(samples, count);
    }

    private double[] batched(Runnable launch, double seconds) {
        int launches = (int) Math.max(1, Math.min(LARGEST_BATCH, BATCH_SECONDS / Math.max(seconds, 1e-9)));
        Runnable batch = () -> {
            for (int i = 0; i < launches; i++) launch.run();
        };
        double[] samples = new double[BATCHES];
        for (int i = 0; i < samples.length; i++) samples[i] = device.seconds(() -> {}, batch) / launches;
        return samples;
    }

    /** Standard deviation as a share of the mean. */
    static double spread(double[] samples) {
        double mean = Arrays.stream(samples).average().orElse(0);
        return mean == 0 ? 0 : deviation(samples, mean) / mean;
    }

    private static double deviation(double[] samples, double mean) {
        double squares = Arrays.stream(samples)
                .map(sample -> (sample - mean) * (sample - mean))
                .sum();
        return samples.length < 2 ? 0 : Math.sqrt(squares / (samples.length - 1));
    }

    private static Measurement measurement(Metric metric, double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double mean = Arrays.stream(samples).average().orElse(0);
        return new Measurement(
                metric,
                Median.of(sorted),
                null,
                null,
                deviation(samples, mean),
                null,
                samples.length,
                Samples.of(samples),
                new TreeMap<>(Map.of("mean", mean, "min", sorted[0], "max", sorted[sorted.length - 1])));
    }
}
