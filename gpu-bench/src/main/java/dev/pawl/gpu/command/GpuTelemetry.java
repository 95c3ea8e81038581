package dev.pawl.gpu.command;

import java.io.IOException;

/** Something that can watch the GPUs while a command runs. */
interface GpuTelemetry {

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
