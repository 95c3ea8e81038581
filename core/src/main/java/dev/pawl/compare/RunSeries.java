package dev.pawl.compare;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.Point;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what runs measured into series: one point a run, in base units. */
public final class RunSeries {

    /**
     * libtest tells only largest minus smallest of samples that it winsorised at the 5th and 95th percentile; for a normal
     * distribution these lie 3.29 standard deviations apart.
     */
    private static final double STANDARD_DEVIATIONS_IN_RANGE = 3.29;

    /** Half the width of a 95 % confidence interval, in standard errors. */
    private static final double STANDARD_ERRORS_IN_HALF_INTERVAL = 1.96;

    private RunSeries() {}

    /**
     * The series of one run.
     *
     * @throws IllegalArgumentException if a benchmark and metric occur twice; the message names them
     */
    public static Map<SeriesKey, Series> of(String runId, String sha, String testbed, List<BenchmarkResult> results) {
        Map<SeriesKey, Series> series = new LinkedHashMap<>();
        for (BenchmarkResult result : results) {
            for (Measurement measurement : result.measurements()) {
                SeriesKey key =
                        new SeriesKey(result.benchmark(), measurement.metric().identity(), testbed);
                Series one = new Series(key, measurement.metric(), List.of(point(runId, sha, measurement)));
                if (series.put(key, one) != null) {
                    throw new IllegalArgumentException("benchmark "
                            + result.benchmark().displayName() + " has "
                            + measurement.metric().name() + " twice; give the files different suites (--suite)");
                }
            }
        }
        return series;
    }

    /** The series of several runs, oldest first; a series has a point for each run that measured it. */
    public static Map<SeriesKey, Series> joined(List<Map<SeriesKey, Series>> runs) {
        if (runs.size() == 1) return runs.get(0);
        Map<SeriesKey, Series> joined = new LinkedHashMap<>();
        for (Map<SeriesKey, Series> run : runs) {
            for (Series series : run.values()) joined.merge(series.key(), series, RunSeries::appended);
        }
        return joined;
    }

    /** A measurement as the point of a run, with the spread of its samples where the tool tells any. */
    public static Point point(String runId, String sha, Measurement measurement) {
        Measurement base = measurement.inBaseUnits();
        Double spread = spread(base);
        boolean isStandardError = base.sampleCount() == 0 && base.samples().isEmpty() && base.stddev() == null;
        long count =
                base.samples().isEmpty() ? base.sampleCount() : base.samples().size();
        // A standard error already has the samples' number in it.
        return new Point(runId, sha, base.value(), spread, isStandardError && spread != null ? 1 : count);
    }

    private static @Nullable Double spread(Measurement measurement) {
        double[] samples = measurement.samples().values();
        if (samples.length > 1) return RobustSpread.around(Median.of(samples), samples);
        if (measurement.stddev() != null) return measurement.stddev();
        if (measurement.range() != null) return measurement.range() / STANDARD_DEVIATIONS_IN_RANGE;
        if (measurement.lower() != null && measurement.upper() != null)
            return (measurement.upper() - measurement.lower()) / 2 / STANDARD_ERRORS_IN_HALF_INTERVAL;
        return null;
    }

    private static Series appended(Series earlier, Series later) {
        List<Point> points = new ArrayList<>(earlier.points());
        points.addAll(later.points());
        return new Series(later.key(), later.metric(), points);
    }
}
