package dev.pawl.gpu.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.gpu.telemetry.NvidiaSmi;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of a shell, and a script in place of {@code nvidia-smi} that prints what the real one does. */
@EnabledOnOs(OS.LINUX)
final class CommandRunnerTest {

    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream echoed = new ByteArrayOutputStream();

    @Test
    void timesAndPrintedMetricsAreSamplesOfEachRepetitionAndWarmupsAreNot() throws IOException {
        ResultFile result =
                measure(1, 3, absent(), "echo x >> count; n=$(wc -l < count); sleep 0.2; echo METRIC rate=$n tokens/s");

        Measurement time = measurement(result, "time").orElseThrow();
        Measurement rate = measurement(result, "rate").orElseThrow();
        assertEquals(3, time.sampleCount());
        assertTrue(time.value() >= 0.2 && time.value() < 5, () -> "" + time.value());
        assertArrayEquals(new double[] {2, 3, 4}, rate.samples().values());
        assertEquals(3, rate.samples().groupSizes().length);
        assertEquals(3, rate.value());
        assertTrue(echoed.toString(StandardCharsets.UTF_8).contains("METRIC rate=4 tokens/s"));
    }

    @Test
    void withoutNvidiaSmiTheRestIsMeasuredAndAWarningSaysWhatIsMissing() throws IOException {
        ResultFile result = measure(0, 1, absent(), "sleep 0.3");

        assertEquals(
                List.of("GPU memory, utilisation and energy are unavailable: " + absent().program()
                        + " cannot be started"),
                result.warnings());
        assertTrue(measurement(result, "memory.peak").isPresent());
        assertTrue(measurement(result, "gpu.memory.peak").isEmpty());
    }

    @Test
    void howLongTelemetryTakesToStartIsNotPartOfTheTime() throws IOException {
        GpuTelemetry slow = record -> {
            LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
            return () -> {};
        };

        ResultFile result = new CommandRunner(echo(), slow)
                .measure(new MeasuredCommand("x", List.of("true"), folder, 0, 1, Duration.ofSeconds(60)));

        double time = measurement(result, "time").orElseThrow().value();
        assertTrue(time < 3, () -> "" + time);
    }

    @Test
    void memoryOfAllProcessesOfTheTreeCountsTogether() throws IOException {
        // The pipe holds the child as long as dd holds its buffer of 64 MiB.
        ResultFile result = measure(
                0, 1, absent(), "sh -c 'dd if=/dev/zero bs=64M count=1 2>/dev/null | (sleep 1; cat >/dev/null)'");

        double peak = measurement(result, "memory.peak").orElseThrow().value();
        assertTrue(peak > 64 * MEBIBYTE, () -> "peak " + peak);
    }

    @Test
    void gpuMemoryIsThatOfTheCommandsProcessesAndOthersAreNamed() throws IOException {
        NvidiaSmi smi = fakeSmi("$(cat " + folder + "/pid), 1536\\nGPU-1, 1, 300");

        ResultFile result = measure(0, 1, smi, "sh -c 'echo $$ > pid; sleep 3'; rm pid");

        assertEquals(
                1536 * MEBIBYTE,
                measurement(result, "gpu.memory.peak").orElseThrow().value());
        assertEquals(
                2000 * MEBIBYTE,
                measurement(result, "gpu.memory.device").orElseThrow().value());
        assertEquals(0.5, measurement(result, "gpu.utilisation").orElseThrow().value());
        double joules = measurement(result, "gpu.energy").orElseThrow().value();
        assertTrue(joules > 200 && joules < 400, () -> joules + " J of 100 W for 3 s");
        assertEquals(1, measurement(result, "disturbed").orElseThrow().value());
        assertEquals("NVIDIA Fake", result.environment().facts().get("gpu"));
        assertEquals("550.54.15", result.environment().facts().get("gpuDriver"));
        assertTrue(
                result.warnings()
                        .contains(
                                "another process (1) held 300 MiB of a GPU's memory meanwhile; the measurement is not alone"),
                () -> result.warnings().toString());
        assertTrue(
                result.warnings()
                        .contains(
                                "a GPU lowered its clocks (heat, hardware or power brake) meanwhile; the times are unstable"),
                () -> result.warnings().toString());
    }

    @Test
    void nothingOfNvidiaSmiIsLeftRunning() throws IOException {
        measure(0, 1, fakeSmi("1, 1"), "sleep 0.5");

        for (String pid : Files.readAllLines(folder.resolve("smi-pids"))) assertEnds(Long.parseLong(pid));
    }

