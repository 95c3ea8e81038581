package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.GroupFolder.Span;
import dev.pawl.gpu.telemetry.Detail;
import dev.pawl.gpu.telemetry.DeviceDetails;
import dev.pawl.gpu.telemetry.GpuRecord;
import dev.pawl.gpu.telemetry.GpuWindow;
import dev.pawl.gpu.telemetry.PciAddress;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Disturbance;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * What watching the GPU adds to the benchmarks of a suite, and what there is to warn of. The parent watches, so that what the kernels'
 * process does is launch and wait.
 */
final class KernelTelemetry {

    private static final Metric MEMORY =
            new Metric("gpu.memory.peak", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric POWER = informational("gpu.power", "W");
    private static final Metric CLOCK = informational("gpu.clock.watched", "Hz");
    private static final Metric TEMPERATURE = informational("gpu.temperature", "°C");
    private static final Metric THROTTLED = informational("gpu.throttled", "ratio");
    private static final Metric POWER_CAPPED = informational("gpu.power.capped", "ratio");
    private static final Metric SHARED = informational("gpu.shared", "ratio");

    /** Facts by the name of what NVML tells. */
    private static final Map<String, String> SETTINGS =
            Map.of("power.limit", "gpuPowerLimit", "ecc", "gpuEcc", "mig", "gpuMig");

    private final Set<String> unavailable = new LinkedHashSet<>();
    private final List<String> throttled = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();
    private final List<String> powerCapped = new ArrayList<>();

    /** Nothing can be watched. */
    void unavailable(String why) {
        unavailable.add("GPU memory, clocks and power are unavailable: " + why);
    }

    /**
     * The benchmark with what was seen of its GPU while it was measured; as it is if nothing was.
     *
     * @param device that measured it, if its process said so
     */
    BenchmarkResult added(BenchmarkResult result, GpuRecord record, Optional<PciAddress> device, Optional<Span> span) {
        if (device.isEmpty() || span.isEmpty()) return result;
        Optional<GpuWindow> seen =
                record.window(device.get(), span.get().from(), span.get().to());
        if (seen.isEmpty()) {
            if (unavailable.isEmpty()) unavailable("the GPU at " + device.get().text() + " was not among those seen");
            return result;
        }
        GpuWindow window = seen.get();
        String name = result.benchmark().displayName();
        List<Measurement> measurements = new ArrayList<>(result.measurements());
        add(measurements, MEMORY, window.memory());
        add(measurements, POWER, window.watts());
        add(measurements, CLOCK, window.hertz());
        add(measurements, TEMPERATURE, window.celsius());
        add(measurements, THROTTLED, window.throttled());
        add(measurements, POWER_CAPPED, window.powerCapped());
        add(measurements, SHARED, window.shared());
        if (window.throttled().orElse(0) > 0) throttled.add(name);
        if (window.shared().orElse(0) > 0) shared.add(name);
        if (window.powerCapped().orElse(0) > 0) powerCapped.add(name);
        if (window.throttled().isPresent() || window.shared().isPresent())
            disturbed(
                    measurements,
                    Math.max(window.throttled().orElse(0), window.shared().orElse(0)));
        return new BenchmarkResult(result.benchmark(), measurements);
    }

    /**
     * What of the GPU's settings belongs to the environment: a change of it changes what is measured. Asked once the benchmarks
     * are done.
     */
    Map<String, String> facts(PciAddress device) {
        Map<String, String> facts = new TreeMap<>();
        for (Detail detail : DeviceDetails.of(device)) {
            String name = SETTINGS.get(detail.name());
            if (name != null && detail.value() != null) facts.put(name, detail.text());
        }
        return facts;
    }

    /** What a person should know. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(unavailable);
        warn(
                warnings,
                throttled,
                "the GPU's clocks were lowered (heat, hardware or power brake) while these were measured: ");
        warn(warnings, shared, "another process used the GPU while these were measured: ");
        warn(
                warnings,
                powerCapped,
                "the GPU reached its power limit and lowered its clocks while these were measured: ");
        return warnings;
    }

    private static void warn(List<String> to, List<String> benchmarks, String text) {
        if (!benchmarks.isEmpty()) to.add(text + String.join(", ", benchmarks));
    }

    private static void add(List<Measurement> to, Metric metric, OptionalDouble value) {
        if (value.isPresent()) to.add(Measurement.of(metric, value.getAsDouble()));
    }

    /** The sampling may know of a disturbance itself; the larger counts. */
    private static void disturbed(List<Measurement> measurements, double share) {
        double most = share;
        for (Measurement measurement : measurements)
            if (measurement.metric().name().equals(Disturbance.NAME)) most = Math.max(most, measurement.value());
        measurements.removeIf(measurement -> measurement.metric().name().equals(Disturbance.NAME));
        measurements.add(Disturbance.of(most));
    }

    private static Metric informational(String name, String unit) {
        return new Metric(name, Unit.of(unit), Direction.UNKNOWN, Role.INFORMATIONAL);
    }
}
