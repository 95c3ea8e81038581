package dev.pawl.gpu.command;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Memory over time. Not safe to share between threads. */
final class MemoryTrace {

    private long[] times = new long[256];
    private double[] bytes = new double[256];
    private int size;

    /**
     * @param time of {@link System#nanoTime()}, not before the one added last
     */
    void add(long time, double held) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        times[size] = time;
        bytes[size++] = held;
    }

    OptionalDouble peak() {
        return Arrays.stream(bytes, 0, size).max();
    }

    /** In bytes per second; empty if the trace is too short to tell. */
    OptionalDouble growth() {
        double[] seconds = new double[size];
        for (int at = 0; at < size; at++) seconds[at] = (times[at] - times[0]) / 1e9;
        return Growth.of(seconds, Arrays.copyOf(bytes, size));
    }
}
