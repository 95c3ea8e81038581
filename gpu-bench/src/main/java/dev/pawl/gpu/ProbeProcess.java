package dev.pawl.gpu;

import dev.pawl.gpu.GpuFacts.Device;
import dev.pawl.gpu.GpuFacts.Status;
import dev.pawl.gpu.telemetry.Detail;
import dev.pawl.gpu.telemetry.DeviceDetails;
import dev.pawl.gpu.telemetry.PciAddress;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Asks the driver in a process of its own: a driver that crashes or hangs is a fact then, and not the end of Pawl. */
final class ProbeProcess {

    private static final String FILE = "facts";

    /** Starting a driver that is not kept loaded takes seconds for each GPU. */
    private static final int LONGEST_SECONDS = 60;

    private ProbeProcess() {}

    /** What the driver says; how its process ended, if it says nothing. */
    static GpuFacts ask() {
        return ask(Map.of(), LONGEST_SECONDS);
    }

    /** @param environment variables beside its parent's */
    static GpuFacts ask(Map<String, String> environment, int longestSeconds) {
        try (ChildJvm child = ChildJvm.create()) {
            return ask(child, environment, longestSeconds);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    private static GpuFacts ask(ChildJvm child, Map<String, String> environment, int longestSeconds)
            throws IOException {
        Process process = child.start(ProbeProcess.class, List.of(child.folder().toString()), environment);
        try {
            if (!process.waitFor(longestSeconds, TimeUnit.SECONDS))
                return failed("it does not answer within " + longestSeconds + " s");
            Path file = child.folder().resolve(FILE);
            if (Files.exists(file)) return read(file);
            return failed(child.ending(process.exitValue()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private static GpuFacts failed(String how) {
        return GpuFacts.missing(
                Status.DRIVER_FAILED, "the NVIDIA driver could not be asked: " + how + "; try nvidia-smi");
    }

    /** @param arguments the folder for the answer */
    public static void main(String[] arguments) throws IOException {
        GpuFacts facts = withDetails(GpuProbe.guarded(CudaDriver::facts));
        Path folder = Path.of(arguments[0]);
        Path unfinished = folder.resolve("unfinished");
        try (Writer out = Files.newBufferedWriter(unfinished)) {
            properties(facts).store(out, null);
        }
        Files.move(unfinished, folder.resolve(FILE));
        // The driver's own threads must not keep the process.
        System.exit(0);
    }

    private static GpuFacts withDetails(GpuFacts facts) {
        List<Device> devices = new ArrayList<>();
        for (Device device : facts.devices()) {
            List<Detail> details = PciAddress.of(device.pciAddress())
                    .map(DeviceDetails::of)
                    .orElseGet(() -> DeviceDetails.unavailable("the driver does not say where the GPU is plugged in"));
            devices.add(device.with(details));
        }
        return new GpuFacts(facts.status(), facts.explanation(), facts.driver(), devices);
    }

    private static Properties properties(GpuFacts facts) {
        Properties properties = new Properties();
        properties.setProperty("status", facts.status().name());
        properties.setProperty("explanation", facts.explanation());
        if (facts.driver() != null) properties.setProperty("driver", facts.driver());
        properties.setProperty("devices", String.valueOf(facts.devices().size()));
        for (int i = 0; i < facts.devices().size(); i++) {
            Device device = facts.devices().get(i);
            properties.setProperty(i + ".name", device.name());
            properties.setProperty(i + ".capability", device.computeCapability());
            properties.setProperty(i + ".memory", String.valueOf(device.memory()));
            properties.setProperty(i + ".multiprocessors", String.valueOf(device.multiprocessors()));
            properties.setProperty(i + ".address", device.pciAddress());
            properties.setProperty(
                    i + ".details", String.valueOf(device.details().size()));
            for (int d = 0; d < device.details().size(); d++) {
                Detail detail = device.details().get(d);
                properties.setProperty(i + "." + d + ".name", detail.name());
                properties.setProperty(i + "." + d + ".unit", detail.unit());
                if (detail.value() != null) properties.setProperty(i + "." + d + ".value", detail.value());
                if (detail.why() != null) properties.setProperty(i + "." + d + ".why", detail.why());
            }
        }
        return properties;
    }

    private static GpuFacts read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < number(properties, "devices"); i++) {
            List<Detail> details = new ArrayList<>();
            for (int d = 0; d < number(properties, i + ".details"); d++)
                details.add(new Detail(
                        properties.getProperty(i + "." + d + ".name"),
                        properties.getProperty(i + "." + d + ".value"),
                        properties.getProperty(i + "." + d + ".unit"),
                        properties.getProperty(i + "." + d + ".why")));
            devices.add(new Device(
                    properties.getProperty(i + ".name"),
                    properties.getProperty(i + ".capability"),
                    number(properties, i + ".memory"),
                    (int) number(properties, i + ".multiprocessors"),
                    properties.getProperty(i + ".address"),
                    details));
        }
        return new GpuFacts(
                Status.valueOf(properties.getProperty("status")),
                properties.getProperty("explanation"),
                properties.getProperty("driver"),
                devices);
    }

    private static long number(Properties properties, String name) {
        return Long.parseLong(properties.getProperty(name));
    }
}
