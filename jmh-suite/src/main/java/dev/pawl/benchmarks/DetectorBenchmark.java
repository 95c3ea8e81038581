package dev.pawl.benchmarks;

import dev.pawl.detect.Creep;
import dev.pawl.detect.CreepState;
import dev.pawl.detect.CreepWatch;
import dev.pawl.detect.Detection;
import dev.pawl.detect.Detector;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.Direction;
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
 * Lesson 3: a claim about growth needs two sizes. One more upload must cost at most 50 µs a series, and the same after 1,000
 * and after 100,000 points of history; one size alone would show the first half of that and hide the second.
 *
 * <p>The trap: feeding the returned state back in would let the history grow while it is measured, so that the result depends
 * on how long the measurement lasts. Each invocation appends to the same state, which is immutable; only the value differs,
 * lest the branches be learnt by heart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DetectorBenchmark {

    private static final long SEED = 3;

    private static final double LIMIT = 0.05;

    /** A power of two, so that the index wraps by a mask. */
    private static final int NEXT_VALUES = 1024;

    /** Points seen before the one that is measured. */
    @Param({"1000", "100000"})
    public int history;

    private final Detector detector = new Detector(Direction.LOWER_IS_BETTER);
    private final CreepWatch watch = new CreepWatch(Direction.LOWER_IS_BETTER);
    private DetectorState state;
    private CreepState creep = CreepState.EMPTY;
    private double[] next;
    private int at;

    @Setup
    public void generate() {
        GeneratedHistory generated = new GeneratedHistory(SEED);
        state = DetectorState.EMPTY;
        for (double value : generated.values(history)) {
            Detection detection = detector.append(state, value);
            creep = watch.append(creep, value, false, LIMIT, detection).state();
            state = detection.state();
        }
        next = generated.values(NEXT_VALUES);
    }

    @Benchmark
    public Detection append() {
        return detector.append(state, next[at++ & (NEXT_VALUES - 1)]);
    }

    /** What the server does with each series of an upload: both watches. */
    @Benchmark
    public Creep appendAndWatch() {
        double value = next[at++ & (NEXT_VALUES - 1)];
        return watch.append(creep, value, false, LIMIT, detector.append(state, value));
    }
}
