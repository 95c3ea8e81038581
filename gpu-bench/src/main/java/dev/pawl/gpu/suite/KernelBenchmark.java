package dev.pawl.gpu.suite;

import java.util.Map;
import java.util.function.Function;

/**
 * One thing to be measured.
 *
 * @param params sizes, which are part of the benchmark's identity
 * @param bytes read and written by one launch; 0 where it is not memory that matters
 * @param operations of one launch, in {@code rateUnit} times seconds; 0 where there is nothing to count
 * @param rateUnit such as {@code FLOP/s}
 * @param timedBy whose clock tells how long it takes
 * @param preparation allocates and fills
 */
record KernelBenchmark(
        String name,
        Map<String, String> params,
        double bytes,
        double operations,
        String rateUnit,
        TimedBy timedBy,
        Function<CudaDevice, Prepared> preparation) {

    enum TimedBy {
        /** What is enqueued and returns at once. */
        DEVICE,
        /** What the host does itself, or waits for. */
        HOST
    }

    /** What the device times. */
    KernelBenchmark(
            String name,
            Map<String, String> params,
            double bytes,
            double operations,
            String rateUnit,
            Function<CudaDevice, Prepared> preparation) {
        this(name, params, bytes, operations, rateUnit, TimedBy.DEVICE, preparation);
    }

    /**
     * What is ready to be timed.
     *
     * @param launch enqueues the work; may be called again and again
     * @param check throws {@link KernelException} if what the first launch left behind is wrong
     */
    record Prepared(Runnable launch, Runnable check) {}

    static KernelBenchmark moving(
            String name, Map<String, String> params, double bytes, Function<CudaDevice, Prepared> preparation) {
        return new KernelBenchmark(name, params, bytes, 0, "op/s", preparation);
    }

    /** Under which name the process of its group leaves what it found; one that no two of a group share. */
    String file(int position) {
        return position + "-" + name;
    }
}
