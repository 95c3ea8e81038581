package dev.pawl.gpu.command;

import dev.pawl.gpu.telemetry.ClockReasons;
import dev.pawl.gpu.telemetry.GpuRecord;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Disturbance;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import dev.pawl.stats.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All executions of a command as one benchmark. Each execution is a group of samples; the value is the median of all.
 */
final class CommandResult {

    private static final String FORMAT = "pawl";

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));
    private static final Metric GPU_MEMORY = Metric.headline("gpu.memory.peak", Unit.of("B"));
    private static final Metric GPU_MEMORY_ALL =
            new Metric("gpu.memory.device", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);
    private static final Metric GPU_ENERGY =
            new Metric("gpu.energy", Unit.of("J"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    private static final Metric GPU_UTILISATION =
            new Metric("gpu.utilisation", Unit.of("ratio"), Direction.HIGHER_IS_BETTER, Role.INFORMATIONAL);
    private static final Metric MEMORY =
            new Metric("memory.peak", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);

    /**
     * Recorded only: where nothing leaks it is a little above or below nothing, and a percentage of that says nothing. An
     * absolute limit in pawl.toml is what fits it.
     */
    private static final Metric GROWTH =
            new Metric("memory.growth", Unit.of("B/s"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);

    private static final Metric GPU_GROWTH =
            new Metric("gpu.memory.growth", Unit.of("B/s"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);

    private static final Set<String> OWN_NAMES = Set.of(
            TIME.name(),
            GPU_MEMORY.name(),
            GPU_MEMORY_ALL.name(),
            GPU_ENERGY.name(),
            GPU_UTILISATION.name(),
            MEMORY.name(),
            GROWTH.name(),
            GPU_GROWTH.name(),
            Disturbance.NAME);

    private final MeasuredCommand command;
    private final List<Execution> executions;
    private final Set<String> warnings;

    CommandResult(MeasuredCommand command, List<Execution> executions, Set<String> warnings) {
        this.command = command;
        this.executions = executions;
        this.warnings = new LinkedHashSet<>(warnings);
    }

    ResultFile toResultFile() throws CommandFailedException {
        List<Measurement> measurements = new ArrayList<>();
        add(measurements, TIME, execution -> OptionalDouble.of(execution.seconds()));
        addPrinted(measurements);
        add(measurements, GPU_MEMORY, execution -> execution.gpu().peakOfTree());
        add(measurements, GPU_MEMORY_ALL, execution -> execution.gpu().peakOfDevices());
        add(measurements, GPU_GROWTH, execution -> execution.gpu().growthOfTree());
        add(measurements, GPU_UTILISATION, execution -> execution.gpu().meanUtilisation());
        add(measurements, GPU_ENERGY, execution -> execution.gpu().energy());
        add(measurements, MEMORY, Execution::memoryPeak);
        add(measurements, GROWTH, Execution::memoryGrowth);
        addDisturbance(measurements);
        warnOfTheGpus();
        Benchmark benchmark = Benchmark.named(command.name());
        return new ResultFile(
                FORMAT,
                "",
                environment(),
                List.of(new BenchmarkResult(benchmark, measurements)),
                List.copyOf(warnings));
    }

    /** A metric that not every execution came to is left out: its samples would be of different things. */
    private void add(List<Measurement> to, Metric metric, Function<Execution, OptionalDouble> value) {
        List<double[]> groups = new ArrayList<>();
        for (Execution execution : executions)
            value.apply(execution).ifPresent(figure -> groups.add(new double[] {figure}));
        if (groups.size() == executions.size()) to.add(measurement(metric, groups));
        else if (!groups.isEmpty())
            warnings.add(metric.name() + " was seen in " + groups.size() + " of " + executions.size()
                    + " repetitions only, and is left out");
    }

    private void addDisturbance(List<Measurement> to) {
        double sum = 0;
        int seen = 0;
        for (Execution execution : executions) {
            OptionalDouble share = execution.gpu().disturbed();
            if (share.isEmpty()) continue;
            sum += share.getAsDouble();
            seen++;
        }
        if (seen > 0) to.add(Disturbance.of(sum / seen));
    }

    private void addPrinted(List<Measurement> to) throws CommandFailedException {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (Execution execution : executions) {
            for (MetricLine line : execution.metrics()) {
                Metric metric = line.metric();
                if (OWN_NAMES.contains(metric.name()))
                    throw new CommandFailedException("the command reported METRIC " + metric.name()
                            + ", which is the name of what Pawl measures itself; give it another name");
                Metric before = metrics.putIfAbsent(metric.name(), metric);
                if (before != null && !before.unit().equals(metric.unit()))
                    throw new CommandFailedException("the command reported METRIC " + metric.name() + " in "
                            + before.unit().symbol() + " and in "
                            + metric.unit().symbol() + "; use one unit");
            }
        }
        for (Metric metric : metrics.values()) {
            List<double[]> groups = new ArrayList<>();
            for (Execution execution : executions) groups.add(printed(execution, metric));
            long missing = groups.stream().filter(group -> group.length == 0).count();
            if (missing > 0)
                warnings.add(metric.name() + " was not reported in " + missing + " of " + executions.size()
                        + " repetitions");
            to.add(measurement(metric, groups));
        }
    }

    private static double[] printed(Execution execution, Metric metric) {
        return execution.metrics().stream()
                .filter(line -> line.metric().name().equals(metric.name()))
                .mapToDouble(MetricLine::value)
                .toArray();
    }

    private static Measurement measurement(Metric metric, List<double[]> groups) {
        Samples samples = Samples.ofGroups(groups);
        double[] values = samples.values();
        Arrays.sort(values);
        double mean = Arrays.stream(values).map(value -> value / values.length).sum();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Measurement(
                metric,
                Median.of(values),
                null,
                null,
                values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)),
                null,
                values.length,
                samples,
                new TreeMap<>(Map.of("mean", mean, "min", values[0], "max", values[values.length - 1])));
    }

    private void warnOfTheGpus() {
        boolean seenGpu = false;
        boolean seenProcess = false;
        Map<Long, Double> foreign = new TreeMap<>();
        long throttling = 0;
        for (Execution execution : executions) {
            GpuRecord gpu = execution.gpu();
            seenGpu |= gpu.peakOfDevices().isPresent();
            seenProcess |= gpu.peakOfTree().isPresent();
            throttling |= gpu.throttleReasons();
            gpu.foreignProcesses().forEach((pid, bytes) -> foreign.merge(pid, bytes, Math::max));
        }
        if (!seenGpu && warnings.stream().noneMatch(warning -> warning.startsWith("GPU memory")))
            warnings.add(
                    "GPU memory, utilisation and energy are unavailable: the driver showed no GPU while the command ran");
        if (seenGpu && !seenProcess)
            warnings.add(
                    "no process of the command was seen on a GPU: it used none, was too short, or runs in a container"
                            + " whose process numbers the driver does not know");
        foreign.forEach((pid, bytes) -> warnings.add("another process (" + pid + ") held "
                + Math.round(bytes / (1 << 20)) + " MiB of a GPU's memory meanwhile; the measurement is not alone"));
        if (ClockReasons.areHard(throttling))
            warnings.add("a GPU lowered its clocks (heat, hardware or power brake) meanwhile; the times are unstable");
        else if (ClockReasons.arePowerCap(throttling))
            warnings.add("a GPU reached its power limit meanwhile; its clocks were lowered");
    }

    private Environment environment() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("os", System.getProperty("os.name", "unknown"));
        facts.put("arch", System.getProperty("os.arch", "unknown"));
        for (Execution execution : executions) facts.putAll(execution.gpu().facts());
        return Environment.of(facts);
    }
}
