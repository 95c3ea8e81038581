package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Samples;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Unit;
import dev.pawl.stats.RobustSpread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunSeriesTest {

    private static final Metric TIME = Metric.headline("time", Unit.of("ms"));

    @Test
    void aPointIsInBaseUnits() {
        Point point = point(measured(20, null, null, null, null, 7, Samples.NONE));

        assertEquals(0.02, point.value(), 1e-15);
        assertNull(point.spread());
        assertEquals(7, point.sampleCount());
    }

    /** The standard deviation of these samples is 44 ms; the tool says 99 ms. */
    @Test
    void samplesTellTheSpreadBeforeAnythingThatTheToolSays() {
        Point point = point(measured(3, 1.0, 5.0, 99.0, 99.0, 9, Samples.of(1, 2, 3, 4, 100)));

        assertEquals(1e-3 * RobustSpread.around(3, new double[] {1, 2, 3, 4, 100}), spread(point), 1e-15);
        assertTrue(spread(point) < 5e-3, point.toString());
        assertEquals(5, point.sampleCount());
    }

    @Test
    void thenTheStandardDeviationThenTheRangeThenTheInterval() {
        assertEquals(2e-3, spread(point(measured(20, 0.0, 40.0, 2.0, 9.0, 4, Samples.NONE))), 1e-15);
        assertEquals(3e-3, spread(point(measured(20, 0.0, 40.0, null, 9.87, 4, Samples.NONE))), 1e-15);
        assertEquals(1e-3, spread(point(measured(20, 18.04, 21.96, null, null, 4, Samples.NONE))), 1e-12);
        assertNull(point(measured(20, 18.0, null, null, null, 4, Samples.NONE)).spread());
        assertNull(point(measured(20, null, 22.0, null, null, 4, Samples.NONE)).spread());
    }

    /** It must not be divided by the root of the samples' number a second time. */
    @Test
    void anIntervalOfUnknownManySamplesCountsAsOneStandardError() {
        assertEquals(
                1,
                point(measured(20, 18.04, 21.96, null, null, 0, Samples.NONE)).sampleCount());
        assertEquals(
                0, point(measured(20, null, null, null, null, 0, Samples.NONE)).sampleCount());
        assertEquals(
                0, point(measured(20, null, null, 2.0, null, 0, Samples.NONE)).sampleCount());
    }

    @Test
    void oneSampleTellsNoSpread() {
        assertNull(
                point(measured(20, null, null, null, null, 1, Samples.of(20))).spread());
    }

    @Test
    void theSeriesOfRunsAreJoinedInTheirOrder() {
        Map<SeriesKey, Series> first = RunSeries.of("r1", "a", "ci", List.of(result("sort", 1), result("parse", 9)));
        Map<SeriesKey, Series> second = RunSeries.of("r2", "b", "ci", List.of(result("sort", 2)));

        Map<SeriesKey, Series> joined = RunSeries.joined(List.of(first, second));

        assertEquals(
                List.of("r1", "r2"),
                series(joined, "sort").points().stream().map(Point::runId).toList());
        assertEquals(
                List.of("a", "b"),
                series(joined, "sort").points().stream().map(Point::sha).toList());
        assertEquals(1, series(joined, "parse").points().size());
        assertEquals(first, RunSeries.joined(List.of(first)));
    }

    @Test
    void aBenchmarkThatIsThereTwiceIsRefusedByName() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> RunSeries.of("r1", "a", "ci", List.of(result("sort", 1), result("sort", 2))));

        assertTrue(refused.getMessage().startsWith("benchmark sort has time twice"), refused.getMessage());
    }

    private static Point point(Measurement measurement) {
        return RunSeries.point("r1", "a", measurement);
    }

    private static double spread(Point point) {
        Double spread = point.spread();
        assertNotNull(spread);
        return spread;
    }

    private static Series series(Map<SeriesKey, Series> all, String benchmark) {
        return all.get(new SeriesKey(Benchmark.named(benchmark), TIME.identity(), "ci"));
    }

    private static BenchmarkResult result(String benchmark, double value) {
        return new BenchmarkResult(Benchmark.named(benchmark), List.of(Measurement.of(TIME, value)));
    }

    private static Measurement measured(
            double value,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double stddev,
            @Nullable Double range,
            long count,
            Samples samples) {
        return new Measurement(TIME, value, lower, upper, stddev, range, count, samples, new TreeMap<>());
    }
}
