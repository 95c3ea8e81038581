package dev.pawl.gpu.suite;

import dev.pawl.gpu.ChildJvm;
import dev.pawl.gpu.spec.SpecException;
import dev.pawl.gpu.suite.SuiteResult.Failure;
import dev.pawl.gpu.telemetry.GpuRecord;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.gpu.telemetry.PciAddress;
import dev.pawl.gpu.telemetry.ProcessTree;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs a suite, each group in a JVM of its own: a crash, a hang or a driver that lacks a function costs its group what is left of
 * it, and nothing else.
 */
public final class SuiteRunner {

    /** The fact that only who watches the GPU knows. */
    private static final String DRIVER = "gpuDriver";

    private final PrintStream progress;
    private final Effort effort;
    private final List<? extends BenchmarkGroup> groups;
    private final Duration timeout;
    private final Map<String, String> environment;
    private final GpuTelemetry telemetry;
    private final KernelTelemetry seen = new KernelTelemetry();

    /**
     * @param suite {@code default}, {@code quick}, or a group's name, which is measured as in the default suite
     * @param timeout for one group
     * @param telemetry which watches the GPU meanwhile
     * @param progress gets a line for each group, and what its process prints
     * @throws IllegalArgumentException if there is no such suite; the message lists them
     */
    public static SuiteRunner of(String suite, Duration timeout, GpuTelemetry telemetry, PrintStream progress) {
        requirePositive(timeout);
        List<KernelGroup> all = List.of(KernelGroup.values());
        if (suite.equals("default")) return ofThisMachine(Effort.DEFAULT, all, timeout, telemetry, progress);
        if (suite.equals("quick")) return ofThisMachine(Effort.QUICK, all, timeout, telemetry, progress);
        for (KernelGroup group : all)
            if (group.title().equals(suite))
                return ofThisMachine(Effort.DEFAULT, List.of(group), timeout, telemetry, progress);
        throw new IllegalArgumentException("there is no suite '" + suite + "'; use " + String.join(", ", suites()));
    }

    /** The names of all suites. */
    public static List<String> suites() {
        List<String> names = new ArrayList<>(List.of("default", "quick"));
        for (KernelGroup group : KernelGroup.values()) names.add(group.title());
        return names;
    }

    /**
     * The kernels of a spec file.
     *
     * @param suite {@code default} or {@code quick}, which say how long is measured
     * @throws SpecException if the file is no spec; the message has a line for each problem
     * @throws IllegalArgumentException if there is no such suite
     */
    public static SuiteRunner ofSpec(
            Path file, String suite, Duration timeout, GpuTelemetry telemetry, PrintStream progress)
            throws SpecException, IOException {
        if (!suite.equals("default") && !suite.equals("quick"))
            throw new IllegalArgumentException(
                    "with a spec file the suite says how long is measured; use default or quick");
        requirePositive(timeout);
        return ofThisMachine(Effort.named(suite), SpecGroup.of(file), timeout, telemetry, progress);
    }

