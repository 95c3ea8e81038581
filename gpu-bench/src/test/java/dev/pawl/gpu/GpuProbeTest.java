package dev.pawl.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.gpu.GpuFacts.Device;
import dev.pawl.gpu.GpuFacts.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GpuProbeTest {

    private static final GpuFacts READY = new GpuFacts(
            Status.READY,
            "CUDA 12.4, one GPU",
            "12.4",
            List.of(new Device("NVIDIA H200", "9.0", 150_000_000_000L, 132, "0000:3b:00.0", List.of())));
    private static final Supplier<GpuFacts> NEVER_ASKED = () -> {
        throw new AssertionError("the driver must not be asked");
    };

    @TempDir
    Path root;

    @Test
    void aMachineWithoutTheDriversLibraryHasNoDriver() {
        GpuFacts facts = probe("Linux", "amd64", Map.of(), NEVER_ASKED);

        assertEquals(
                "NO_DRIVER: libcuda.so.1 is not on this machine; install the NVIDIA driver 525 or newer"
                        + " (in a container, pass the GPU in with --gpus all)",
                facts.toString());
    }

    @Test
    void theDriverIsFoundInTheUsualFolder() throws IOException {
        install("/usr/lib/x86_64-linux-gnu");

        assertEquals(READY, probe("Linux", "amd64", Map.of(), () -> READY));
    }

    @Test
    void theDriverIsFoundInAFolderOfTheLibraryPath() throws IOException {
        install("/opt/nvidia");

        assertEquals(READY, probe("Linux", "amd64", Map.of("LD_LIBRARY_PATH", "/nowhere:/opt/nvidia"), () -> READY));
    }

    @Test
    void theDriverIsFoundInAFolderOfTheLinkersConfiguration() throws IOException {
        install("/opt/container/nvidia");
        Path configuration = Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
        Files.writeString(configuration.resolve("nvidia.conf"), "# by the container runtime\n/opt/container/nvidia\n");

        assertEquals(READY, probe("Linux", "amd64", Map.of(), () -> READY));
    }

    @Test
    void macOsIsNotSupported() {
        assertEquals(
                Status.UNSUPPORTED_PLATFORM,
                probe("Mac OS X", "aarch64", Map.of(), NEVER_ASKED).status());
    }

    @Test
    void armProcessorsAreNotSupported() {
        assertEquals(
                Status.UNSUPPORTED_PLATFORM,
                probe("Linux", "aarch64", Map.of(), NEVER_ASKED).status());
    }

    @Test
    void aDriverThatCannotBeLinkedIsExplainedInOneLine() throws IOException {
        install("/usr/lib/x86_64-linux-gnu");
        UnsatisfiedLinkError sixtyLines = new UnsatisfiedLinkError("Error while loading native library\nStack trace:\n"
                + "  libnvidia-ptxjitcompiler.so.1: cannot open shared object file: No such file\n  at jcuda.LibUtils");

        GpuFacts facts = probe("Linux", "amd64", Map.of(), () -> {
            throw sixtyLines;
        });

        assertEquals(
                "NO_BINDING: the NVIDIA driver is present, but cannot be loaded:"
                        + " libnvidia-ptxjitcompiler.so.1: cannot open shared object file: No such file",
                facts.toString());
    }

    @Test
    void withoutJCudasNativeLibraryTheRealQuestionEndsInOneLine() throws IOException {
        install("/usr/lib/x86_64-linux-gnu");

        GpuFacts facts = probe("Linux", "amd64", Map.of(), CudaDriver::facts);

        assertEquals(1, facts.toString().lines().count());
        assertEquals(Status.NO_BINDING, facts.status());
    }

    private GpuFacts probe(
            String operatingSystem, String architecture, Map<String, String> environment, Supplier<GpuFacts> question) {
        return new GpuProbe(operatingSystem, architecture, new DriverLibrary(root, environment), question).probe();
    }

    private void install(String folder) throws IOException {
        Path path = Files.createDirectories(root.resolve(folder.substring(1)));
        Files.createFile(path.resolve(DriverLibrary.LINUX_NAME));
    }
}
