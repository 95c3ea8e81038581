package dev.pawl.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real way through JCuda, to a driver that is a stand-in. */
final class CudaDriverTest {

    @TempDir
    static Path folder;

    private static FakeDriver driver;

    /** What a process of its own prints: JCuda's class is loaded once, with one driver. */
    static final class ProbeProcess {
        public static void main(String[] arguments) {
            System.out.println(GpuProbe.ofThisMachine().probe());
        }
    }

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        driver = FakeDriver.compile(folder);
    }

    @Test
    void tellsWhatTheDriverTells() throws IOException, InterruptedException {
        assertEquals(
                "0 READY: CUDA 12.4, Stand-in GPU (compute capability 9.0, 1.0 GiB, 4 multiprocessors)",
                driver.run("", ProbeProcess.class));
    }

    @Test
    void tellsThatThereIsNoDevice() throws IOException, InterruptedException {
        assertEquals(
                "0 NO_DEVICE: the NVIDIA driver sees no GPU; check nvidia-smi, and CUDA_VISIBLE_DEVICES in the environment",
                driver.run("no-device", ProbeProcess.class));
    }

    @Test
    void tellsThatTheDriverIsTooOld() throws IOException, InterruptedException {
        assertEquals(
                "0 DRIVER_TOO_OLD: the NVIDIA driver serves CUDA 11.8; install driver 525 or newer, which serves CUDA 12.0",
                driver.run("old-driver", ProbeProcess.class));
    }

    @Test
    void leavesNothingInTheTemporaryFolder() throws IOException, InterruptedException {
        driver.run("", ProbeProcess.class);

        Path unpacked = Path.of(System.getProperty("java.io.tmpdir"), "libJCudaDriver-12.6.0-linux-x86_64.so");
        assertTrue(Files.notExists(unpacked), unpacked + " could be anybody's");
    }
}
