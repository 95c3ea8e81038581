import dev.pawl.compare.RunComparer;
import dev.pawl.compare.RunSeries;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Whether Pawl's engine calls the 5 % slower kernel slower, and the unchanged one nothing. Each run is judged by the twenty unchanged
 * runs before it, as on a server or by {@code pawl compare --warning 3% FOLDER_OF_TWENTY FILE}.
 */
final class PlantedVerdicts {

    /** Pawl's own limit of 5 % is what the planted change is: on which side of it a run lies is chance. */
    private static final double LIMIT = 0.03;

    private static final int ENOUGH_SLOWER = 20;
    private static final int ENOUGH_UNCHANGED = 100;

    private static final String CAUGHT = "a kernel with 5 % more work is called slower, of 20 times";
    private static final String RAISED = "an unchanged kernel is called slower or faster, of 100 times";
    private static final Figure.Target ALL = Figure.Target.atLeast(ENOUGH_SLOWER, "count");
    private static final Figure.Target NONE = Figure.Target.atMost(0, "count");

    private final List<Map<SeriesKey, Series>> unchanged = new ArrayList<>();
    private final Path folder;

    private PlantedVerdicts(Path folder) {
        this.folder = folder;
        for (int run = 1; Files.exists(file(PlantedRuns.UNCHANGED, run)); run++)
            unchanged.add(series(file(PlantedRuns.UNCHANGED, run)));
    }

    static List<Figure> of(Path folder) {
        PlantedVerdicts verdicts = new PlantedVerdicts(folder.resolve("planted"));
        return List.of(verdicts.caught(), verdicts.raised());
    }

    private Figure caught() {
        List<String> details = new ArrayList<>();
        int all = 0;
        int caught = 0;
        int caughtByDefault = 0;
        for (int run = 1; run <= unchanged.size(); run++) {
            Path slower = file(PlantedRuns.SLOWER, run);
            if (!Files.exists(slower)) continue;
            all++;
            JudgedMeasurement time = headline(judged(run, series(slower), LIMIT));
            if (time.verdict() == Verdict.REGRESSED) caught++;
            else details.add(described("slower run after " + run, time));
            if (headline(judged(run, series(slower), null)).verdict() == Verdict.REGRESSED) caughtByDefault++;
        }
        details.add(0, caught + " of " + all + " at a limit of 3 %; " + caughtByDefault
                + " at Pawl's own of 5 %, which the planted change just reaches");
        return figure("planted.caught", CAUGHT, caught, all, ENOUGH_SLOWER, ALL, details);
    }

    private Figure raised() {
        List<String> details = new ArrayList<>();
        int all = 0;
        int raised = 0;
        int folded = 0;
        for (int run = window() + 1; run <= unchanged.size(); run++) {
            all++;
            Comparison comparison = judged(run - 1, unchanged.get(run - 1), LIMIT);
            JudgedMeasurement time = headline(comparison);
            if (isChanged(time)) {
                raised++;
                details.add(described("run " + run, time));
            }
            for (JudgedMeasurement result : comparison.results())
                if (result.metric().role() == Role.SUPPORTING && isChanged(result)) folded++;
        }
        details.add(0, raised + " of " + all + " at a limit of 3 %; of metrics that raise no alert " + folded);
        if (all > 0) details.add(1, String.format(Locale.ROOT, "unchanged runs differ by %.2f %% (standard deviation)", 100 * noise()));
        return figure("planted.unchanged", RAISED, raised, all, ENOUGH_UNCHANGED, NONE, details);
    }

    private static Figure figure(
            String name, String says, int count, int all, int enough, Figure.Target target, List<String> details) {
        if (all == 0) return Figure.notMeasured(name, says, target, "needs the files of planted/: part planted");
        if (all < enough)
            return Figure.notMeasured(name, says, target, "needs " + enough + " comparisons: " + details.get(0));
        return new Figure(name, says, OptionalDouble.of(count), target, details);
    }

    /** Of the unchanged runs' times, as a share of their mean. */
    private double noise() {
        double[] times = unchanged.stream().mapToDouble(PlantedVerdicts::time).toArray();
        double mean = Arrays.stream(times).average().orElseThrow();
        double squares = Arrays.stream(times).map(time -> (time - mean) * (time - mean)).sum();
        return Math.sqrt(squares / (times.length - 1)) / mean;
    }

    private static double time(Map<SeriesKey, Series> run) {
        for (Series series : run.values())
            if (series.metric().name().equals("time")) return series.points().get(0).value();
        throw new IllegalStateException("a run of planted/ measured no time");
    }

    private int window() {
        return Math.min(PlantedRuns.WINDOW, unchanged.size() / 2);
    }

    /**
     * @param last number of the newest run that it is judged by
     * @param limit {@code null} for Pawl's own
     */
    private Comparison judged(int last, Map<SeriesKey, Series> contender, Double limit) {
        Baseline.Choice choice =
                new Baseline.Choice(Baseline.Source.FILES, "unchanged runs", null, null, List.of(), null);
        Contender.Identity identity =
                new Contender.Identity("one run", null, null, null, null, List.of("contender"), true);
        Map<SeriesKey, Series> base = RunSeries.joined(unchanged.subList(Math.max(0, last - window()), last));
        Thresholds thresholds = Thresholds.everywhere(ThresholdOverride.ofChange(limit, null, null));
        return new RunComparer(thresholds, 0)
                .compare(new Baseline(choice, base), new Contender(identity, contender), List.of());
    }

    private static boolean isChanged(JudgedMeasurement result) {
        return result.verdict() == Verdict.REGRESSED || result.verdict() == Verdict.IMPROVED;
    }

    private static JudgedMeasurement headline(Comparison comparison) {
        return comparison.results().stream()
                .filter(result -> result.metric().name().equals("time"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a run of planted/ measured no time"));
    }

    private static String described(String run, JudgedMeasurement time) {
        Double change = time.evidence().change();
        return String.format(
                Locale.ROOT,
                "%s: %s (%s), %+.2f %%",
                run,
                time.verdict(),
                time.reason(),
                100 * (change == null ? Double.NaN : change));
    }

    private Path file(String kernel, int run) {
        return folder.resolve(PlantedRuns.file(kernel, run));
    }

    private static Map<SeriesKey, Series> series(Path file) {
        return RunSeries.of(
                file.getFileName().toString(), "", "gpu", RecordedRun.read(file).file().benchmarks());
    }
}
