package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.gpu.PrivateNatives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelCodeTest {

    private static final Path SOURCES = Path.of("src/main/cuda");

    @Test
    void everySourceIsCompiledAndNothingElse() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (KernelCode code : KernelCode.values()) expected.add(code.fileName() + ".cu");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            files.forEach(file -> found.add(file.getFileName().toString()));
        }

        assertEquals(expected, found);
    }

    @ParameterizedTest
    @EnumSource(KernelCode.class)
    void theCompiledKernelIsOfItsSource(KernelCode code) throws IOException, NoSuchAlgorithmException {
        String file = code.fileName() + ".cu";
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SOURCES.resolve(file)));

        assertEquals(
                "// source: " + file + " sha256 " + HexFormat.of().formatHex(hash),
                code.ptx().lines().findFirst().orElse(""),
                "run gpu-bench/scripts/build-ptx.sh after a change of a kernel");
    }

    @ParameterizedTest
    @EnumSource(KernelCode.class)
    void theOldestDriverAndDeviceCanTakeIt(KernelCode code) {
        assertTrue(code.ptx().contains("\n.version 8.0\n.target sm_75\n"), "PTX 8.0 for sm_75");
    }

    @ParameterizedTest
    @EnumSource(KernelCode.class)
    void theCompilerOfCuda12TakesItForEveryGeneration(KernelCode code) {
        compile(code.toString(), code.ptx());
    }

    @ParameterizedTest
    @ValueSource(strings = {"saxpy", "rounds"})
    void theCompilerOfCuda12TakesTheExamples(String name) throws IOException {
        compile(name, Files.readString(Path.of("../examples/gpu", name + ".ptx")));
    }

    private static void compile(String name, String code) {
        Assumptions.assumeTrue(hasCompiler(), "SKIPPED: JCuda's PTX compiler cannot be loaded on this machine");
        for (int generation : new int[] {75, 80, 86, 89, 90}) {
            nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
            byte[] ptx = code.getBytes(StandardCharsets.US_ASCII);
            assertEquals(
                    nvPTXCompileResult.NVPTXCOMPILE_SUCCESS,
                    JNvPTXCompiler.nvPTXCompilerCreate(compiler, ptx.length, ptx));
            String[] options = {"--gpu-name=sm_" + generation};
            int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
            assertEquals(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS, result, name + " for sm_" + generation);
            long[] size = new long[1];
            JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size);
            assertTrue(size[0] > 0);
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        }
    }

    private static boolean hasCompiler() {
        try {
            return PrivateNatives.load(() -> {
                JNvPTXCompiler.setExceptionsEnabled(false);
                return true;
            });
        } catch (LinkageError notLoadable) {
            return false;
        }
    }
}
