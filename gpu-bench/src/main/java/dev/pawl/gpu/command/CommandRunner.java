package dev.pawl.gpu.command;

import dev.pawl.gpu.telemetry.GpuRecord;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.gpu.telemetry.MemoryTrace;
import dev.pawl.gpu.telemetry.ProcessTree;
import dev.pawl.model.ResultFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a command again and again, watches it, and makes a result of it. What the command prints is passed on, both of its
 * streams as one, and searched for {@link MetricLine}s.
 */
public final class CommandRunner {

    /** Often enough for the peak of a short command, seldom enough to cost it nothing that could be measured. */
    private static final long LOOK_MILLISECONDS = 50;

    private static final long READER_MILLISECONDS = 5_000;

    private final PrintStream echo;
    private final GpuTelemetry telemetry;
    private final Set<String> warnings = Collections.synchronizedSet(new TreeSet<>());

    /**
     * @param echo where the command's output goes
     * @param telemetry which watches the GPUs meanwhile
     */
    public CommandRunner(PrintStream echo, GpuTelemetry telemetry) {
        this.echo = echo;
        this.telemetry = telemetry;
    }

    /**
     * @throws CommandFailedException if the command cannot be started, fails, takes too long or reports what is no number
     */
    public ResultFile measure(MeasuredCommand command) throws IOException {
        for (int warmup = 1; warmup <= command.warmups(); warmup++)
            execute(command, "warm-up " + warmup + " of " + command.warmups());
        warnings.clear();
        List<Execution> executions = new ArrayList<>();
        for (int repetition = 1; repetition <= command.repetitions(); repetition++)
            executions.add(execute(command, "repetition " + repetition + " of " + command.repetitions()));
        return new CommandResult(command, executions, warnings).toResultFile();
    }

    private Execution execute(MeasuredCommand command, String which) throws IOException {
        echo.println("pawl: " + which);
        long began = System.nanoTime();
        Process process = start(command);
        // Noted as it happens: neither a look at memory nor the start of telemetry may delay the end that is measured.
        Future<Long> exited = process.onExit().thenApply(over -> System.nanoTime());
        ProcessTree tree = new ProcessTree(process.toHandle());
        Thread killer = new Thread(tree::kill);
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            // Nobody is there to answer a question.
            process.getOutputStream().close();
            GpuRecord record = new GpuRecord(tree);
            List<MetricLine> metrics = Collections.synchronizedList(new ArrayList<>());
            Thread reader = new Thread(() -> read(process, metrics), "pawl-command-output");
            reader.setDaemon(true);
            reader.start();
            MemoryTrace memory = new MemoryTrace();
            long ended;
            try (GpuTelemetry.Watch watch = watch(record)) {
                ended = await(exited, tree, memory, began, command, which);
            }
            reader.join(READER_MILLISECONDS);
            if (reader.isAlive()) warnings.add("a process that the command left behind keeps its output open");
            if (process.exitValue() != 0)
                throw new CommandFailedException(described(command) + " ended with " + process.exitValue() + " in "
                        + which + ", so nothing is reported; what it printed is above");
            return new Execution(
                    (ended - began) / 1e9,
                    refuseNonFinite(List.copyOf(metrics), which),
                    memory.peak(),
                    memory.growth(),
                    record);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(described(command) + " was interrupted in " + which);
        } finally {
            if (process.isAlive()) tree.kill();
            unhook(killer);
        }
    }

    private static Process start(MeasuredCommand command) throws CommandFailedException {
        try {
            return new ProcessBuilder(command.words())
                    .directory(command.folder().toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notStarted) {
            throw new CommandFailedException(
                    described(command) + " cannot be started; check its name, and that it may be executed");
        }
    }

    /** Without telemetry the rest is still worth having. */
    private GpuTelemetry.Watch watch(GpuRecord record) {
        try {
            return telemetry.watch(record);
        } catch (IOException notThere) {
            warnings.add("GPU memory, utilisation and energy are unavailable: " + notThere.getMessage());
            return () -> {};
        }
    }

    /** The time at which the process had ended. */
    private static long await(
            Future<Long> ended, ProcessTree tree, MemoryTrace memory, long began, MeasuredCommand command, String which)
            throws CommandFailedException, InterruptedException {
        while (true) {
            tree.look();
            tree.residentBytes().ifPresent(bytes -> memory.add(System.nanoTime(), bytes));
            if (System.nanoTime() - began > command.timeout().toNanos()) {
                tree.kill();
                throw new CommandFailedException("TIMEOUT: " + described(command) + " took longer than "
                        + command.timeout().toSeconds() + " s in " + which
                        + " and was ended; grant it more with --timeout");
            }
            try {
                return ended.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                continue;
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void read(Process process, List<MetricLine> metrics) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                echo.println(line);
                if (!line.strip().startsWith(MetricLine.KEYWORD)) continue;
                MetricLine.of(line)
                        .ifPresentOrElse(
                                metrics::add,
                                () -> warnings.add(
                                        "a line that begins with METRIC is not 'METRIC name=value unit'; it is left out"));
            }
        } catch (IOException closed) {
            // The process was ended, and its pipe with it.
            return;
        }
    }

    private static List<MetricLine> refuseNonFinite(List<MetricLine> metrics, String which)
            throws CommandFailedException {
        for (MetricLine line : metrics) {
            if (!Double.isFinite(line.value()))
                throw new CommandFailedException(
                        "the command reported " + line.metric().name() + "=" + line.value() + " in " + which
                                + ", which is no result; find out why, and run it again");
        }
        return metrics;
    }

    private static String described(MeasuredCommand command) {
        return "the command '" + command.words().get(0) + "'";
    }

    private static void unhook(Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException shuttingDown) {
            // Then it is about to do its work.
            return;
        }
    }
}