    @Test
    void aCommandThatFailsIsNoResult() {
        assertFailure(
                "the command 'sh' ended with 7 in repetition 1 of 2, so nothing is reported; what it printed is above",
                "exit 7");
    }

    @Test
    void aFigureThatIsNoNumberIsNoResult() {
        assertFailure(
                "the command reported loss=NaN in repetition 1 of 2, which is no result; find out why, and run it again",
                "echo METRIC loss=nan");
    }

    @Test
    void namesOfPawlsOwnMetricsAreTaken() {
        assertFailure(
                "the command reported METRIC time, which is the name of what Pawl measures itself; give it another name",
                "echo METRIC time=1 s");
    }

    @Test
    void aCommandThatHangsIsEndedWithItsChildren() throws IOException {
        long began = System.nanoTime();

        CommandFailedException thrown = assertThrows(
                CommandFailedException.class,
                () -> new CommandRunner(echo(), absent())
                        .measure(new MeasuredCommand(
                                "x",
                                List.of("sh", "-c", "sleep 600 & echo $! > child; wait"),
                                folder,
                                0,
                                1,
                                Duration.ofSeconds(1))));

        assertTrue(
                thrown.getMessage().startsWith("TIMEOUT: the command 'sh' took longer than 1 s in repetition 1 of 1"));
        assertTrue(System.nanoTime() - began < 20e9);
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertEnds(child);
    }

    @Test
    void aMetricLineThatCannotBeReadIsNamedInAWarning() throws IOException {
        ResultFile result = measure(0, 1, absent(), "echo METRIC loss is low");

        assertTrue(result.warnings()
                .contains("a line that begins with METRIC is not 'METRIC name=value unit'; it is left out"));
    }

    /** Where nobody collects an orphan, as in many a container, it stays a zombie, which does nothing any more. */
    private static void assertEnds(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (isRunning(stat)) assertTrue(System.nanoTime() < deadline, () -> "process " + pid + " goes on");
    }

    private static boolean isRunning(Path stat) {
        try {
            return !Files.readString(stat).replaceFirst("(?s).*\\) ", "").startsWith("Z");
        } catch (IOException ended) {
            return false;
        }
    }

    private void assertFailure(String message, String script) {
        CommandFailedException thrown =
                assertThrows(CommandFailedException.class, () -> measure(0, 2, absent(), script));
        assertEquals(message, thrown.getMessage());
    }

    private ResultFile measure(int warmups, int repetitions, NvidiaSmi smi, String script) throws IOException {
        return new CommandRunner(echo(), smi)
                .measure(new MeasuredCommand(
                        "x", List.of("sh", "-c", script), folder, warmups, repetitions, Duration.ofSeconds(60)));
    }

    private PrintStream echo() {
        return new PrintStream(echoed, true, StandardCharsets.UTF_8);
    }

    private NvidiaSmi absent() {
        return new NvidiaSmi(folder.resolve("no-such-tool").toString());
    }

    /** Prints a line for each GPU and process again and again, as {@code nvidia-smi -lms} does, until it is ended. */
    private NvidiaSmi fakeSmi(String processes) throws IOException {
        Path script = folder.resolve("nvidia-smi");
        Files.writeString(script, """
                #!/bin/sh
                echo $$ >> FOLDER/smi-pids
                case "$*" in
                  *"--format=csv,noheader,nounits -lms"*) ;;
                  *) exit 2 ;;
                esac
                while :; do
                  case "$1" in
                    --query-gpu=uuid,*) echo "GPU-1, 2000, 50, 100.00, 0x0000000000000040, NVIDIA Fake, 550.54.15, 00000000:01:00.0, 1410, 64" ;;
                    --query-compute-apps=gpu_uuid,pid,used_memory) printf "GPU-1, PROCESSES\\n" ;;
                  esac
                  sleep 0.2
                done
                """.replace("FOLDER", folder.toString()).replace("PROCESSES", processes));
        assertTrue(script.toFile().setExecutable(true));
        return new NvidiaSmi(script.toString());
    }

    private static Optional<Measurement> measurement(ResultFile result, String metric) {
        return result.benchmarks().get(0).measurements().stream()
                .filter(measurement -> measurement.metric().name().equals(metric))
                .findFirst();
    }
}
