import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The suite, measured twice in a row: how far the two differ, and how close a kernel comes to the device's own copy. */
final class RepeatedSuite {

    /** Of shorter kernels the clock's own steps are a part of the difference. */
    private static final double SHORTEST_SECONDS = 50e-6;

    private static final double LARGEST_DIFFERENCE = 0.01;

    private static final Figure.Target DIFFERENCE = Figure.Target.atMost(LARGEST_DIFFERENCE, "ratio");
    private static final Figure.Target SHARE = Figure.Target.atLeast(0.9, "ratio");

    private RepeatedSuite() {}

    static List<Figure> of(Path folder) {
        String repeated = "two runs of the suite: largest difference of a median, kernels over 50 µs";
        String triad = "STREAM triad: the smallest share of the device-to-device copy's rate";
        Path first = folder.resolve("suite-1.json");
        Path second = folder.resolve("suite-2.json");
        if (!Files.exists(first) || !Files.exists(second)) {
            String why = "needs suite-1.json and suite-2.json: part suite";
            return List.of(
                    Figure.notMeasured("suite.repeated", repeated, DIFFERENCE, why),
                    Figure.notMeasured("stream.triad", triad, SHARE, why));
        }
        RecordedRun before = RecordedRun.read(first);
        RecordedRun after = RecordedRun.read(second);
        return List.of(difference(repeated, before, after), share(triad, List.of(before, after)));
    }

    private static Figure difference(String says, RecordedRun before, RecordedRun after) {
        List<String> details = new ArrayList<>();
        int kernels = 0;
        double largest = 0;
        for (String benchmark : before.values().keySet()) {
            OptionalDouble was = before.kernelSeconds(benchmark);
            if (was.isEmpty() || was.getAsDouble() <= SHORTEST_SECONDS) continue;
            OptionalDouble is = after.kernelSeconds(benchmark);
            if (is.isEmpty()) {
                details.add(benchmark + " is missing in the second run");
                continue;
            }
            kernels++;
            double change = is.getAsDouble() / was.getAsDouble() - 1;
            largest = Math.max(largest, Math.abs(change));
            if (Math.abs(change) > LARGEST_DIFFERENCE)
                details.add(String.format(
                        Locale.ROOT, "%s: %+.2f %% of %.1f µs", benchmark, 100 * change, 1e6 * was.getAsDouble()));
        }
        if (kernels == 0)
            return Figure.notMeasured("suite.repeated", says, DIFFERENCE, "no kernel of both runs takes over 50 µs");
        details.add(0, kernels + " kernels take over 50 µs");
        return new Figure("suite.repeated", says, OptionalDouble.of(largest), DIFFERENCE, details);
    }

    private static Figure share(String says, List<RecordedRun> runs) {
        List<String> details = new ArrayList<>();
        double smallest = Double.POSITIVE_INFINITY;
        for (RecordedRun run : runs)
            for (String benchmark : run.values().keySet()) {
                OptionalDouble share = run.value(benchmark, "roof.share");
                if (!benchmark.startsWith("stream.triad") || share.isEmpty()) continue;
                smallest = Math.min(smallest, share.getAsDouble());
                details.add(String.format(
                        Locale.ROOT,
                        "%s: %.1f %%, %.0f GB/s",
                        benchmark,
                        100 * share.getAsDouble(),
                        run.value(benchmark, "bandwidth").orElse(Double.NaN) / 1e9));
            }
        if (details.isEmpty())
            return Figure.notMeasured(
                    "stream.triad", says, SHARE, "the suite did not measure both the triad and the copy");
        return new Figure("stream.triad", says, OptionalDouble.of(smallest), SHARE, details);
    }
}
