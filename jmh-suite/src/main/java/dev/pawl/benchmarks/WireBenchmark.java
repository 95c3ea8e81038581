package dev.pawl.benchmarks;

import dev.pawl.compare.RunComparer;
import dev.pawl.model.Comparison;
import dev.pawl.model.Thresholds;
import dev.pawl.report.EvidenceSentence;
import dev.pawl.wire.ComparisonJson;
import dev.pawl.wire.ComparisonReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Lesson 5: measure a pair apart. A comparison with 1,000 results becomes JSON with its evidence in words, as every upload is
 * answered, and is read back, as every page that shows a stored one does.
 *
 * <p>The trap: a round trip in one method would hide that one of the two got slower while the other got faster. The bytes to
 * read are written once, in {@code @Setup}; both methods return what they made, so that it cannot be left out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {

    private static final long SEED = 5;
    private static final int BENCHMARKS = 1000;

    private Comparison comparison;
    private byte[] json;

    @Setup
    public void generate() {
        GeneratedHistory history = new GeneratedHistory(SEED);
        comparison = new RunComparer(Thresholds.DEFAULT, 0)
                .compare(history.baseline(BENCHMARKS, 60), history.contender(BENCHMARKS), List.of());
        json = writeComparison();
    }

    @Benchmark
    public byte[] writeComparison() {
        return ComparisonJson.toBytes(comparison, EvidenceSentence::of);
    }

    @Benchmark
    public Comparison readComparison() {
        return ComparisonReader.read(json);
    }
}
