package dev.pawl.gpu.suite;

/**
 * Between two events of the device, behind a blocking kernel, after NVIDIA's nvbench:
 *
 * <pre>flush, wait; stamp · block ┊ start · launch · end ┊ stamp; release</pre>
 */
final class DeviceTimer implements SampleTimer {

    /** One may be a pause of this process; where two in a row gave up, launches wait for the device. */
    private static final int MOST_LATE = 2;

    private final CudaDevice device;
    private final Runnable flush;
    private final ClockStamps stamps;
    private final BlockingKernel blocker;
    private boolean isBlocking = true;
    private int late;

    /** @param expectedSeconds about how long a launch takes */
    DeviceTimer(CudaDevice device, Runnable flush, double expectedSeconds) {
        this.device = device;
        this.flush = flush;
        stamps = new ClockStamps(device);
        // Shorter launches are held back until the clock can be told.
        double hold = Math.max(0, stamps.windowSeconds() - expectedSeconds);
        blocker = new BlockingKernel(device, Math.round(hold * 1e9));
        rehearse();
    }

    /** What is used for the first time may be loaded or allocated, for which the driver may wait for the device. */
    private void rehearse() {
        stamps.stampBefore();
        blocker.block();
        blocker.release();
        enqueue(() -> {});
        device.synchronize();
        late = blocker.gaveUp() ? 1 : 0;
    }

    /** Whether launches are still held back. Not once one waited for the device, as all do under some profilers. */
    boolean isBlocking() {
        return isBlocking;
    }

    /** From now on the host's enqueuing may be part of a sample. */
    void doNotBlock() {
        isBlocking = false;
    }

    @Override
    public Sample sample(Runnable launch) {
        stamps.clear();
        if (!isBlocking) {
            stamps.stampBefore();
            // The launch arrives while the device still flushes, which hides part of what it costs the host.
            flush.run();
            enqueue(launch);
            return finished();
        }
        flush.run();
        device.synchronize();
        stamps.stampBefore();
        blocker.block();
        try {
            enqueue(launch);
        } finally {
            blocker.release();
        }
        Sample sample = finished();
        if (!blocker.gaveUp()) {
            late = 0;
            return sample;
        }
        if (++late >= MOST_LATE) isBlocking = false;
        return sample(launch);
    }

    private void enqueue(Runnable launch) {
        device.markStart();
        launch.run();
        device.markEnd();
        stamps.stampAfter();
    }

    private Sample finished() {
        double seconds = device.secondsBetweenMarks();
        return new Sample(seconds, stamps.hertz());
    }
}
