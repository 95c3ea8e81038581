package dev.pawl.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.gpu.GpuFacts.Status;
import dev.pawl.gpu.telemetry.Detail;
import dev.pawl.gpu.telemetry.FakeNvml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real way through a process, JCuda and JNA, to a driver that is a stand-in. */
final class ProbeProcessTest {

    @TempDir
    static Path folder;

    private static FakeDriver driver;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        driver = FakeDriver.compile(folder);
    }

    @Test
    void tellsWhatTheDriverTellsAndWhyTheRestIsUnknown() {
        GpuFacts facts = ask("");

        assertEquals(
                "READY: CUDA 12.4, Stand-in GPU (compute capability 9.0, 1.0 GiB, 4 multiprocessors)",
                facts.toString());
        assertEquals("0000:01:00.0", facts.devices().get(0).pciAddress());
        List<Detail> details = facts.devices().get(0).details();
        assertEquals(14, details.size());
        // No NVML here, or one that knows nothing of a stand-in.
        for (Detail detail : details)
            assertTrue(detail.text().matches("unavailable: .*NVML.*|unavailable: libnvidia-ml.*"));
    }

    @Test
    void withNvmlTheDetailsAreThere(@TempDir Path both) throws IOException, InterruptedException {
        FakeNvml.compile(both);
        Files.copy(folder.resolve("libcuda.so.1"), both.resolve("libcuda.so.1"));

        Files.writeString(both.resolve("foreign"), "4242");

        GpuFacts facts = ProbeProcess.ask(new FakeDriver(both).environment(""), 60);

        List<String> details = facts.devices().get(0).details().stream()
                .map(detail -> detail.name() + "=" + detail.text())
                .toList();
        assertEquals(
                List.of(
                        "driver=525.60.13",
                        "memory.used=5120 MiB",
                        "clock.sm=1410 MHz",
                        "clock.sm.highest=1980 MHz",
                        "clock.memory=2619 MHz",
                        "clock.memory.highest=2619 MHz",
                        "clock.lowered=by heat, hardware or power brake",
                        "power=200 W",
                        "power.limit=700 W",
                        "temperature=64 °C",
                        "ecc=on",
                        "mig=unavailable: Not Supported",
                        "persistence=unavailable: the driver lacks the function",
                        "processes=4242 (512 MiB)"),
                details);
    }

    @Test
    void tellsThatThereIsNoDevice() {
        assertEquals(
                "NO_DEVICE: the NVIDIA driver sees no GPU; check nvidia-smi, and CUDA_VISIBLE_DEVICES in the environment",
                ask("no-device").toString());
    }

    @Test
    void tellsThatTheDriverIsTooOld() {
        assertEquals(
                "DRIVER_TOO_OLD: the NVIDIA driver serves CUDA 11.8; install driver 525 or newer, which serves CUDA 12.0",
                ask("old-driver").toString());
    }

    @Test
    void aDriverThatCrashesIsAFact() {
        GpuFacts facts = ask("crash-in-init");

        assertEquals(Status.DRIVER_FAILED, facts.status());
        assertTrue(
                facts.explanation().startsWith("the NVIDIA driver could not be asked: the process ended with 134"),
                facts.toString());
    }

    @Test
    void aDriverThatHangsIsAFact() {
        assertEquals(
                "DRIVER_FAILED: the NVIDIA driver could not be asked: it does not answer within 2 s; try nvidia-smi",
                ProbeProcess.ask(driver.environment("hang"), 2).toString());
    }

    @Test
    void leavesNothingInTheTemporaryFolder() {
        ask("");

        Path unpacked = Path.of(System.getProperty("java.io.tmpdir"), "libJCudaDriver-12.6.0-linux-x86_64.so");
        assertTrue(Files.notExists(unpacked), unpacked + " could be anybody's");
    }

    private static GpuFacts ask(String plantedFailure) {
        return ProbeProcess.ask(driver.environment(plantedFailure), 60);
    }
}
