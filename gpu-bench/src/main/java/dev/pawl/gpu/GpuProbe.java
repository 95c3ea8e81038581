package dev.pawl.gpu;

import dev.pawl.gpu.GpuFacts.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Finds out whether GPU benchmarks can run here, and says in one line what is missing if not.
 *
 * <p>Never throws. Whether a driver that is present works is asked of the driver, in a process of its own.
 */
public final class GpuProbe {

    private final String operatingSystem;
    private final String architecture;
    private final DriverLibrary driver;
    private final Supplier<GpuFacts> question;

    /** A probe of this machine. */
    public static GpuProbe ofThisMachine() {
        return new GpuProbe(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                new DriverLibrary(Path.of("/"), System.getenv()),
                ProbeProcess::ask);
    }

    GpuProbe(String operatingSystem, String architecture, DriverLibrary driver, Supplier<GpuFacts> question) {
        this.operatingSystem = operatingSystem.toLowerCase(Locale.ROOT);
        this.architecture = architecture;
        this.driver = driver;
        this.question = question;
    }

    public GpuFacts probe() {
        boolean windows = operatingSystem.startsWith("windows");
        if (!windows && !operatingSystem.equals("linux"))
            return GpuFacts.missing(
                    Status.UNSUPPORTED_PLATFORM,
                    "CUDA does not exist for " + operatingSystem
                            + "; use a Linux or Windows machine with an NVIDIA GPU");
        if (!List.of("amd64", "x86_64").contains(architecture))
            return GpuFacts.missing(
                    Status.UNSUPPORTED_PLATFORM,
                    "JCuda does not exist for " + architecture
                            + " processors; use an x86-64 machine with an NVIDIA GPU");
        if ((windows ? driver.onWindows() : driver.onLinux()).isEmpty())
            return GpuFacts.missing(
                    Status.NO_DRIVER,
                    (windows ? DriverLibrary.WINDOWS_NAME : DriverLibrary.LINUX_NAME)
                            + " is not on this machine; install the NVIDIA driver 525 or newer"
                            + " (in a container, pass the GPU in with --gpus all)");
        return guarded(question);
    }

    /** The answer, or in one line why there is none. */
    static GpuFacts guarded(Supplier<GpuFacts> question) {
        try {
            return question.get();
        } catch (LinkageError notLoadable) {
            return GpuFacts.missing(Status.NO_BINDING, whyNotLoadable(notLoadable));
        } catch (RuntimeException failed) {
            return GpuFacts.missing(
                    Status.DRIVER_FAILED,
                    "the NVIDIA driver refuses to work: " + failed.getMessage() + "; try nvidia-smi");
        }
    }

    /** JCuda's own message is sixty lines long. The one line that matters says which library the linker did not find. */
    private static String whyNotLoadable(LinkageError thrown) {
        String culprit = String.valueOf(thrown.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> line.contains("cannot open shared object file"))
                .findFirst()
                .orElse("");
        return culprit.isEmpty()
                ? "the NVIDIA driver is present, but this build of Pawl holds no native library to talk to it;"
                        + " put the jcuda-natives jar of this platform on the class path"
                : "the NVIDIA driver is present, but cannot be loaded: " + culprit;
    }
}
