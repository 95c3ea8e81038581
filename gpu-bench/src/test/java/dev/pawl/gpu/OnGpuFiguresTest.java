package dev.pawl.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import dev.pawl.wire.ResultFileJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that works out the figures of {@code on-gpu.sh}, on files with known figures in them. No GPU was near them. */
final class OnGpuFiguresTest {

    /** Kept for the tests of the command line, which come later in a build. */
    private static final Path CLASSES = Path.of("target", "on-gpu-classes");

    private static Method program;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void compile() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "--release",
                "17",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                CLASSES.toString()));
        try (Stream<Path> sources = Files.list(Path.of("bench/java"))) {
            sources.map(Path::toString).forEach(arguments::add);
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        ClassLoader loader =
                new URLClassLoader(new URL[] {CLASSES.toUri().toURL()}, OnGpuFiguresTest.class.getClassLoader());
        program = loader.loadClass("OnGpuFigures").getDeclaredMethod("areReached", Path.class, PrintStream.class);
        program.setAccessible(true);
    }

    @Test
    void whatWasNotMeasuredIsNeitherMetNorMissed() throws Exception {
        assertTrue(areReached());

        assertEquals(6, printed.toString(StandardCharsets.UTF_8).split("not measured", -1).length - 1);
        assertFalse(printed.toString(StandardCharsets.UTF_8).contains("met\n"));
        assertTrue(Files.readString(folder.resolve("figures.json")).contains("\"measured\" : null"));
    }

    @Test
    void theTableSaysWhatIsMetAndWhatIsMissed() throws Exception {
        writeSuites(1.004, 0.93);
        writeTelemetry(1.002);
        writeQuick("42");
        writePlanted(1.05, 1);

        assertTrue(areReached(), printed.toString(StandardCharsets.UTF_8));

        assertEquals("""
                figure                                                                     measured      target
                two runs of the suite: largest difference of a median, kernels over 50 µs  0.40 %        ≤ 1 %     met
                    2 kernels take over 50 µs
                STREAM triad: the smallest share of the device-to-device copy's rate       93.00 %       ≥ 90 %    met
                    stream.triad_f32: 95.0 %, 2000 GB/s
                    stream.triad_f32: 93.0 %, 2000 GB/s
                telemetry: what it costs the kernel that it costs most                     0.20 %        ≤ 1 %     met
                    medians of 3 runs each, in turns
                    stream.triad_f32: +0.20 %
                the quick suite, from its start to its end                                 42 s          ≤ 60 s    met
                    1 benchmarks
                """, printed.toString(StandardCharsets.UTF_8).replaceFirst("(?s)a kernel with 5 %.*", ""));
        String planted = printed.toString(StandardCharsets.UTF_8).replaceFirst("(?s).*(?=a kernel with 5 %)", "");
        assertTrue(
                planted.matches("(?s)a kernel with 5 % more work is called slower, of 20 times  +20  +≥ 20 +met\\n"
                        + "    20 of 20 at a limit of 3 %; \\d+ at Pawl's own of 5 %, which the planted change just reaches\\n"
                        + "an unchanged kernel is called slower or faster, of 100 times  +0  +≤ 0 +met\\n"
                        + "    0 of 100 at a limit of 3 %; of metrics that raise no alert 0\\n"
                        + "    unchanged runs differ by 0\\.3\\d % \\(standard deviation\\)\\n"),
                planted);
    }

    @Test
    void whatIsMissedIsNamed() throws Exception {
        writeSuites(1.021, 0.88);
        writeTelemetry(1.03);
        writeQuick("61");
        writePlanted(1.00, 1.08);

        assertFalse(areReached());

        String table = printed.toString(StandardCharsets.UTF_8);
        assertTrue(table.contains("2.10 %        ≤ 1 %     MISSED\n    2 kernels take over 50 µs\n"), table);
        assertTrue(table.contains("    gemm.tiled_f32: +2.10 % of 80.0 µs\n"), table);
        assertTrue(table.contains("88.00 %       ≥ 90 %    MISSED\n"), table);
        assertTrue(table.contains("3.00 %        ≤ 1 %     MISSED\n"), table);
        assertTrue(table.contains("61 s          ≤ 60 s    MISSED\n"), table);
        assertTrue(table.contains("    0 of 20 at a limit of 3 %; "), table);
        assertTrue(table.contains("    slower run after 25: UNCHANGED ("), table);
        assertTrue(table.contains("    run 50: REGRESSED ("), table);
        assertTrue(
                Files.readString(folder.resolve("figures.json")).contains("\"figure\" : \"planted.unchanged\""), table);
    }

    @Test
    void withoutAWatcherTheCostOfWatchingIsNotMeasured() throws Exception {
        writeTelemetry(1.002);
        write("telemetry/watched-2.json", kernel("stream.triad_f32", 1e-4, Map.of()));

        assertTrue(areReached());

        assertTrue(
                printed.toString(StandardCharsets.UTF_8)
                        .contains("    neither NVML nor nvidia-smi could watch the GPU;"),
                printed.toString(StandardCharsets.UTF_8));
    }

    private boolean areReached() throws Exception {
        return (boolean) program.invoke(null, folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    /** One kernel is too short to count, and one is timed by the host. */
    private void writeSuites(double change, double share) throws IOException {
        BenchmarkResult host = new BenchmarkResult(benchmark("host.allocate"), List.of(seconds("time", 1e-3)));
        BenchmarkResult slowerHost = new BenchmarkResult(benchmark("host.allocate"), List.of(seconds("time", 2e-3)));
        write(
                "suite-1.json",
                kernel("launch.empty", 3e-6, Map.of()),
                kernel("stream.triad_f32", 1e-4, Map.of("roof.share", 0.95, "bandwidth", 2e12)),
                kernel("gemm.tiled_f32", 80e-6, Map.of()),
                host);
        write(
                "suite-2.json",
                kernel("launch.empty", 4e-6, Map.of()),
                kernel("stream.triad_f32", 1.001e-4, Map.of("roof.share", share, "bandwidth", 2e12)),
                kernel("gemm.tiled_f32", 80e-6 * change, Map.of()),
                slowerHost);
    }

    private void writeTelemetry(double cost) throws IOException {
        for (int turn = 1; turn <= 3; turn++) {
            // The median counts: in one of the turns both took long.
            double time = turn == 2 ? 2e-4 : 1e-4;
            write(
                    "telemetry/watched-" + turn + ".json",
                    kernel("stream.triad_f32", time * cost, Map.of("gpu.power", 90.0)));
            write("telemetry/unwatched-" + turn + ".json", kernel("stream.triad_f32", time, Map.of()));
        }
    }

    private void writeQuick(String seconds) throws IOException {
        write("quick.json", kernel("launch.empty", 3e-6, Map.of()));
        Files.writeString(folder.resolve("quick-seconds"), seconds + "\n");
    }

    /**
     * Noise of 0.3 % between runs.
     *
     * @param slower what the planted runs take, as a share of what the others take
     * @param fiftieth likewise of an unchanged run in the midst
     */
    private void writePlanted(double slower, double fiftieth) throws IOException {
        Random random = new Random(20);
        for (int run = 1; run <= 120; run++) {
            double time = 3e-4 * (1 + 0.003 * random.nextGaussian()) * (run == 50 ? fiftieth : 1);
            write(String.format(Locale.ROOT, "planted/rounds-%03d.json", run), kernel("rounds", time, Map.of()));
            if (run > 20 && run % 5 == 0)
                write(
                        String.format(Locale.ROOT, "planted/rounds-slower-%03d.json", run),
                        kernel("rounds", 3e-4 * slower * (1 + 0.003 * random.nextGaussian()), Map.of()));
        }
    }

    private static BenchmarkResult kernel(String name, double time, Map<String, Double> more) {
        List<Measurement> measurements = new ArrayList<>(List.of(
                seconds("time", time),
                Measurement.of(
                        new Metric("time.batched", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.SUPPORTING), time)));
        more.forEach((metric, value) -> measurements.add(
                Measurement.of(new Metric(metric, Unit.of("ratio"), Direction.UNKNOWN, Role.INFORMATIONAL), value)));
        return new BenchmarkResult(benchmark(name), measurements);
    }

    private static Measurement seconds(String metric, double value) {
        return Measurement.of(Metric.headline(metric, Unit.of("s")), value);
    }

    private static Benchmark benchmark(String name) {
        return new Benchmark("", name, Map.of(), "", 0);
    }

    private void write(String file, BenchmarkResult... results) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        try (OutputStream out = Files.newOutputStream(path)) {
            ResultFileJson.write(
                    out,
                    List.of(new ResultFile("pawl", "gpu", Environment.of(Map.of()), List.of(results), List.of())),
                    false);
        }
    }
}
