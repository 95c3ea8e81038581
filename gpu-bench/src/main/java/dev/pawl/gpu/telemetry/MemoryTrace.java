package dev.pawl.gpu.telemetry;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Memory over time. Not safe to share between threads. */
public final class MemoryTrace {

    private final Trace bytes = new Trace();

    /**
     * @param time of {@link System#nanoTime()}, not before the one added last
     */
    public void add(long time, double held) {
        bytes.add(time, held);
    }

    public OptionalDouble peak() {
        return Arrays.stream(bytes.all()).max();
    }

    /** In bytes per second; empty if the trace is too short to tell. */
    public OptionalDouble growth() {
        return Growth.of(bytes.seconds(), bytes.all());
    }
}