    private static void requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero())
            throw new IllegalArgumentException("the timeout must be longer than nothing");
    }

    private static SuiteRunner ofThisMachine(
            Effort effort,
            List<? extends BenchmarkGroup> groups,
            Duration timeout,
            GpuTelemetry telemetry,
            PrintStream progress) {
        return new SuiteRunner(effort, groups, timeout, Map.of(), progress, telemetry);
    }

    /** @param environment variables for the processes, beside their parent's */
    SuiteRunner(
            Effort effort,
            List<? extends BenchmarkGroup> groups,
            Duration timeout,
            Map<String, String> environment,
            PrintStream progress,
            GpuTelemetry telemetry) {
        this.effort = effort;
        this.groups = groups;
        this.timeout = timeout;
        this.environment = environment;
        this.progress = progress;
        this.telemetry = telemetry;
    }

    public SuiteResult run() throws IOException {
        List<BenchmarkResult> results = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, String> facts = new TreeMap<>();
        facts.put("os", System.getProperty("os.name", "unknown"));
        facts.put("arch", System.getProperty("os.arch", "unknown"));
        Optional<PciAddress> device = Optional.empty();
        int number = 0;
        for (BenchmarkGroup group : groups) {
            progress.println("pawl: " + group.title() + " (" + ++number + " of " + groups.size() + ")");
            try (ChildJvm child = ChildJvm.create()) {
                Ended ended = measure(group, child);
                GroupFolder folder = new GroupFolder(child.folder());
                collect(group, folder, ended, results, failures, warnings, facts);
                if (folder.device().isPresent()) device = folder.device();
            }
        }
        if (device.isPresent() && facts.containsKey(DRIVER)) facts.putAll(seen.facts(device.get()));
        for (Failure failure : failures) warnings.add(failure.toString());
        warnings.addAll(seen.warnings());
        return new SuiteResult(
                new ResultFile("pawl", GroupProcess.SUITE, Environment.of(facts), Roof.added(results), warnings),
                failures);
    }

    /**
     * How a group's process ended.
     *
     * @param failure where it is not as it should
     * @param record what was seen of the GPUs meanwhile
     */
    private record Ended(Optional<KernelException> failure, GpuRecord record) {}

    private Ended measure(BenchmarkGroup group, ChildJvm child) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(effort.name(), child.folder().toString()));
        arguments.addAll(group.arguments());
        Process process = child.start(GroupProcess.class, arguments, environment);
        GpuRecord record = new GpuRecord(new ProcessTree(process.toHandle()));
        try (GpuTelemetry.Watch watch = watch(record)) {
            return new Ended(await(process, child), record);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Without telemetry the rest is still worth having. */
    private GpuTelemetry.Watch watch(GpuRecord record) {
        try {
            return telemetry.watch(record);
        } catch (IOException notThere) {
            seen.unavailable(String.valueOf(notThere.getMessage()));
            return () -> {};
        }
    }

    /** How the process ended, where it is not as it should. */
    private Optional<KernelException> await(Process process, ChildJvm child) throws IOException {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS))
                return Optional.of(new KernelException(
                        KernelFailure.TIMEOUT, "not done after " + timeout.toSeconds() + " s, and ended"));
            int status = process.exitValue();
            return status == 0
                    ? Optional.empty()
                    : Optional.of(new KernelException(KernelFailure.CRASH, child.ending(status)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(new KernelException(KernelFailure.TIMEOUT, "interrupted"));
        }
    }

    private void collect(
            BenchmarkGroup group,
            GroupFolder folder,
            Ended ended,
            List<BenchmarkResult> results,
            List<Failure> failures,
            List<String> warnings,
            Map<String, String> facts)
            throws IOException {
        Optional<KernelException> reason = folder.failure(GroupFolder.GROUP).or(ended::failure);
        List<KernelBenchmark> benchmarks = group.benchmarks(effort);
        for (int position = 0; position < benchmarks.size(); position++) {
            KernelBenchmark benchmark = benchmarks.get(position);
            String file = benchmark.file(position);
            try {
                Optional<KernelException> failed = folder.failure(file);
                if (failed.isPresent()) throw failed.get();
                ResultFile result = folder.result(file)
                        .orElseThrow(() -> reason.orElseGet(
                                () -> new KernelException(KernelFailure.CRASH, "the process left no result")));
                for (BenchmarkResult measured : result.benchmarks())
                    results.add(seen.added(measured, ended.record(), folder.device(), folder.span(file)));
                facts.putAll(result.environment().facts());
                for (String warning : result.warnings()) {
                    progress.println("pawl: " + warning);
                    warnings.add(warning);
                }
                String driver = ended.record().facts().get(DRIVER);
                if (driver != null) facts.put(DRIVER, driver);
            } catch (KernelException failed) {
                if (failed.failure() == KernelFailure.UNSUPPORTED) {
                    warnings.add(group.label(benchmark) + ": left out: " + failed.getMessage());
                    continue;
                }
                Failure failure =
                        new Failure(group.label(benchmark), failed.failure(), String.valueOf(failed.getMessage()));
                progress.println("pawl: " + failure);
                failures.add(failure);
            }
        }
    }
}
