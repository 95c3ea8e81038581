import dev.pawl.gpu.suite.SuiteResult;
import dev.pawl.gpu.suite.SuiteRunner;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.wire.ResultFileJson;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures one kernel again and again, and between these runs the same kernel with 5 % more work, as {@code pawl gpu run --spec FILE
 * --suite quick} does: each run in a process of its own. Not by that command, which would start two more JVMs for each run.
 */
final class PlantedRuns {

    /** How many runs before one it is judged by. With ten, runs that differ by 0.8 % by themselves would hide a change of 5 %. */
    static final int WINDOW = 20;

    /** After so many unchanged runs comes a slower one. */
    static final int BETWEEN = 5;

    static final String UNCHANGED = "rounds";
    static final String SLOWER = "rounds-slower";

    private PlantedRuns() {}

    /** @param arguments the folder with the spec files, the folder for results, and how many unchanged runs are to be judged */
    public static void main(String[] arguments) throws Exception {
        Path kernels = Path.of(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        int comparisons = Integer.parseInt(arguments[2]);
        int runs = Math.min(WINDOW, comparisons) + comparisons;
        for (int run = 1; run <= runs; run++) {
            measure(kernels.resolve(UNCHANGED + ".yml"), folder.resolve(file(UNCHANGED, run)));
            int judged = run - (runs - comparisons);
            // A last one also where there are fewer, so that a short trial has both kinds.
            if (judged > 0 && (judged % BETWEEN == 0 || comparisons < BETWEEN && run == runs))
                measure(kernels.resolve(SLOWER + ".yml"), folder.resolve(file(SLOWER, run)));
        }
        System.exit(0);
    }

    /** A slower run has the number of the unchanged one before it. */
    static String file(String kernel, int run) {
        return String.format(Locale.ROOT, "%s-%03d.json", kernel, run);
    }

    private static void measure(Path spec, Path file) throws Exception {
        SuiteResult result = SuiteRunner.ofSpec(
                        spec, "quick", Duration.ofSeconds(60), GpuTelemetry.ofThisMachine(), System.err)
                .run();
        if (!result.failures().isEmpty()) System.exit(3);
        try (OutputStream out = Files.newOutputStream(file)) {
            ResultFileJson.write(out, List.of(result.result()), false);
        }
    }
}
