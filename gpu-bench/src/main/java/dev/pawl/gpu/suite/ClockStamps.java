package dev.pawl.gpu.suite;

import dev.pawl.stats.Median;
import java.util.Arrays;
import java.util.OptionalDouble;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/**
 * Measures the clock of the multiprocessors around a sample: each writes down its count of cycles and the device's time before
 * and after it.
 */
final class ClockStamps {

    /** Nanoseconds and cycles. */
    private static final int LONGS_PER_STAMP = 2;

    private final CudaDevice device;
    private final int multiprocessors;
    private final CUdeviceptr stamps;
    private final Runnable before;
    private final Runnable after;

    ClockStamps(CudaDevice device) {
        this.device = device;
        multiprocessors = device.multiprocessors();
        stamps = device.allocate(2 * bytesOfHalf());
        before = stampInto(stamps);
        after = stampInto(stamps.withByteOffset(bytesOfHalf()));
    }

    private Runnable stampInto(CUdeviceptr half) {
        return device.kernel(multiprocessors, 1, 1, KernelCode.TIMING, "stamp", half, multiprocessors);
    }

    private long bytesOfHalf() {
        return (long) LONGS_PER_STAMP * Long.BYTES * multiprocessors;
    }

    /** Enqueues that the stamps of the sample before are forgotten. */
    void clear() {
        device.clear(stamps, 2 * bytesOfHalf());
    }

    void stampBefore() {
        before.run();
    }

    void stampAfter() {
        after.run();
    }

    /** The clock between the two stamps, in hertz. Waits for the device. */
    OptionalDouble hertz() {
        long[] found = new long[2 * LONGS_PER_STAMP * multiprocessors];
        device.download(Pointer.to(found), stamps, 0, (long) found.length * Long.BYTES);
        return hertz(found);
    }

    /**
     * Median over the multiprocessors that both stamps came to. Nothing promises that a block comes to each.
     *
     * @param stamps nanoseconds and cycles of each multiprocessor before, then the same after; 0 where there is none
     */
    static OptionalDouble hertz(long[] stamps) {
        int half = stamps.length / 2;
        double[] clocks = new double[half / LONGS_PER_STAMP];
        int count = 0;
        for (int i = 0; i < half; i += LONGS_PER_STAMP) {
            if (stamps[i] == 0 || stamps[half + i] == 0) continue;
            double nanoseconds = stamps[half + i] - stamps[i];
            double cycles = stamps[half + i + 1] - stamps[i + 1];
            if (nanoseconds > 0 && cycles > 0) clocks[count++] = cycles / nanoseconds * 1e9;
        }
        if (count == 0) return OptionalDouble.empty();
        double[] sorted = Arrays.copyOf(clocks, count);
        Arrays.sort(sorted);
        return OptionalDouble.of(Median.of(sorted));
    }
}
