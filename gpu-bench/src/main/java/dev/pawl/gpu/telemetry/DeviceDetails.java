package dev.pawl.gpu.telemetry;

import dev.pawl.gpu.telemetry.NvidiaManagement.Clock;
import dev.pawl.gpu.telemetry.NvidiaManagement.Device;
import dev.pawl.gpu.telemetry.NvidiaManagement.Tenant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** What NVML tells of a GPU right now, each fact with the reason if it does not. */
public final class DeviceDetails {

    private static final List<String> NAMES = List.of(
            "driver",
            "memory.used",
            "clock.sm",
            "clock.sm.highest",
            "clock.memory",
            "clock.memory.highest",
            "clock.lowered",
            "power",
            "power.limit",
            "temperature",
            "ecc",
            "mig",
            "persistence",
            "processes");

    private DeviceDetails() {}

    /** Of the GPU that is plugged in there. Always the same facts in the same order. */
    public static List<Detail> of(PciAddress address) {
        try (NvidiaManagement nvml = Nvml.open()) {
            for (Device device : nvml.devices())
                if (PciAddress.of(device.pciAddress()).filter(address::equals).isPresent()) return ask(nvml, device);
            return unavailable("NVML does not show the GPU at " + address.text());
        } catch (IOException notThere) {
            return unavailable(String.valueOf(notThere.getMessage()));
        }
    }

    /** The same facts, none of which is known. */
    public static List<Detail> unavailable(String why) {
        List<Detail> details = new ArrayList<>();
        for (String name : NAMES) details.add(Detail.unavailable(name, why));
        return details;
    }

    private static List<Detail> ask(NvidiaManagement nvml, Device device) {
        List<Detail> details = new ArrayList<>();
        Question question = new Question(nvml, details);
        details.add(Detail.of("driver", nvml.driverVersion(), ""));
        question.add(nvml.memoryUsed(device), "MiB", bytes -> bytes >> 20);
        question.add(nvml.clock(device, Clock.MULTIPROCESSORS), "MHz", megahertz -> megahertz);
        question.add(nvml.highestClock(device, Clock.MULTIPROCESSORS), "MHz", megahertz -> megahertz);
        question.add(nvml.clock(device, Clock.MEMORY), "MHz", megahertz -> megahertz);
        question.add(nvml.highestClock(device, Clock.MEMORY), "MHz", megahertz -> megahertz);
        question.add(nvml.throttleReasons(device), "", DeviceDetails::reasons);
        question.add(nvml.power(device), "W", milliwatts -> milliwatts / 1000);
        question.add(nvml.powerLimit(device), "W", milliwatts -> milliwatts / 1000);
        question.add(nvml.temperature(device), "°C", celsius -> celsius);
        question.add(nvml.errorCorrection(device), "", DeviceDetails::onOrOff);
        question.add(nvml.instances(device), "", DeviceDetails::onOrOff);
        question.add(nvml.persistence(device), "", DeviceDetails::onOrOff);
        details.add(Detail.of("processes", processes(nvml.tenants(device)), ""));
        return details;
    }

    private static String onOrOff(long mode) {
        return mode == 0 ? "off" : "on";
    }

    private static String reasons(long bits) {
        if (ClockReasons.areHard(bits)) return "by heat, hardware or power brake";
        return ClockReasons.arePowerCap(bits) ? "by the power limit" : "no";
    }

    private static String processes(List<Tenant> tenants) {
        List<String> texts = new ArrayList<>();
        for (Tenant tenant : tenants) {
            // Who asks the driver uses the GPU as well, for as long as that takes.
            if (tenant.pid() == ProcessHandle.current().pid()) continue;
            texts.add(tenant.pid() + " (" + (tenant.bytes() >> 20) + " MiB)");
        }
        return texts.isEmpty() ? "none" : String.join(", ", texts);
    }

    /** Adds answers under the names in their order. */
    private record Question(NvidiaManagement nvml, List<Detail> details) {

        void add(OptionalLong answer, String unit, LongFunction<Object> shown) {
            String name = NAMES.get(details.size());
            details.add(
                    answer.isPresent()
                            ? Detail.of(name, shown.apply(answer.getAsLong()), unit)
                            : Detail.unavailable(name, nvml.lastError()));
        }
    }
}
