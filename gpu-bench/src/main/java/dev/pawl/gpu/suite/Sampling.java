package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import dev.pawl.gpu.suite.SampleTimer.Sample;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Disturbance;
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
 * How a benchmark is measured, after NVIDIA's nvbench: each sample by itself with the cache flushed before, thrown away where
 * the device had lowered its clock; then many launches in a row as one graph.
 */
final class Sampling {

    /** As nvbench: a spread of half a percent is enough. */
    private static final double SMALL_SPREAD = 0.005;

    private static final long SMALLEST_FLUSH = 64L << 20;

    private static final int BATCHES = 5;

    private static final int LARGEST_BATCH = 1000;

    private static final String NOT_BLOCKED = "launches waited for the device, as they do under a profiler or with"
            + " CUDA_LAUNCH_BLOCKING, so that what they cost the host is part of the time";

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));
    private static final Metric BATCHED =
            new Metric("time.batched", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric CYCLES =
            new Metric("time.cycles", Unit.of("cycles"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric CLOCK =
            new Metric("gpu.clock.sm", Unit.of("Hz"), Direction.UNKNOWN, Role.INFORMATIONAL);
    private static final Metric BATCHED_CLOCK =
            new Metric("gpu.clock.batched", Unit.of("Hz"), Direction.UNKNOWN, Role.INFORMATIONAL);
    private static final Metric BANDWIDTH =
            new Metric("bandwidth", Unit.of("B/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING);

    private final CudaDevice device;
    private final Effort effort;

    Sampling(CudaDevice device, Effort effort) {
        this.device = device;
        this.effort = effort;
    }

    /** @param warnings what a reader of the result should know, one sentence each */
    record Measured(BenchmarkResult result, List<String> warnings) {}

    /**
     * Verifies the benchmark, then times it.
     *
     * @throws KernelException if it computes something else than it should, or fails
     */
    Measured measure(KernelBenchmark benchmark) {
        try {
            Prepared prepared = benchmark.preparation().apply(device);
            prepared.launch().run();
            device.synchronize();
            prepared.check().run();
            List<String> warnings = new ArrayList<>();
            List<Measurement> measurements = timed(benchmark, prepared.launch(), warnings);
            Benchmark identity = new Benchmark("", benchmark.name(), benchmark.params(), "", 0);
            return new Measured(
                    new BenchmarkResult(identity, measurements),
                    warnings.stream()
                            .map(warning -> identity.displayName() + ": " + warning)
                            .toList());
        } finally {
            device.release();
        }
    }

    private List<Measurement> timed(KernelBenchmark benchmark, Runnable launch, List<String> warnings) {
        long flushed = effort == Effort.TINY ? 1 << 16 : Math.max(SMALLEST_FLUSH, 2L * device.secondLevelCache());
        CUdeviceptr cache = device.allocate(flushed);
        Runnable flush = () -> device.clear(cache, flushed);
        HostTimer byHost = new HostTimer(device, flush);
        double expected = warmUp(byHost, launch);
        List<Measurement> measurements = new ArrayList<>();
        switch (benchmark.timedBy()) {
            case HOST ->
                measurements.add(measurement(TIME, singles(byHost, launch).seconds()));
            case DEVICE -> measurements.addAll(byDevice(new DeviceTimer(device, flush, expected), launch, warnings));
        }
        double seconds = measurements.get(0).value();
        // What is shorter than the clock's resolution has no rate.
        if (seconds > 0) addRates(measurements, benchmark, seconds);
        return measurements;
    }

    private List<Measurement> byDevice(DeviceTimer timer, Runnable launch, List<String> warnings) {
        Series singles = singles(timer, launch);
        if (!timer.isBlocking()) warnings.add(NOT_BLOCKED);
        Measurement time = measurement(TIME, singles.seconds());
        Series batches = batches(timer, launch, time.value(), warnings);
        List<Measurement> measurements = new ArrayList<>(List.of(time, measurement(BATCHED, batches.seconds())));
        ClockRecord clocks = singles.clocks();
        warnings.addAll(clocks.warnings("sample", "samples"));
        if (clocks.isKnown()) {
            measurements.add(measurement(CYCLES, clocks.cycles(singles.seconds())));
            measurements.add(measurement(CLOCK, clocks.hertz()));
        }
        ClockRecord batchClocks = batches.clocks();
        if (batchClocks.isKnown()) {
            // A clock that stays low is said once.
            if (!clocks.staysLow() || !batchClocks.staysLow())
                warnings.addAll(batchClocks.warnings("batch", "batches"));
            measurements.add(measurement(BATCHED_CLOCK, batchClocks.hertz()));
        }
        double disturbed = Math.max(clocks.disturbed(), batchClocks.disturbed());
        if (disturbed > 0) measurements.add(Disturbance.of(disturbed));
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

    /**
     * By time and not by number: clocks take their time to rise, however short the kernel.
     *
     * @return about how long a launch takes, in seconds
     */
    private double warmUp(SampleTimer timer, Runnable launch) {
        long end = System.nanoTime() + (long) (effort.warmUpSeconds() * 1e9);
        double seconds;
        do seconds = timer.sample(launch).seconds();
        while (System.nanoTime() < end);
        return seconds;
    }

    /** Samples that were kept, in the order of time, and the clock meanwhile. */
    private record Series(double[] seconds, ClockRecord clocks) {

        /** What of each sample one of so many equal parts took. */
        Series ofOneIn(int parts) {
            return new Series(Arrays.stream(seconds).map(all -> all / parts).toArray(), clocks);
        }
    }

    /** Of one launch each. */
    private Series singles(SampleTimer timer, Runnable launch) {
        return series(timer, launch, effort.fewestSamples(), effort.mostSamples());
    }

    private Series series(SampleTimer timer, Runnable launch, int fewest, int most) {
        double[] seconds = new double[most];
        double[] hertz = new double[seconds.length];
        boolean knowsClock = true;
        int count = 0;
        ThrottleGuard guard = new ThrottleGuard(device.highestClock(), effort.longestSeconds() / 2);
        long end = System.nanoTime() + (long) (effort.longestSeconds() * 1e9);
        while (count < seconds.length) {
            Sample sample = timer.sample(launch);
            if (!guard.keeps(sample)) {
                if (guard.hasGivenUp()) {
                    // What was taken between rests is of another clock than what follows without them.
                    count = 0;
                    warmUp(timer, launch);
                }
                continue;
            }
            knowsClock &= sample.hertz().isPresent();
            hertz[count] = sample.hertz().orElse(0);
            seconds[count++] = sample.seconds();
            if (count < fewest) continue;
            if (System.nanoTime() >= end || spread(Arrays.copyOf(seconds, count)) <= SMALL_SPREAD) break;
        }
        double[] clocks = Arrays.copyOf(hertz, knowsClock ? count : 0);
        return new Series(
                Arrays.copyOf(seconds, count), new ClockRecord(clocks, device.highestClock(), guard.discarded()));
    }

    /** Of many launches in a row, each time that of one of them. */
    private Series batches(DeviceTimer timer, Runnable launch, double seconds, List<String> warnings) {
        int launches = (int) Math.max(1, Math.min(LARGEST_BATCH, effort.batchSeconds() / Math.max(seconds, 1e-9)));
        Runnable batch = () -> {
            for (int i = 0; i < launches; i++) launch.run();
        };
        try (LaunchGraph graph = LaunchGraph.of(device, batch)) {
            // The first launch brings the graph to the device.
            graph.launch();
            device.synchronize();
            return series(timer, graph::launch, BATCHES, BATCHES).ofOneIn(launches);
        } catch (KernelException refused) {
            warnings.add("the driver takes no graph (" + refused.getMessage()
                    + "), so that time.batched was measured launch by launch");
            // So many at once would fill the device's queue, and the host would wait for its blocking kernel.
            timer.doNotBlock();
            return series(timer, batch, BATCHES, BATCHES).ofOneIn(launches);
        }
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
