package dev.pawl.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A stand-in for the NVIDIA driver's library, compiled by g++ from {@code src/test/cuda/fakecuda.cpp}: JCuda loads and calls it
 * as it does the real one. Tests are skipped where it cannot be compiled.
 */
public record FakeDriver(Path folder) {

    /** For the tests of the command line, which come later in a build. */
    private static final Path KEPT = Path.of("target", "stand-in-libcuda.so.1");

    /** Libraries by the options that they were compiled with: it takes seconds, and many tests want the same one. */
    private static final Map<List<String>, byte[]> COMPILED = new HashMap<>();

    public static synchronized FakeDriver compile(Path folder, String... options)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "SKIPPED: JCuda's natives are for Linux on x86-64");
        Path library = folder.resolve("libcuda.so.1");
        byte[] compiled = COMPILED.get(List.of(options));
        if (compiled == null) {
            compile(library, List.of(options));
            COMPILED.put(List.of(options), Files.readAllBytes(library));
            if (options.length == 0) Files.copy(library, KEPT, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.write(library, compiled);
        }
        return new FakeDriver(folder);
    }

    private static void compile(Path library, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "g++",
                "-std=c++17",
                "-O2",
                "-shared",
                "-fPIC",
                "-pthread",
                "-fvisibility=hidden",
                // It takes a jump between two stacks for an error.
                "-U_FORTIFY_SOURCE",
                "-Wno-unknown-pragmas"));
        command.addAll(options);
        command.addAll(List.of("-I", "src/main/cuda", "-o", library.toString(), "src/test/cuda/fakecuda.cpp", "-ldl"));
        Process compiler;
        try {
            compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noCompiler) {
            Assumptions.abort("SKIPPED: the stand-in for the NVIDIA driver needs g++, which is not here");
            throw noCompiler;
        }
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) throw new IllegalStateException(output);
    }

    /** For a process that is to find this driver. */
    public Map<String, String> environment(String plantedFailure) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_LIBRARY_PATH", folder.toString());
        environment.put("FAKE_CUDA", plantedFailure);
        return environment;
    }
}
