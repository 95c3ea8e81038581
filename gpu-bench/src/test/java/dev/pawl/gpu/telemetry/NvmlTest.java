package dev.pawl.gpu.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JNA is real and the library a stand-in; each in a process of its own, because a library is loaded once. */
final class NvmlTest {

    /** Watches for as long as a short command takes. */
    static final class WatchProcess {
        public static void main(String[] arguments) throws Exception {
            GpuRecord record = new GpuRecord(new ProcessTree(ProcessHandle.current()));
            try (GpuTelemetry.Watch watch = new Nvml().watch(record)) {
                Thread.sleep(500);
            }
            System.out.println(record.facts());
            System.out.println("device " + record.peakOfDevices());
            System.out.println("foreign " + record.foreignProcesses());
            System.out.println("throttled 0x" + Long.toHexString(record.throttleReasons()));
            System.out.println("joules " + (record.energy().orElseThrow() > 20));
        }
    }

    /** What is said where there is no such library. */
    static final class AbsentProcess {
        public static void main(String[] arguments) {
            try (GpuTelemetry.Watch watch = new Nvml().watch(new GpuRecord(new ProcessTree(ProcessHandle.current())))) {
                System.out.println("watching");
            } catch (IOException absent) {
                System.out.println(absent.getMessage());
            }
        }
    }

    @Test
    void recordsWhatTheLibrarySays(@TempDir Path folder) throws IOException, InterruptedException {
        FakeNvml.compile(folder);

        assertEquals(
                List.of(
                        "{gpu=Stand-in GPU, gpuDriver=525.60.13}",
                        "device OptionalDouble[5.36870912E9]",
                        "foreign {1000097=1.073741824E9, 1000098=2.147483648E9, 1000099=3.221225472E9}",
                        "throttled 0x40",
                        "joules true"),
                run(WatchProcess.class, folder));
    }

    @Test
    void aLibraryThatIsNoneIsSaidSo(@TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("libnvidia-ml.so.1"), "no library");

        assertEquals(List.of("libnvidia-ml.so.1 cannot be loaded"), run(AbsentProcess.class, folder));
    }

    @Test
    void theFirstWayThatWorksIsTaken() throws IOException {
        GpuTelemetry broken = record -> {
            throw new IOException("NVML is not there");
        };
        GpuRecord record = new GpuRecord(new ProcessTree(ProcessHandle.current()));
        GpuTelemetry working = seen -> {
            seen.fact("gpu", "second");
            return () -> {};
        };

        new FirstTelemetry(List.of(broken, working)).watch(record).close();

        assertEquals(Map.of("gpu", "second"), record.facts());
        IOException none =
                assertThrows(IOException.class, () -> new FirstTelemetry(List.of(broken, broken)).watch(record));
        assertEquals("NVML is not there; NVML is not there", none.getMessage());
    }

    private static List<String> run(Class<?> main, Path libraries) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return lines;
    }
}
