package dev.pawl.benchmarks;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Run;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Trust;
import dev.pawl.server.store.NewMeasurement;
import dev.pawl.server.store.RunRequest;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lesson 6: a database is its disk. One run of 1,000 measurements with 100 samples each is written in one transaction; the
 * points of 60 such runs are read, as a comparison needs them.
 *
 * <p>The traps: a database in memory has no write-ahead log to bring to the disk, so this one is a file; where the temporary
 * folder is in memory, say {@code -Djava.io.tmpdir} to measure a disk. Reading twice through one store measures its memory
 * ({@code cachedPoints}); the file itself is measured by a store that was just opened ({@code coldPoints}), though the
 * operating system still has the pages, as it has on a server. Opening happens in a set-up for each invocation, which is
 * sound only because an invocation takes milliseconds: for shorter ones the clock around them would be measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 1)
public class StoreBenchmark {

    private static final long SEED = 6;
    private static final int BENCHMARKS = 1000;
    private static final int SAMPLES = 100;
    private static final int BASE_RUNS = 60;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Path folder;
    private Store store;
    private long projectId;
    private Map<Benchmark, Long> benchmarkIds;
    private long metricId;
    private List<Measurement> measurements;
    private int runs;
    private final List<String> baseRuns = new ArrayList<>();

    /** A store that has read nothing yet. */
    @State(Scope.Thread)
    public static class Fresh {
        private Store store;

        @Setup(Level.Invocation)
        public void open(StoreBenchmark benchmark) {
            store = Store.open(benchmark.file());
        }

        @TearDown(Level.Invocation)
        public void close() {
            store.close();
        }
    }

    @Setup
    public void fill() throws IOException {
        folder = Files.createTempDirectory("pawl-store-benchmark");
        store = Store.open(file());
        measurements = new GeneratedHistory(SEED).measurements(BENCHMARKS, SAMPLES);
        store.write(session -> {
            projectId = session.projects().create("benchmark", "main", START).id();
            benchmarkIds = session.benchmarks().identify(projectId, GeneratedHistory.benchmarks(BENCHMARKS));
            Metric metric = GeneratedHistory.TIME;
            metricId = session.metrics()
                    .identify(projectId, List.of(metric), START)
                    .get(metric);
            session.runs().keepEnvironment(Environment.UNKNOWN);
            return null;
        });
        for (int run = 0; run < BASE_RUNS; run++) baseRuns.add(ingest());
    }

    @TearDown
    public void remove() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(StoreBenchmark::delete);
        }
    }

    @org.openjdk.jmh.annotations.Benchmark
    public String ingest() {
        return store.write(this::insertRun);
    }

    @org.openjdk.jmh.annotations.Benchmark
    public Map<SeriesKey, Series> coldPoints(Fresh fresh) {
        return fresh.store.read(view -> view.measurements().points(baseRuns));
    }

    @org.openjdk.jmh.annotations.Benchmark
    public Map<SeriesKey, Series> cachedPoints() {
        return store.read(view -> view.measurements().points(baseRuns));
    }

    private Path file() {
        return folder.resolve("pawl.db");
    }

    private String insertRun(StoreSession session) {
        Instant now = START.plusSeconds(runs);
        String key = "run-" + runs++;
        String id = session.runs().newId(now, key);
        Run run = new Run(
                id,
                "benchmark",
                "ci-linux",
                key,
                "main",
                String.format("%040x", runs),
                null,
                null,
                null,
                null,
                Trust.TRUSTED,
                Environment.UNKNOWN.hash(),
                true,
                now);
        RunRow row = session.runs().insert(projectId, run, RunRequest.plain());
        List<NewMeasurement> rows = new ArrayList<>(BENCHMARKS);
        int index = 0;
        for (long benchmarkId : benchmarkIds.values())
            rows.add(new NewMeasurement(benchmarkId, metricId, measurements.get(index++), 2e-5));
        session.measurements().insert(row.number(), 1, rows);
        return id;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
