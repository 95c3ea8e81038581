package dev.pawl.benchmarks;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import dev.pawl.server.chart.Look;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.chart.TrendChart;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lesson 7: look at the middle, not at the mean. A trend of 1,000 points with its band, a change of level and notes is drawn as
 * the server draws it. One picture in many meets a collection of garbage; a mean would blame the drawing for it. Sampled times
 * have percentiles, of which {@code p0.50} is what most readers wait.
 *
 * <p>The trap: the first picture of a process loads fonts for longer than a hundred pictures take. It is drawn before anything is
 * measured, because a server draws it once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChartBenchmark {

    private static final long SEED = 7;
    private static final int POINTS = 1000;
    private static final int CHANGE = 800;

    private static final Look PICTURE =
            new Look(TrendChart.Theme.LIGHT, Look.DEFAULT_WIDTH, Look.DEFAULT_HEIGHT, Look.MOST_SCALE);
    private static final Look DRAWING = new Look(TrendChart.Theme.LIGHT, Look.DEFAULT_WIDTH, Look.DEFAULT_HEIGHT, 1);

    private Trend trend;

    @Setup
    public void generate() throws IOException {
        Random random = new Random(SEED);
        trend = new Trend(
                "sort (n=1000) · time",
                new Metric("time", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.HEADLINE),
                IntStream.range(0, POINTS)
                        .mapToDouble(i -> (i < CHANGE ? 0.0224 : 0.028) * (1 + random.nextGaussian() * 0.02))
                        .toArray(),
                IntStream.range(0, POINTS)
                        .mapToObj(i -> LocalDate.of(2024, 1, 1).plusDays(i).toString())
                        .toList(),
                List.of(CHANGE),
                List.of(new Trend.Note(200.5, "v1.4"), new Trend.Note(600, "new runner image")),
                new Trend.Band(0.0224, 0.0215, 0.0233));
        drawPng();
    }

    @Benchmark
    public byte[] drawPng() throws IOException {
        return TrendChart.png(trend, PICTURE);
    }

    @Benchmark
    public byte[] drawSvg() throws IOException {
        return TrendChart.svg(trend, DRAWING);
    }
}
