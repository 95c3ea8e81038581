package dev.pawl.backtest;

import dev.pawl.compare.RunComparer;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Unit;
import dev.pawl.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** How verdicts do: k runs of a contender against the runs before it, unchanged and with injected changes. */
final class PullRequestScore {

    private static final double[] CHANGES = {0, 0.05, 0.10, 0.20};
    private static final RunComparer COMPARER = new RunComparer(Thresholds.DEFAULT, 0);

    private PullRequestScore() {}

    static void print(String title, List<Stretch> stretches) {
        System.out.printf("%nPull requests, default policy. %s: %d stretches%n%n", title, stretches.size());
        System.out.println(
                "| base runs | contender runs | comparisons | false % | +5 % | +10 % | +20 % | undecided at +10 % |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int base : new int[] {5, 10, 20, 60}) {
            for (int runs : new int[] {1, 3, 5}) System.out.println(row(stretches, base, runs));
        }
        for (int reruns : new int[] {1, 2}) suites(stretches, reruns);
    }

    private static String row(List<Stretch> stretches, int base, int runs) {
        int comparisons = 0;
        double[] regressed = new double[CHANGES.length];
        int undecided = 0;
        for (Stretch stretch : stretches) {
            double[] values = stretch.history().values();
            for (int at = Stretch.WARM_UP; at + runs <= values.length; at += Math.max(6, runs)) {
                comparisons++;
                for (int i = 0; i < CHANGES.length; i++) {
                    Verdict verdict = verdict(stretch, at, base, runs, CHANGES[i]);
                    if (verdict == Verdict.REGRESSED) regressed[i]++;
                    if (verdict == Verdict.UNDECIDED && CHANGES[i] == 0.10) undecided++;
                }
            }
        }
        double each = 100.0 / comparisons;
        return String.format(
                Locale.ROOT,
                "| %d | %d | %d | %.2f | %.0f | %.0f | %.0f | %.0f |",
                base,
                runs,
                comparisons,
                regressed[0] * each,
                regressed[1] * each,
                regressed[2] * each,
                regressed[3] * each,
                undecided * each);
    }

    private static Verdict verdict(Stretch stretch, int at, int base, int runs, double change) {
        Map<SeriesKey, Series> before = new HashMap<>();
        Map<SeriesKey, Series> after = new HashMap<>();
        add(before, "it", stretch, at - base, at, 0);
        add(after, "it", stretch, at, at + runs, change);
        return compare(before, after).results().get(0).verdict();
    }

    /** Twenty pull requests of 300 unchanged benchmarks; those called regressed are run again and judged again. */
    private static void suites(List<Stretch> stretches, int reruns) {
        Random random = new Random(1);
        int comments = 0;
        int confirmed = 0;
        int pullRequests = 200;
        for (int request = 0; request < pullRequests; request++) {
            Map<SeriesKey, Series> before = new HashMap<>();
            Map<SeriesKey, Series> once = new HashMap<>();
            Map<SeriesKey, Series> again = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                Stretch stretch = stretches.get(random.nextInt(stretches.size()));
                int at = Stretch.WARM_UP + random.nextInt(stretch.history().values().length - Stretch.WARM_UP - reruns);
                String name = "b" + i;
                add(before, name, stretch, at - Stretch.WARM_UP, at, 0);
                add(once, name, stretch, at, at + 1, 0);
                add(again, name, stretch, at, at + 1 + reruns, 0);
            }
            Comparison first = compare(before, once);
            if (first.summary().count(Verdict.REGRESSED) == 0) continue;
            comments++;
            Map<SeriesKey, Series> suspects = new HashMap<>(once);
            first.results().stream()
                    .filter(result -> result.verdict() == Verdict.REGRESSED)
                    .forEach(result -> suspects.put(result.series(), again.get(result.series())));
            Comparison second = compare(before, suspects);
            boolean stands = first.results().stream()
                    .filter(result -> result.verdict() == Verdict.REGRESSED)
                    .anyMatch(suspect -> second.results().stream()
                            .anyMatch(result ->
                                    result.series().equals(suspect.series()) && result.verdict() == Verdict.REGRESSED));
            if (stands) confirmed++;
        }
        System.out.printf(
                Locale.ROOT,
                "%nSuites of 300 unchanged benchmarks: false comments in 20 pull requests %.1f, confirmed by %d rerun(s) %.1f%n",
                comments * 20.0 / pullRequests,
                reruns,
                confirmed * 20.0 / pullRequests);
    }

    private static void add(
            Map<SeriesKey, Series> side, String name, Stretch stretch, int from, int to, double change) {
        boolean higher = stretch.history().direction() == Direction.HIGHER_IS_BETTER;
        Metric metric = higher
                ? new Metric("throughput", Unit.of("1/s"), Direction.HIGHER_IS_BETTER, Role.HEADLINE)
                : Metric.headline("time", Unit.of("s"));
        SeriesKey key = new SeriesKey(Benchmark.named(name), metric.identity(), "ci");
        List<Point> points = new ArrayList<>();
        for (int i = from; i < to; i++) {
            double value = stretch.history().values()[i];
            points.add(new Point("run" + i, "0123456", higher ? value / (1 + change) : value * (1 + change), null, 0));
        }
        side.put(key, new Series(key, metric, points));
    }

    private static Comparison compare(Map<SeriesKey, Series> before, Map<SeriesKey, Series> after) {
        Baseline.Choice choice =
                new Baseline.Choice(Baseline.Source.MERGE_BASE, "main", null, null, List.of("run"), null);
        Contender.Identity identity = new Contender.Identity("head", null, null, null, "ci", List.of("head"), true);
        return COMPARER.compare(new Baseline(choice, before), new Contender(identity, after), List.of());
    }
}
