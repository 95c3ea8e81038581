package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.NativeLibrary;
import dev.pawl.gpu.FakeDriver;
import dev.pawl.gpu.telemetry.FakeNvml;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.model.Disturbance;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels' process and the one that watches are real, as is JNA; the driver's two libraries are stand-ins. */
final class KernelTelemetryTest {

    @TempDir
    static Path folder;

    private static FakeDriver driver;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        driver = FakeDriver.compile(folder);
        FakeNvml.compile(folder);
        NativeLibrary.addSearchPath("libnvidia-ml.so.1", folder.toString());
    }

    @Test
    void aQuietGpuAddsItsFiguresAndNoWarning() throws IOException {
        Files.writeString(folder.resolve("reasons"), "0x1");
        Files.deleteIfExists(folder.resolve("foreign"));

        ResultFile result = run();

        Map<String, Measurement> measured = measured(result);
        assertEquals(300 << 20, measured.get("gpu.memory.peak").value());
        assertEquals(Role.SUPPORTING, measured.get("gpu.memory.peak").metric().role());
        assertEquals(200, measured.get("gpu.power").value());
        assertEquals(1.41e9, measured.get("gpu.clock.watched").value());
        assertEquals(64, measured.get("gpu.temperature").value());
        assertEquals(0, measured.get(Disturbance.NAME).value());
        assertEquals(Role.INFORMATIONAL, measured.get(Disturbance.NAME).metric().role());
        assertEquals("525.60.13", result.environment().facts().get("gpuDriver"));
        assertEquals("700 W", result.environment().facts().get("gpuPowerLimit"));
        assertEquals("on", result.environment().facts().get("gpuEcc"));
        assertNull(result.environment().facts().get("gpuMig"), "NVML does not say");
        assertEquals("Stand-in GPU", result.environment().facts().get("gpu"));
        assertEquals(List.of(), result.warnings());
    }

    @Test
    void heatAndStrangersAreRecordedAndWarnedOf() throws IOException {
        Files.writeString(folder.resolve("reasons"), "0x20");
        Files.writeString(folder.resolve("foreign"), String.valueOf(Integer.MAX_VALUE));

        ResultFile result = run();

        Map<String, Measurement> measured = measured(result);
        assertEquals(1, measured.get("gpu.throttled").value());
        assertEquals(1, measured.get("gpu.shared").value());
        assertTrue(measured.get(Disturbance.NAME).value() > Disturbance.TOO_MUCH);
        assertEquals(300 << 20, measured.get("gpu.memory.peak").value());
        assertEquals(
                List.of(
                        "the GPU's clocks were lowered (heat, hardware or power brake) while these were measured: launch.empty",
                        "another process used the GPU while these were measured: launch.empty"),
                result.warnings());
    }

    private static ResultFile run() throws IOException {
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        SuiteResult result = new SuiteRunner(
                        Effort.TINY,
                        List.of(KernelGroup.LAUNCH),
                        Duration.ofSeconds(60),
                        driver.environment("slow"),
                        progress,
                        GpuTelemetry.ofThisMachine())
                .run();
        assertEquals(List.of(), result.failures());
        return result.result();
    }

    private static Map<String, Measurement> measured(ResultFile result) {
        return result.benchmarks().get(0).measurements().stream()
                .collect(Collectors.toMap(measurement -> measurement.metric().name(), Function.identity()));
    }
}
