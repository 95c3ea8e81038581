package dev.pawl.gpu.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.gpu.spec.KernelSpec.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecReaderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void putCode() throws IOException {
        Files.writeString(folder.resolve("k.ptx"), ".version 8.0");
    }

    @Test
    void theExampleIsRead() throws SpecException, IOException {
        List<KernelSpec> specs = SpecReader.read(Path.of("../examples/gpu/saxpy.yml"));

        assertEquals(
                List.of("saxpy", "saxpy-by-reference"),
                specs.stream().map(KernelSpec::name).toList());
        KernelSpec saxpy = specs.get(0);
        assertEquals(
                List.of("1048576 128", "1048576 512", "16777216 128", "16777216 512"),
                saxpy.combinations().stream()
                        .map(values -> values[0] + " " + values[1])
                        .collect(Collectors.toList()));
        assertEquals(4096, saxpy.launch().grid().get(0).of(1048576, 128));
        assertEquals(512, saxpy.launch().block().get(0).of(1048576, 512));
        assertEquals(12 * 1048576, saxpy.bytes().of(1048576, 128));
        assertEquals("FLOP/s", saxpy.rateUnit());
        assertEquals(Type.F32, saxpy.arguments().get(1).type());
        assertEquals(1020, saxpy.arguments().get(1).content().of(1048576, 128, 2041));
        assertEquals(2, saxpy.check().buffer());
        assertEquals(3 * 1020 + 2, saxpy.check().expected().of(1048576, 128, 2041));
        assertEquals("saxpy_simple", specs.get(1).check().reference().entry());
        assertEquals(
                256, specs.get(1).check().reference().launch().block().get(0).of(1048576));
    }

    @ParameterizedTest
    @ValueSource(strings = {"saxpy", "rounds"})
    void theExamplesCodeIsOfItsSource(String name) throws IOException, NoSuchAlgorithmException {
        Path source = Path.of("../examples/gpu", name + ".cu");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(source));

        assertEquals(
                "// source: " + name + ".cu sha256 " + HexFormat.of().formatHex(hash),
                Files.readAllLines(Path.of("../examples/gpu", name + ".ptx")).get(0),
                "run gpu-bench/scripts/build-ptx.sh after a change of a kernel");
    }

    @Test
    void theSlowerKernelIsTheOtherOneWithFivePercentMoreRounds() throws SpecException, IOException {
        String quick = Files.readString(Path.of("../examples/gpu/rounds.yml"));
        String slower = Files.readString(Path.of("../examples/gpu/rounds-slower.yml"));

        assertEquals(
                quick.substring(quick.indexOf("kernels:")).replace("20000", "21000"),
                slower.substring(slower.indexOf("kernels:")));
        assertEquals(
                21_000,
                SpecReader.read(Path.of("../examples/gpu/rounds-slower.yml"))
                        .get(0)
                        .arguments()
                        .get(1)
                        .content()
                        .wholeOf(16_384));
    }

    @Test
    void withoutAxesThereIsOneCombination() throws SpecException, IOException {
        KernelSpec spec = read("""
                kernels:
                  name: k
                  file: k.ptx
                  entry: k
                  grid: [4, 2, 1]
                  block: 32
                  arguments: []
                  check: none
                """).get(0);

        assertEquals(1, spec.combinations().size());
        assertArrayEquals(new long[0], spec.combinations().get(0));
        assertNull(spec.check());
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirLines() {
        assertProblems(
                """
                kernels:
                  - name: a b
                    file: k.txt
                    entry: 7up
                    axes:
                      n: [1, 0, 1, x]
                      i: 3
                    grid: ceildiv(m, 2)
                    block: [32, 64]
                    shared: 1 / n
                    arguments:
                      - {type: f16, value: 1}
                      - {type: i32, value: 1.5}
                      - {type: f32}
                      - {name: y, type: f32, buffer: n - 1, init: 5 % n}
                      - {name: y, type: i64, buffer: 8, initial: 1}
                    bytes: n * 9223372036854775807 * 2
                    chekc: none
                    check: {buffer: z, equals: 1, reference: {entry: r}, tolerance: 2}
                  - name: ok
                    file: nowhere.cubin
                    entry: k
                    grid: 1
                    block: 1
                    arguments: []
                extra: 1
                """,
                "2: 'name' is 'a b', which is no name",
                "3: 'file' is 'k.txt'; it must end with .ptx, .cubin or .cu",
                "4: 'entry' is '7up', which is no name",
                "6: 'n' has 1 twice",
                "6: 'n' has 'x', which is no name here (at character 2 of 'x')",
                "7: an axis cannot be called 'i'",
                "8: 'grid' has 'm', which is no name here; known are n, i (at character 10 of 'ceildiv(m, 2)')",
                "9: 'block' is 2048 threads for n=1, i=3; CUDA allows 1024",
                "10: 'shared' has no value for n=0, i=3: / by zero",
                "12: 'type' is 'f16'; known are i32, i64, f32, f64",
                "13: 'value' is 1.5, but its type has no fractions",
                "14: an argument is either a 'buffer', of so many elements, or a 'value'",
                "15: 'buffer' is 0 for n=1, i=3; it must be from 1 to 1099511627776",
                "15: 'init' has no value for n=0, i=3: / by zero",
                "16: an argument has no 'initial'; known are buffer, init, name, type, value",
                "17: 'bytes' has no value for n=1, i=3: long overflow",
                "18: a kernel has no 'chekc'; known are arguments, axes, block, bytes, check, entry, file, grid, name,"
                        + " operations, shared, unit",
                "19: 'check' needs either 'equals', a formula, or 'reference', a kernel",
                "19: 'tolerance' is '2'; it must be from 0 to below 1",
                "19: no buffer among the arguments has the name 'z'",
                "20: a kernel needs 'check'",
                "21: 'file' is 'nowhere.cubin', which is not there or not readable",
                "26: the file has no 'extra'; known are kernels");
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() {
        assertProblems("kernels:\n  - {name: a\n  - ]\n", "3: is no YAML: expected ',' or '}', but got ]");
        assertProblems("", "1: the file is empty; it needs 'kernels'");
        assertProblems("- 1\n", "1: the file must be a mapping of keys to values");
        assertProblems("kernels: []\n", "1: 'kernels' has none");
        assertProblems("kernels: [5]\n", "1: a kernel must be a mapping of keys to values");
        assertProblems("kernels: &a [*a]\n", "1: a kernel must be a mapping of keys to values");
        assertProblems(
                "x: 1\n".repeat(2),
                "2: the file has no 'x'; known are kernels",
                "1: the file needs 'kernels'",
                "2: 'x' is there twice");
    }

    private List<KernelSpec> read(String text) throws SpecException, IOException {
        Path file = folder.resolve("spec.yml");
        Files.writeString(file, text);
        return SpecReader.read(file);
    }

    private void assertProblems(String text, String... problems) {
        SpecException refused = assertThrows(SpecException.class, () -> read(text));

        String prefix = folder.resolve("spec.yml") + ":";
        assertEquals(
                List.of(problems).stream().sorted().collect(Collectors.joining("\n")),
                refused.getMessage()
                        .lines()
                        .map(line -> line.substring(prefix.length()))
                        .sorted()
                        .collect(Collectors.joining("\n")));
    }
}
