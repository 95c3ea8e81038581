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

    /** A part of a device (MIG) has some of its multiprocessors, under their own numbers; no device has so many. */
    private static final int NUMBERS = 1024;

    /** Two stamps so many steps of the device's time apart tell the clock to a fraction of a percent. */
    private static final int STEPS = 500;

    private static final double SHORTEST_WINDOW_SECONDS = 100e-6;

    /** Where time advances by milliseconds, the clock is only known to some percent, which is better than waiting. */
    private static final double LONGEST_WINDOW_SECONDS = 10e-3;

    private static final long BYTES_OF_HALF = (long) LONGS_PER_STAMP * Long.BYTES * NUMBERS;

    private final CudaDevice device;
    private final CUdeviceptr stamps;
    private final Runnable before;
    private final Runnable after;

    ClockStamps(CudaDevice device) {
        this.device = device;
        stamps = device.allocate(2 * BYTES_OF_HALF);
        before = stampInto(stamps);
        after = stampInto(stamps.withByteOffset(BYTES_OF_HALF));
    }

    /** How long a sample must be, at least, for its clock to be known well. Waits for the device. */
    double windowSeconds() {
        device.kernel(1, 1, 1, KernelCode.TIMING, "tick", stamps).run();
        device.synchronize();
        long[] step = new long[1];
        device.download(Pointer.to(step), stamps, 0, Long.BYTES);
        return Math.min(LONGEST_WINDOW_SECONDS, Math.max(SHORTEST_WINDOW_SECONDS, STEPS * 1e-9 * step[0]));
    }

    private Runnable stampInto(CUdeviceptr half) {
        return device.kernel(device.multiprocessors(), 1, 1, KernelCode.TIMING, "stamp", half, NUMBERS);
    }

    /** Enqueues that the stamps of the sample before are forgotten. */
    void clear() {
        device.clear(stamps, 2 * BYTES_OF_HALF);
    }

    void stampBefore() {
        before.run();
    }

    void stampAfter() {
        after.run();
    }

    /** The clock between the two stamps, in hertz. Waits for the device. */
    OptionalDouble hertz() {
        long[] found = new long[2 * LONGS_PER_STAMP * NUMBERS];
        device.download(Pointer.to(found), stamps, 0, 2 * BYTES_OF_HALF);
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
