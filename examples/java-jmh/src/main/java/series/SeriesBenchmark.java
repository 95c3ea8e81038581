package series;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

@Fork(2)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SeriesBenchmark {

    @State(Scope.Benchmark)
    public static class Line {
        @Param({"5", "50"})
        int fields;

        String text;

        @Setup
        public void write() {
            text = new Random(1).doubles(fields)
                    .mapToObj(d -> String.valueOf(Math.round(d * 1e6) / 1e3))
                    .collect(Collectors.joining(","));
        }
    }

    @State(Scope.Benchmark)
    public static class Series {
        double[] values = new Random(2).doubles(4096).toArray();
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public double[] parse(Line line) {
        return CsvLine.parse(line.text);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public double[] smooth(Series series) {
        return Smoother.smooth(series.values);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public double[] quantiles(Series series) {
        return Quantiles.of(series.values, 0.5, 0.9, 0.99);
    }
}
