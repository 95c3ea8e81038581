package dev.pawl.benchmarks;

import dev.pawl.detect.ChangePoint;
import dev.pawl.detect.Segmenter;
import dev.pawl.model.Direction;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/**
 * Lesson 4: choose the input that hurts. The change points of a whole history of 10,000 points; the target is 10 ms.
 *
 * <p>The trap: segmentation prunes what cannot be a change point, so that its cost depends on what it finds. A history full of
 * steps ({@code level} 200) is the easy one, because every step lets it forget what came before; one that never changes
 * ({@code level} 10000, a single level) is the hard one. Quoting only the first would flatter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SegmentationBenchmark {

    private static final long SEED = 4;
    private static final int POINTS = 10_000;

    /** How many points a level lasts. */
    @Param({"200", "10000"})
    public int level;

    private final Segmenter segmenter = new Segmenter(Direction.LOWER_IS_BETTER);
    private double[] values;

    @Setup
    public void generate() {
        values = new GeneratedHistory(SEED).steps(POINTS, level);
    }

    @Benchmark
    public List<ChangePoint> wholeHistory() {
        return segmenter.changePoints(values);
    }
}
