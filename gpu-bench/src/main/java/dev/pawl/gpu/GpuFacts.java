package dev.pawl.gpu;

import dev.pawl.gpu.telemetry.Detail;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found out about the machine's GPUs.
 *
 * @param status whether GPU benchmarks can run, or what keeps them from it
 * @param explanation one line for people: what is missing and what to do, or what is there
 * @param driver the newest CUDA version that the driver can serve, such as {@code 12.4}; {@code null} if it is unknown
 * @param devices the usable GPUs, in the driver's order
 */
public record GpuFacts(
        Status status, String explanation, @Nullable String driver, List<Device> devices) {

    public GpuFacts {
        devices = List.copyOf(devices);
    }

    /** What a probe can end with. */
    public enum Status {
        /** At least one GPU can be used. */
        READY,
        /** No operating system or processor that CUDA exists for here. */
        UNSUPPORTED_PLATFORM,
        /** The NVIDIA driver's library is not on this machine. */
        NO_DRIVER,
        /** The driver is there, but this jar has no native library for it. */
        NO_BINDING,
        /** The driver does not start. */
        DRIVER_FAILED,
        /** The driver is older than CUDA 12.0. */
        DRIVER_TOO_OLD,
        /** The driver works and sees no GPU. */
        NO_DEVICE
    }

    /**
     * One GPU.
     *
     * @param computeCapability such as {@code 9.0}
     * @param memory in bytes
     * @param pciAddress where it is plugged in
     * @param details what NVML tells of it, or why it does not
     */
    public record Device(
            String name,
            String computeCapability,
            long memory,
            int multiprocessors,
            String pciAddress,
            List<Detail> details) {

        public Device {
            details = List.copyOf(details);
        }

        Device with(List<Detail> more) {
            return new Device(name, computeCapability, memory, multiprocessors, pciAddress, more);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s (compute capability %s, %.1f GiB, %d multiprocessors)",
                    name,
                    computeCapability,
                    memory / (double) (1L << 30),
                    multiprocessors);
        }
    }

    static GpuFacts missing(Status status, String explanation) {
        return new GpuFacts(status, explanation, null, List.of());
    }

    public boolean isReady() {
        return status == Status.READY;
    }

    /** One line: the status and what it means. */
    @Override
    public String toString() {
        return status + ": " + explanation;
    }
}
