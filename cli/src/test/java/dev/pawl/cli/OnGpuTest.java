package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code gpu-bench/bench/on-gpu.sh} from beginning to end, with the stand-in for the NVIDIA driver and the programs that the tests
 * of gpu-bench left behind. Its archive has this JVM in place of a trimmed one, and kernels with less work.
 */
@EnabledOnOs(OS.LINUX)
final class OnGpuTest {

    private static final Path BENCH = Path.of("../gpu-bench/bench");
    private static final Path DRIVER = Path.of("../gpu-bench/target/stand-in-libcuda.so.1");
    private static final Path PROGRAMS = Path.of("../gpu-bench/target/on-gpu-classes");

    @TempDir
    Path folder;

    @Test
    void oneCallLeavesTheFiguresAndWhereTheyComeFrom() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.exists(DRIVER) && Files.exists(PROGRAMS),
                "SKIPPED: the tests of gpu-bench left no stand-in for the driver, or were not run");
        Files.copy(DRIVER, Files.createDirectories(folder.resolve("driver")).resolve("libcuda.so.1"));
        pack();

        String printed = onGpu(0, "--parts", "planted", "--comparisons", "1", "pawl-gpu.tar.gz", "out");

        Path out = folder.resolve("out");
        assertEquals(
                List.of("PROVENANCE.md", "figures.json", "figures.txt", "log.txt", "planted", "probe.txt"), names(out));
        assertEquals(
                List.of("rounds-001.json", "rounds-002.json", "rounds-slower-002.json"), names(out.resolve("planted")));
        assertTrue(printed.contains(Files.readString(out.resolve("figures.txt"))), printed);
        assertTrue(printed.contains("    needs 100 comparisons: "), printed);
        String provenance = Files.readString(out.resolve("PROVENANCE.md"));
        assertTrue(provenance.contains(" of Pawl abc1234, on "), provenance);
        assertTrue(provenance.contains("    READY: CUDA 12.4, Stand-in GPU "), provenance);
        assertTrue(provenance.contains("    PlantedRuns of gpu-bench/bench/java, 1 comparisons\n"), provenance);
    }

    @Test
    void fails_whenItIsCalledWrongly() throws IOException, InterruptedException {
        assertTrue(onGpu(2, "--parts", "all", "a", "b").startsWith("there is no part 'all'\nusage: on-gpu.sh "));
        assertTrue(onGpu(2, "--comparisons", "x", "a", "b").startsWith("--comparisons takes a number, not 'x'\n"));
        assertTrue(onGpu(2, "a").startsWith("usage: on-gpu.sh "));
    }

    private void pack() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("pawl-gpu"));
        Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        writeJar(home.resolve("pawl.jar"));
        Path figures = Files.createDirectories(home.resolve("figures"));
        for (String file : names(PROGRAMS)) Files.copy(PROGRAMS.resolve(file), figures.resolve(file));
        Path kernels = Files.createDirectories(home.resolve("kernels"));
        for (String file : names(Path.of("../examples/gpu")))
            if (file.startsWith("rounds"))
                Files.writeString(
                        kernels.resolve(file),
                        Files.readString(Path.of("../examples/gpu", file))
                                .replace("n: 16384", "n: 256")
                                .replace("20000", "200")
                                .replace("21000", "210"));
        Files.writeString(home.resolve("commit"), "abc1234\n");
        assertEquals(
                0,
                new ProcessBuilder("tar", "-czf", "pawl-gpu.tar.gz", "pawl-gpu")
                        .directory(folder.toFile())
                        .inheritIO()
                        .start()
                        .waitFor());
    }

    /** Names the classes of this test instead of holding them. */
    private static void writeJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "dev.pawl.cli.Pawl");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private String onGpu(int expected, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "sh", BENCH.resolve("on-gpu.sh").toAbsolutePath().normalize().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.resolve("driver").toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Path log = folder.resolve("out/log.txt");
        assertEquals(expected, process.waitFor(), printed + (Files.exists(log) ? Files.readString(log) : ""));
        return printed;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
