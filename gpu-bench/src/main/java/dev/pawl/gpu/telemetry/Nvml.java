package dev.pawl.gpu.telemetry;

import dev.pawl.gpu.telemetry.NvidiaManagement.Device;
import dev.pawl.gpu.telemetry.NvidiaManagement.Tenant;
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
        for (Device device : nvml.devices()) record.place(device.uuid(), device.pciAddress());
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

    static NvidiaManagement open() throws IOException {
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
        nvml.memoryUsed(device).ifPresent(bytes -> record.used(time, uuid, bytes));
        nvml.utilisation(device).ifPresent(percent -> record.utilised(time, percent / 100.0));
        nvml.power(device).ifPresent(milliwatts -> record.power(time, uuid, milliwatts / 1e3));
        nvml.throttleReasons(device).ifPresent(reasons -> record.throttled(time, uuid, reasons));
        nvml.clock(device, NvidiaManagement.Clock.MULTIPROCESSORS)
                .ifPresent(megahertz -> record.clock(time, uuid, megahertz * 1e6));
        nvml.temperature(device).ifPresent(celsius -> record.temperature(time, uuid, celsius));
        for (Tenant tenant : nvml.tenants(device)) record.process(time, uuid, tenant.pid(), tenant.bytes());
    }
}
