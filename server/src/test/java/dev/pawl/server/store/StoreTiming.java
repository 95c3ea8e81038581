package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Measurement;
import dev.pawl.model.Samples;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Measured by hand, not by tests: how long it takes to store a run of 1,000 benchmarks with 100 samples each, and to read a
 * baseline of 60 such runs, with few and many runs stored before. Arguments: a folder, and numbers of prior runs.
 */
final class StoreTiming {

    private static final int BENCHMARKS = 1000;
    private static final int SAMPLES = 100;
    private static final int REPETITIONS = 21;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** The processor's time is what stays the same on a busy machine. */
    private record Timing(double wallMillis, double processorMillis) {}

    private final StoreFixture fixture;
    private final Random random = new Random(12345);
    private final List<Benchmark> benchmarks = new ArrayList<>();
    private int commits = 100_000;

    private StoreTiming(Path folder) {
        this.fixture = new StoreFixture(folder);
        for (int i = 0; i < BENCHMARKS; i++) {
            benchmarks.add(new Benchmark(
                    "crate-" + i % 10, "module::benchmark_" + i, Map.of("n", Integer.toString(i)), "", 0));
        }
    }

    public static void main(String[] arguments) throws Exception {
        for (String priorRuns : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            Path folder = Files.createTempDirectory(Path.of(arguments[0]), "store-timing");
            new StoreTiming(folder).measure(folder, Integer.parseInt(priorRuns));
        }
    }

    private void measure(Path folder, int priorRuns) throws Exception {
        for (int i = 0; i < priorRuns; i++) ingest();
        List<Timing> ingests = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) ingests.add(ingest());
        report(priorRuns, "store a run", ingests);

        List<String> baseline = fixture.store.read(
                view -> view.runs().newestOnBranch(fixture.project, StoreFixture.TESTBED, "main", 60, true).stream()
                        .map(RunRow::id)
                        .toList());
        fixture.close();
        List<Timing> cold = new ArrayList<>();
        List<Timing> remembered = new ArrayList<>();
        List<Timing> histories = new ArrayList<>();
        List<Timing> overviews = new ArrayList<>();
        List<Timing> singles = new ArrayList<>();
        List<Timing> newest = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            try (Store store = Store.open(folder.resolve("pawl.db"))) {
                cold.add(timed(() -> store.read(view -> view.measurements().points(baseline))));
                for (int j = 0; j < 5; j++) {
                    remembered.add(
                            timed(() -> store.read(view -> view.measurements().points(baseline))));
                    newest.add(timed(() -> store.read(view ->
                            view.runs().newestOnBranch(fixture.project, StoreFixture.TESTBED, "main", 60, true))));
                    overviews.add(timed(() -> store.read(
                            view -> view.series().overview(fixture.project, "main", StoreFixture.TESTBED, 30))));
                    histories.add(timed(() -> store.read(
                            view -> view.series().history(fixture.project, new SeriesId(500, 1, 1), "main", 1000))));
                    long benchmark = 1 + random.nextInt(BENCHMARKS);
                    singles.add(
                            timed(() -> store.read(view -> view.measurements().samples(3, benchmark, 1))));
                }
            }
        }
        report(priorRuns, "points of 60 runs, cold", cold);
        report(priorRuns, "points of 60 runs, remembered", remembered);
        report(priorRuns, "newest 60 runs of a branch", newest);
        report(priorRuns, "overview of 30 points each", overviews);
        report(priorRuns, "series of up to 1000 points", histories);
        report(priorRuns, "samples of one measurement", singles);
        System.out.printf("%d runs: file %d MB%n", priorRuns, Files.size(folder.resolve("pawl.db")) >> 20);
    }

    private Timing ingest() {
        String sha = StoreFixture.sha(Integer.toString(commits++));
        Commit commit = new Commit(
                sha, StoreFixture.sha(Integer.toString(commits - 2)), StoreFixture.minute(commits), "Ada", "Change");
        List<Measurement> measured = new ArrayList<>();
        for (int i = 0; i < BENCHMARKS; i++) {
            double[] samples = random.doubles(SAMPLES, 1e-6, 2e-6).toArray();
            measured.add(new Measurement(
                    StoreFixture.TIME,
                    samples[0],
                    samples[1],
                    samples[2],
                    1e-7,
                    null,
                    SAMPLES,
                    Samples.of(samples),
                    new TreeMap<>(Map.of("mean", samples[3], "min", samples[4]))));
        }
        byte[] body = new byte[300_000];
        random.nextBytes(body);
        return timed(() -> fixture.store.write(session -> {
            session.commits().upsert(fixture.project, List.of(commit));
            RunRow run = session.runs()
                    .insert(
                            fixture.project,
                            fixture.run("main", sha, StoreFixture.minute(commits)),
                            RunRequest.plain());
            session.commits().setBranchHead(fixture.project, "main", sha, StoreFixture.T0);
            Map<Benchmark, Long> ids = session.benchmarks().identify(fixture.project, benchmarks);
            long metric = session.metrics()
                    .identify(fixture.project, List.of(StoreFixture.TIME), StoreFixture.T0)
                    .get(StoreFixture.TIME);
            List<NewMeasurement> measurements = new ArrayList<>();
            for (int i = 0; i < BENCHMARKS; i++) {
                measurements.add(new NewMeasurement(ids.get(benchmarks.get(i)), metric, measured.get(i), 1e-7));
            }
            session.shards()
                    .insert(
                            new ShardRow(run.number(), 1, "pawl", "", "hash", StoreFixture.T0),
                            new UploadRow("result.json", body));
            session.measurements().insert(run.number(), 1, measurements);
            session.projects().bumpRevision(fixture.project);
            return run;
        }));
    }

    private static Timing timed(Supplier<?> work) {
        long processor = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        work.get();
        return new Timing((System.nanoTime() - start) / 1e6, (THREADS.getCurrentThreadCpuTime() - processor) / 1e6);
    }

    private static void report(int priorRuns, String what, List<Timing> timings) {
        double[] wall =
                timings.stream().mapToDouble(Timing::wallMillis).sorted().toArray();
        double[] processor =
                timings.stream().mapToDouble(Timing::processorMillis).sorted().toArray();
        System.out.printf(
                "%d runs: %-30s median %.1f ms (%.1f to %.1f), of it processor %.1f ms (from %.1f); %d times%n",
                priorRuns,
                what,
                wall[wall.length / 2],
                wall[0],
                wall[wall.length - 1],
                processor[processor.length / 2],
                processor[0],
                wall.length);
    }
}
