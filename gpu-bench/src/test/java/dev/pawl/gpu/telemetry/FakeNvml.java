package dev.pawl.gpu.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A stand-in for NVML, compiled by gcc from {@code src/test/cuda/fakenvml.c}. Tests are skipped where it cannot be compiled.
 */
public final class FakeNvml {

    private FakeNvml() {}

    public static void compile(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"), "SKIPPED: the stand-in for NVML is for Linux");
        String library = folder.resolve("libnvidia-ml.so.1").toString();
        Process compiler;
        try {
            compiler = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library, "src/test/cuda/fakenvml.c", "-ldl")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noCompiler) {
            Assumptions.abort("SKIPPED: the stand-in for NVML needs gcc, which is not here");
            throw noCompiler;
        }
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) throw new IllegalStateException(output);
    }
}
