package dev.pawl.backtest;

import dev.pawl.compare.RunComparer;
import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Contender;
import dev.pawl.model.Direction;
import dev.pawl.model.KnownLevels;
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

/** How verdicts do shortly after the level of the baseline changed by 12 %, whether that is known or not. */
final class LevelScore {

    private static final double[] CHANGES = {0, 0.05, 0.10, 0.20};
    private static final double STEP = 1.12;
    private static final int BASE = 25;
    private static final RunComparer COMPARER = new RunComparer(Thresholds.DEFAULT, 0);

    private LevelScore() {}

    /** What is known of the change of level. */
    private enum Known {
        NOTHING("nothing"),
        LEVEL("another level, same noise"),
        NEITHER("the older runs tell nothing");

        private final String text;

        Known(String text) {
            this.text = text;
        }

        KnownLevels of(SeriesKey series, int begins) {
            return switch (this) {
                case NOTHING -> KnownLevels.NONE;
                case LEVEL ->
                    new KnownLevels(Map.of(), Map.of(series, List.of(new KnownLevels.Step("run" + begins, 1, STEP))));
                case NEITHER -> {
                    Map<String, Integer> elsewhere = new HashMap<>();
                    for (int i = begins - BASE; i < begins; i++) elsewhere.put("run" + i, KnownLevels.NO_SAY);
                    yield new KnownLevels(elsewhere, Map.of());
                }
            };
        }
    }

    static void print(String title, List<Stretch> stretches) {
        System.out.printf("%nAfter a change of level. %s: %d stretches%n%n", title, stretches.size());
        System.out.println(
                "| runs on the new level | known | false % | +5 % | +10 % | +20 % | undecided at 0 % | at +10 % |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int runs : new int[] {1, 2, 3, 5, 10})
            for (Known known : Known.values()) System.out.println(row(stretches, runs, known));
    }

    private static String row(List<Stretch> stretches, int runs, Known known) {
        int comparisons = 0;
        double[] regressed = new double[CHANGES.length];
        double[] undecided = new double[CHANGES.length];
        for (Stretch stretch : stretches) {
            for (int at = Stretch.WARM_UP; at < stretch.history().values().length; at += 6) {
                comparisons++;
                for (int i = 0; i < CHANGES.length; i++) {
                    Verdict verdict = verdict(stretch, at, at - runs, known, CHANGES[i]);
                    if (verdict == Verdict.REGRESSED) regressed[i]++;
                    if (verdict == Verdict.UNDECIDED) undecided[i]++;
                }
            }
        }
        double each = 100.0 / comparisons;
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.2f | %.0f | %.0f | %.0f | %.1f | %.0f |",
                runs,
                known.text,
                regressed[0] * each,
                regressed[1] * each,
                regressed[2] * each,
                regressed[3] * each,
                undecided[0] * each,
                undecided[2] * each);
    }

    private static Verdict verdict(Stretch stretch, int at, int begins, Known known, double change) {
        boolean higher = stretch.history().direction() == Direction.HIGHER_IS_BETTER;
        Metric metric = higher
                ? new Metric("throughput", Unit.of("1/s"), Direction.HIGHER_IS_BETTER, Role.HEADLINE)
                : Metric.headline("time", Unit.of("s"));
        SeriesKey key = new SeriesKey(Benchmark.named("it"), metric.identity(), "ci");
        List<Point> before = new ArrayList<>();
        for (int i = at - BASE; i < at; i++)
            before.add(point(i, stretch.history().values()[i], i < begins ? 1 : STEP, higher));
        Point after = point(at, stretch.history().values()[at], STEP * (1 + change), higher);
        Baseline.Choice choice =
                new Baseline.Choice(Baseline.Source.MERGE_BASE, "main", null, null, List.of("run"), null);
        Contender.Identity identity = new Contender.Identity("head", null, null, null, "ci", List.of("head"), true);
        return COMPARER.compare(
                        new Baseline(choice, Map.of(key, new Series(key, metric, before)), known.of(key, begins)),
                        new Contender(identity, Map.of(key, new Series(key, metric, List.of(after)))),
                        List.of())
                .results()
                .get(0)
                .verdict();
    }

    private static Point point(int run, double value, double slower, boolean higher) {
        return new Point("run" + run, "run" + run, higher ? value / slower : value * slower, null, 0);
    }
}
