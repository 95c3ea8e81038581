package dev.pawl.compare;

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
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Builds the two sides of a comparison: {@code Runs.none().measuring("sort", 1.0, 1.1).asBaseline()}. */
final class Runs {

    private final Map<SeriesKey, Series> series = new HashMap<>();

    static Runs none() {
        return new Runs();
    }

    static Metric time() {
        return Metric.headline("time", Unit.of("s"));
    }

    static Metric metric(String name, String unit, Direction direction, Role role) {
        return new Metric(name, Unit.of(unit), direction, role);
    }

    Runs measuring(String benchmark, double... values) {
        return sampling(benchmark, time(), null, values);
    }

    Runs measuring(String benchmark, Metric metric, double... values) {
        return sampling(benchmark, metric, null, values);
    }

    /** One point a value, each with the relative spread inside its run. */
    Runs sampling(String benchmark, Metric metric, @Nullable Double relativeSpread, double... values) {
        SeriesKey key = new SeriesKey(Benchmark.named(benchmark), metric.identity(), "ci");
        List<Point> points = new ArrayList<>();
        for (double value : values) {
            String run = "run" + points.size();
            Double spread = relativeSpread == null ? null : relativeSpread * Math.abs(value);
            points.add(new Point(run, "commit" + points.size(), value, spread, spread == null ? 0 : 20));
        }
        series.put(key, new Series(key, metric, points));
        return this;
    }

    Baseline asBaseline() {
        return asBaseline(KnownLevels.NONE);
    }

    /** The runs are named {@code base-run0}, {@code base-run1}, … */
    Baseline asBaseline(KnownLevels levels) {
        return new Baseline(
                new Baseline.Choice(Baseline.Source.FILES, "base", null, null, List.of("run"), null),
                named("base-"),
                levels);
    }

    Contender asContender() {
        return asContender(true);
    }

    Contender asContender(boolean complete) {
        return new Contender(
                new Contender.Identity("head", null, null, null, "ci", List.of("head"), complete), named("head-"));
    }

    /** No run is on both sides. */
    private Map<SeriesKey, Series> named(String side) {
        Map<SeriesKey, Series> named = new HashMap<>();
        for (Series one : series.values()) {
            List<Point> points = new ArrayList<>();
            for (Point point : one.points())
                points.add(new Point(
                        side + point.runId(), point.sha(), point.value(), point.spread(), point.sampleCount()));
            named.put(one.key(), new Series(one.key(), one.metric(), points));
        }
        return named;
    }

    /** Values around a level with normal noise. */
    static double[] noisy(long seed, int count, double level, double relativeNoise) {
        Random random = new Random(seed);
        return random.doubles(count)
                .map(ignored -> level * Math.exp(relativeNoise * random.nextGaussian()))
                .toArray();
    }
}
