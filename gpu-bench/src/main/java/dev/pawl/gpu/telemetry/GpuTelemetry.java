package dev.pawl.gpu.telemetry;

import java.io.IOException;
import java.util.List;

/** Something that can watch the GPUs while something is measured. */
public interface GpuTelemetry {

    /** NVML where it can be loaded, else {@code nvidia-smi}. */
    static GpuTelemetry ofThisMachine() {
        return new FirstTelemetry(List.of(new Nvml(), new NvidiaSmi("nvidia-smi")));
    }

    /** Nobody looks; results say why. */
    static GpuTelemetry none(String why) {
        return record -> {
            throw new IOException(why);
        };
    }

    /**
     * Starts to watch.
     *
     * @param record takes what is seen, from any thread, until the watch is closed
     * @throws IOException if the GPUs cannot be watched; the message says why
     */
    Watch watch(GpuRecord record) throws IOException;

    /** A watch that is going on. */
    interface Watch extends AutoCloseable {
        /** Ends it; returns when nothing more will be recorded. */
        @Override
        void close();
    }
}
