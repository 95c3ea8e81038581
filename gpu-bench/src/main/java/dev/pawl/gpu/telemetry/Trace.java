package dev.pawl.gpu.telemetry;

import java.util.Arrays;

/** A quantity over time. Not safe to share between threads. */
final class Trace {

    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;

    /** @param time of {@link System#nanoTime()}, not before the one added last */
    void add(long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = value;
    }

    double[] all() {
        return Arrays.copyOf(values, size);
    }

    /** Seconds since the first. */
    double[] seconds() {
        double[] seconds = new double[size];
        for (int at = 0; at < size; at++) seconds[at] = (times[at] - times[0]) / 1e9;
        return seconds;
    }

    /** The values from one moment to another, both included. */
    double[] between(long from, long to) {
        double[] found = new double[size];
        int count = 0;
        for (int at = 0; at < size; at++) if (times[at] >= from && times[at] <= to) found[count++] = values[at];
        return Arrays.copyOf(found, count);
    }
}
