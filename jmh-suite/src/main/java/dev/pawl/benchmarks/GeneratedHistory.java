package dev.pawl.benchmarks;

import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Contender;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Samples;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Histories of benchmarks from a seed: noise of 2 % around a level, and a step of 20 % in one benchmark of fifty. */
final class GeneratedHistory {

    static final Metric TIME = Metric.headline("time", Unit.of("s"));

    private static final String TESTBED = "ci-linux";

    private final Random random;

    GeneratedHistory(long seed) {
        this.random = new Random(seed);
    }

    static List<Benchmark> benchmarks(int count) {
        List<Benchmark> benchmarks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) benchmarks.add(Benchmark.named("tests/test_speed.py::test_" + i));
        return benchmarks;
    }

    /** Values of one series. */
    double[] values(int points) {
        double[] values = new double[points];
        for (int i = 0; i < points; i++) values[i] = value(1e-3);
        return values;
    }

    /** Values with a step after every so many points, up and down in turn. */
    double[] steps(int points, int length) {
        double[] values = new double[points];
        for (int i = 0; i < points; i++) values[i] = value(i / length % 2 == 0 ? 1e-3 : 1.2e-3);
        return values;
    }

    /** What one run measured. */
    List<Measurement> measurements(int count, int samples) {
        List<Measurement> measurements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double[] values = values(samples);
            measurements.add(new Measurement(
                    TIME,
                    values[0],
                    null,
                    null,
                    2e-5,
                    null,
                    samples,
                    Samples.of(values),
                    new TreeMap<>(Map.of("mean", values[0]))));
        }
        return measurements;
    }

    Baseline baseline(int benchmarks, int runs) {
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < runs; run++) ids.add("run-" + run);
        Baseline.Choice choice =
                new Baseline.Choice(Baseline.Source.MERGE_BASE, "main at 0000000", "main", null, ids, 0);
        return new Baseline(choice, series(benchmarks, runs, 1));
    }

    Contender contender(int benchmarks) {
        Contender.Identity identity = new Contender.Identity(
                "pull request #1 at 1111111", "change", null, 1, TESTBED, List.of("contender"), true);
        return new Contender(identity, series(benchmarks, 1, 1.2));
    }

    private Map<SeriesKey, Series> series(int benchmarks, int runs, double step) {
        Map<SeriesKey, Series> all = new LinkedHashMap<>();
        int index = 0;
        for (Benchmark benchmark : benchmarks(benchmarks)) {
            SeriesKey key = new SeriesKey(benchmark, TIME.identity(), TESTBED);
            double level = index++ % 50 == 0 ? 1e-3 * step : 1e-3;
            List<Point> points = new ArrayList<>(runs);
            for (int run = 0; run < runs; run++)
                points.add(new Point("run-" + run, "0000000", value(level), 2e-5, 100));
            all.put(key, new Series(key, TIME, points));
        }
        return all;
    }

    private double value(double level) {
        return level * Math.exp(0.02 * random.nextGaussian());
    }
}
