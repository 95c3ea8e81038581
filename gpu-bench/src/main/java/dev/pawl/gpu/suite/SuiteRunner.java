package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.SuiteResult.Failure;
import dev.pawl.gpu.telemetry.GpuRecord;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.gpu.telemetry.ProcessTree;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a suite, each group in a JVM of its own: a crash, a hang or a driver that lacks a function costs its group what is left of
 * it, and nothing else.
 */
public final class SuiteRunner {

    /** What a process ends with whose driver lacks a function that it calls: the dynamic linker ends it. */
    private static final int SYMBOL_MISSING = 127;

    /** The dynamic linker names two paths before what it lacks. */
    private static final int LONGEST_LINE = 1000;

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
     * @param progress gets a line for each group, and what its process prints
     * @throws IllegalArgumentException if there is no such suite; the message lists them
     */
    public static SuiteRunner of(String suite, Duration timeout, PrintStream progress) {
        if (timeout.isNegative() || timeout.isZero())
            throw new IllegalArgumentException("the timeout must be longer than nothing");
        List<KernelGroup> all = List.of(KernelGroup.values());
        if (suite.equals("default")) return ofThisMachine(Effort.DEFAULT, all, timeout, progress);
        if (suite.equals("quick")) return ofThisMachine(Effort.QUICK, all, timeout, progress);
        for (KernelGroup group : all)
            if (group.title().equals(suite)) return ofThisMachine(Effort.DEFAULT, List.of(group), timeout, progress);
        throw new IllegalArgumentException("there is no suite '" + suite + "'; use default, quick, "
                + all.stream().map(KernelGroup::title).collect(Collectors.joining(", ")));
    }

    private static SuiteRunner ofThisMachine(
            Effort effort, List<? extends BenchmarkGroup> groups, Duration timeout, PrintStream progress) {
        return new SuiteRunner(effort, groups, timeout, Map.of(), progress, GpuTelemetry.ofThisMachine());
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
        for (BenchmarkGroup group : groups) {
            progress.println("pawl: " + group.title());
            Path folder = Files.createTempDirectory("pawl-gpu-");
            try {
                Ended ended = measure(group, folder);
                collect(group, new GroupFolder(folder), ended, results, failures, warnings, facts);
            } finally {
                delete(folder);
            }
        }
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

    private Ended measure(BenchmarkGroup group, Path folder) throws IOException {
        Path output = folder.resolve("output");
        Process process = start(group, folder, output);
        GpuRecord record = new GpuRecord(new ProcessTree(process.toHandle()));
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        try (GpuTelemetry.Watch watch = watch(record)) {
            return new Ended(await(process, output), record);
        } finally {
            process.destroyForcibly();
            unhook(killer);
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

    private Process start(BenchmarkGroup group, Path folder, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                // What a process that dies leaves behind goes with its folder.
                "-Djava.io.tmpdir=" + folder,
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                GroupProcess.class.getName(),
                effort.name(),
                folder.toString()));
        command.addAll(group.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** How the process ended, where it is not as it should. */
    private Optional<KernelException> await(Process process, Path output) throws IOException {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS))
                return Optional.of(new KernelException(
                        KernelFailure.TIMEOUT, "not done after " + timeout.toSeconds() + " s, and ended"));
            int status = process.exitValue();
            if (status == 0) return Optional.empty();
            String last = lastLine(output);
            if (status == SYMBOL_MISSING)
                return Optional.of(new KernelException(
                        KernelFailure.CRASH, "the driver lacks a function that is needed; update it (" + last + ")"));
            return Optional.of(new KernelException(
                    KernelFailure.CRASH,
                    "the process ended with " + status + (last.isEmpty() ? "" : " (" + last + ")")));
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
                String driver = ended.record().facts().get("gpuDriver");
                if (driver != null) facts.put("gpuDriver", driver);
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

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java")
                .toString();
    }

    /** Of what the process printed, without controls; a stranger's text must stay one line. */
    private static String lastLine(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        String[] lines = Arrays.stream(text.split("\n"))
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toArray(String[]::new);
        String last = lines.length == 0 ? "" : lines[lines.length - 1];
        return last.length() <= LONGEST_LINE ? last : last.substring(0, LONGEST_LINE);
    }

    private static void unhook(Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook has run.
            return;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
