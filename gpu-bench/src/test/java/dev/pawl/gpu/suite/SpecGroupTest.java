package dev.pawl.gpu.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.gpu.FakeDriver;
import dev.pawl.gpu.spec.SpecException;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's kernel, its source run by a stand-in for the driver, measured as a spec file says. */
final class SpecGroupTest {

    private static final Path CODE = Path.of("../examples/gpu/saxpy.ptx").toAbsolutePath();

    @TempDir
    static Path folder;

    private static FakeDriver driver;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        driver = FakeDriver.compile(folder);
    }

    @Test
    void eachCombinationIsVerifiedAndTimed() throws SpecException, IOException {
        SuiteResult result = run("", spec(CODE, "saxpy", "{buffer: y, equals: 3 * (i % 7) + 2}"));

        assertEquals(List.of(), result.failures());
        List<BenchmarkResult> benchmarks = result.result().benchmarks();
        assertEquals(
                List.of(Map.of("n", "1000", "threads", "64"), Map.of("n", "3000", "threads", "64")),
                benchmarks.stream()
                        .map(measured -> measured.benchmark().params())
                        .toList());
        Map<String, Double> values = new TreeMap<>();
        for (Measurement measurement : benchmarks.get(1).measurements())
            values.put(measurement.metric().name(), measurement.value());
        assertEquals(12 * 3000 / values.get("time"), values.get("bandwidth"), 1e-3);
        assertEquals(2 * 3000 / values.get("time"), values.get("rate"), 1e-3);
        assertTrue(values.containsKey("time.batched"), values.toString());
    }

    @Test
    void whatDiffersFromTheFormulaOrTheReferenceIsNotTimed() throws SpecException, IOException {
        // One block of 64 threads reaches the first elements only.
        String tooFew = "saxpy (n=1000, threads=64): WRONG_RESULT: element 64 is 2.0 and not 5.0";
        String reference = "{buffer: y, reference: {file: '" + CODE + "', entry: saxpy, grid: 4}}";

        assertEquals(
                List.of(tooFew, tooFew.replace("1000", "3000")),
                failures(run(
                        "",
                        spec(CODE, "saxpy_simple", "{buffer: y, equals: 3 * (i % 7) + 2}")
                                .replace("grid: 4", "grid: 1"))));
        assertEquals(
                List.of(tooFew, tooFew.replace("1000", "3000")),
                failures(run("", spec(CODE, "saxpy_simple", reference).replaceFirst("grid: 4", "grid: 1"))));
    }

    @Test
    void theKernelWhoseWorkIsAnArgumentIsVerifiedAgainstItsReference() throws SpecException, IOException {
        String spec = Files.readString(CODE.resolveSibling("rounds.yml"))
                .replace("rounds.ptx", CODE.resolveSibling("rounds.ptx").toString())
                .replace("n: 16384", "n: 256")
                .replace("20000", "40");

        assertEquals(List.of(), failures(run("", spec)));
        assertEquals(
                1, failures(run("", spec.replace("grid: n / 128", "grid: 1"))).size());
    }

    @Test
    void whatTheDriverSaysOfTheCodeIsPassedOn() throws SpecException, IOException {
        String check = "{buffer: y, equals: 3 * (i % 7) + 2}";

        assertEquals(
                "saxpy (n=1000, threads=64): PTX_REJECTED: loading saxpy.ptx (ptxas application ptx input, line 9; fatal   :"
                        + " Unsupported .version 9.9 | ptxas fatal) failed with CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
                failures(run("ptx-rejected", spec(CODE, "saxpy", check))).get(0));
        assertEquals(
                "saxpy (n=1000, threads=64): PTX_REJECTED: the code has no kernel 'sgemm'; C++ changes names, unless the"
                        + " source says extern \"C\"",
                failures(run("", spec(CODE, "sgemm", check))).get(0));
    }

    @Test
    void sourceIsCompiledWhereThereIsACompiler(@TempDir Path with, @TempDir Path without)
            throws SpecException, IOException, InterruptedException {
        compileCompiler(with);
        Path source = without.resolve("saxpy.cu");
        Files.writeString(source, "extern \"C\" __global__ void saxpy() {}");
        String text = spec(source, "saxpy", "{buffer: y, equals: 3 * (i % 7) + 2}");
        Map<String, String> environment = new HashMap<>(driver.environment(""));
        environment.put("LD_LIBRARY_PATH", driver.folder() + ":" + with);

        assertEquals(List.of(), failures(run(environment, text)));

        Files.writeString(source, "error");
        assertEquals(
                "saxpy (n=1000, threads=64): COMPILE_FAILED: saxpy.cu: saxpy.cu(1): error: identifier \"flaot\" is undefined"
                        + " | 1 error detected. |",
                failures(run(environment, text)).get(0));
        List<String> missing = failures(run("", text));
        Assumptions.assumeTrue(missing.size() == 2, "SKIPPED: this machine has NVRTC");
        assertTrue(
                missing.get(0)
                        .startsWith("saxpy (n=1000, threads=64): NO_COMPILER: a .cu file needs NVRTC, and neither"
                                + " libnvrtc.so.13 nor libnvrtc.so.12 can be loaded;"),
                missing.get(0));
    }

    private static void compileCompiler(Path folder) throws IOException, InterruptedException {
        String library = folder.resolve("libnvrtc.so.12").toString();
        Process compiler = new ProcessBuilder(
                        "g++", "-x", "c", "-shared", "-fPIC", "-o", library, "src/test/cuda/fakenvrtc.c")
                .redirectErrorStream(true)
                .start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), output);
    }

    private static String spec(Path code, String entry, String check) {
        return """
                kernels:
                  - name: saxpy
                    file: CODE
                    entry: ENTRY
                    axes: {n: [1000, 3000], threads: 64}
                    grid: 4
                    block: threads
                    arguments:
                      - {type: f32, value: 3.0}
                      - {name: x, type: f32, buffer: n, init: i % 7}
                      - {name: y, type: f32, buffer: n, init: 2}
                      - {type: i64, value: n}
                    bytes: 12 * n
                    operations: 2 * n
                    unit: FLOP/s
                    check: CHECK
                """.replace("CODE", code.toString()).replace("ENTRY", entry).replace("CHECK", check);
    }

    private static SuiteResult run(String planted, String spec) throws SpecException, IOException {
        return run(driver.environment(planted), spec);
    }

    private static SuiteResult run(Map<String, String> environment, String spec) throws SpecException, IOException {
        Path file = folder.resolve("spec.yml");
        Files.writeString(file, spec);
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new SuiteRunner(
                        Effort.TINY,
                        SpecGroup.of(file),
                        Duration.ofSeconds(60),
                        environment,
                        progress,
                        record -> () -> {})
                .run();
    }

    private static List<String> failures(SuiteResult result) {
        return result.failures().stream().map(Object::toString).toList();
    }
}
