package dev.pawl.gpu.command;

import dev.pawl.gpu.command.NvidiaManagement.Device;
import dev.pawl.gpu.command.NvidiaManagement.Tenant;
import java.io.IOException;

/** Watches the GPUs by asking NVML in a thread of its own. */
record Nvml() implements GpuTelemetry {

    private static final long INTERVAL_MILLISECONDS = 100;

    private static final long END_MILLISECONDS = 5_000;

    @Override
    public Watch watch(GpuRecord record) throws IOException {
        NvidiaManagement nvml = open();
        record.fact("gpu", nvml.devices().get(0).name());
        record.fact("gpuDriver", nvml.driverVersion());
        Thread watcher = new Thread(() -> watch(nvml, record), "pawl-nvml");
        watcher.setDaemon(true);
        watcher.start();
        return () -> {
            watcher.interrupt();
            try {
                watcher.join(END_MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static NvidiaManagement open() throws IOException {
        try {
            return new NvidiaManagement();
        } catch (LinkageError withoutBinding) {
            // JNA has no native part for this platform, or may not load it.
            throw new IOException("NVML cannot be called on this platform", withoutBinding);
        }
    }

    /** The library is closed by the thread that calls it: closing it under a call would end the JVM. */
    private static void watch(NvidiaManagement nvml, GpuRecord record) {
        try (nvml) {
            while (true) {
                for (Device device : nvml.devices()) look(nvml, device, record);
                Thread.sleep(INTERVAL_MILLISECONDS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(NvidiaManagement nvml, Device device, GpuRecord record) {
        long time = System.nanoTime();
        String uuid = device.uuid();
        nvml.memoryUsed(device).ifPresent(bytes -> record.used(uuid, bytes));
        nvml.utilisation(device).ifPresent(percent -> record.utilised(time, percent / 100.0));
        nvml.power(device).ifPresent(milliwatts -> record.power(time, uuid, milliwatts / 1e3));
        nvml.throttleReasons(device).ifPresent(record::throttled);
        for (Tenant tenant : nvml.tenants(device)) record.process(time, uuid, tenant.pid(), tenant.bytes());
    }
}
