import dev.pawl.stats.Median;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The same kernels with and without somebody who watches the GPU, in turns. */
final class TelemetryCost {

    private static final String NAME = "telemetry";
    private static final String SAYS = "telemetry: what it costs the kernel that it costs most";
    private static final Figure.Target TARGET = Figure.Target.atMost(0.01, "ratio");

    private TelemetryCost() {}

    static Figure of(Path folder) {
        List<RecordedRun> watched = new ArrayList<>();
        List<RecordedRun> unwatched = new ArrayList<>();
        for (int turn = 1; ; turn++) {
            Path with = folder.resolve("telemetry/watched-" + turn + ".json");
            Path without = folder.resolve("telemetry/unwatched-" + turn + ".json");
            if (!Files.exists(with) || !Files.exists(without)) break;
            watched.add(RecordedRun.read(with));
            unwatched.add(RecordedRun.read(without));
        }
        if (watched.isEmpty())
            return Figure.notMeasured(
                    NAME, SAYS, TARGET, "needs telemetry/watched-1.json and unwatched-1.json: part telemetry");
        if (watched.stream().anyMatch(run -> !isWatched(run)))
            return Figure.notMeasured(
                    NAME, SAYS, TARGET, "neither NVML nor nvidia-smi could watch the GPU; see the files' warnings");
        List<String> details = new ArrayList<>();
        double largest = Double.NEGATIVE_INFINITY;
        for (String benchmark : watched.get(0).values().keySet()) {
            double cost = median(watched, benchmark) / median(unwatched, benchmark) - 1;
            if (Double.isNaN(cost)) continue;
            largest = Math.max(largest, cost);
            details.add(String.format(Locale.ROOT, "%s: %+.2f %%", benchmark, 100 * cost));
        }
        if (details.isEmpty())
            return Figure.notMeasured(NAME, SAYS, TARGET, "no kernel was measured both with and without");
        details.add(0, "medians of " + watched.size() + " runs each, in turns");
        return new Figure(NAME, SAYS, OptionalDouble.of(largest), TARGET, details);
    }

    private static boolean isWatched(RecordedRun run) {
        return run.values().values().stream().anyMatch(metrics -> metrics.containsKey("gpu.power"));
    }

    /** NaN where a run has none. */
    private static double median(List<RecordedRun> runs, String benchmark) {
        double[] seconds = runs.stream()
                .mapToDouble(run -> run.kernelSeconds(benchmark).orElse(Double.NaN))
                .toArray();
        if (Arrays.stream(seconds).anyMatch(Double::isNaN)) return Double.NaN;
        Arrays.sort(seconds);
        return Median.of(seconds);
    }
}
