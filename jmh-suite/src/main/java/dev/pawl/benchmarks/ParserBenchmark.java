package dev.pawl.benchmarks;

import dev.pawl.model.ResultFile;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Lesson 1: count what the user has more of. A file a second means nothing to anyone, so an auxiliary counter says how many
 * megabytes were read ({@code …:megabytes} in the results); the target is 100 of them a second for pytest-benchmark.
 *
 * <p>The trap: a parser that is fed one small file again and again has every branch predicted and every byte in the nearest
 * cache. The files here are of several megabytes, as an upload of a large suite is; they are made in {@code @Setup}, from a
 * seed, so that the generator's time and garbage stay outside.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParserBenchmark {

    private static final long SEED = 1;

    private List<ResultSource> pytest;
    private List<ResultSource> jmh;
    private List<ResultSource> criterion;
    private List<ResultSource> libtest;

    /** Megabytes (10⁶ bytes) that the parser went through. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Read {
        public double megabytes;

        private List<ResultFile> of(List<ResultSource> sources) {
            List<ResultFile> results = Parsers.parse(sources, null);
            megabytes += megabytes(sources);
            return results;
        }

        private static double megabytes(List<ResultSource> sources) {
            long bytes = 0;
            for (ResultSource source : sources) {
                try (InputStream in = source.open()) {
                    bytes += in.available();
                } catch (IOException e) {
                    throw new AssertionError("memory does not fail", e);
                }
            }
            return bytes / 1e6;
        }
    }

    @Setup
    public void generate() {
        GeneratedFiles files = new GeneratedFiles(SEED);
        pytest = List.of(ResultSource.ofBytes("pytest.json", files.pytest(1000, 100)));
        jmh = List.of(ResultSource.ofBytes("jmh.json", files.jmh(1000, 5, 10)));
        criterion = files.criterion(300, 100);
        libtest = List.of(ResultSource.ofBytes("libtest.txt", files.libtest(10_000)));
    }

    @Benchmark
    public List<ResultFile> pytestWithSamples(Read read) {
        return read.of(pytest);
    }

    @Benchmark
    public List<ResultFile> jmhJson(Read read) {
        return read.of(jmh);
    }

    @Benchmark
    public List<ResultFile> criterionTree(Read read) {
        return read.of(criterion);
    }

    @Benchmark
    public List<ResultFile> libtestText(Read read) {
        return read.of(libtest);
    }
}
