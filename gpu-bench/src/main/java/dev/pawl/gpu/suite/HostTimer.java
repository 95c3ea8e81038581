package dev.pawl.gpu.suite;

import java.util.OptionalDouble;

/** By the host's clock: for what the host waits for, or does itself. */
final class HostTimer implements SampleTimer {

    private final CudaDevice device;
    private final Runnable flush;

    HostTimer(CudaDevice device, Runnable flush) {
        this.device = device;
        this.flush = flush;
    }

    @Override
    public Sample sample(Runnable launch) {
        flush.run();
        device.synchronize();
        long start = System.nanoTime();
        launch.run();
        device.synchronize();
        return new Sample((System.nanoTime() - start) / 1e9, OptionalDouble.empty());
    }
}
