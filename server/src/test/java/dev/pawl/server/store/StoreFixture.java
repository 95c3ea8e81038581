package dev.pawl.server.store;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Run;
import dev.pawl.model.Samples;
import dev.pawl.model.Trust;
import dev.pawl.model.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store with one project, and short ways to fill it. */
final class StoreFixture implements AutoCloseable {

    static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    static final Metric TIME = Metric.headline("time", Unit.of("ns"));
    static final String TESTBED = "ci-linux";

    final Store store;
    final long project;
    private final AtomicInteger arrivals = new AtomicInteger();

    StoreFixture(Path folder) {
        this(Store.open(folder.resolve("pawl.db")));
    }

    StoreFixture(Store store) {
        this.store = store;
        this.project = store.write(session -> session.projects().create("demo", "main", T0))
                .id();
    }

    /** A commit id that ends in the name: {@code sha("b")}; the name must consist of hexadecimal digits. */
    static String sha(String name) {
        return "0".repeat(40 - name.length()) + name;
    }

    static Commit commit(String name, @Nullable String parent, @Nullable Instant time) {
        return new Commit(sha(name), parent == null ? null : sha(parent), time, "Ada", "Change " + name);
    }

    static Instant minute(int minute) {
        return T0.plus(Duration.ofMinutes(minute));
    }

    Run run(String branch, String sha, Instant receivedAt) {
        int arrival = arrivals.incrementAndGet();
        return new Run(
                "run-" + arrival,
                "demo",
                TESTBED,
                "job-" + arrival,
                branch,
                sha,
                null,
                null,
                null,
                null,
                Trust.TRUSTED,
                Environment.UNKNOWN.hash(),
                true,
                receivedAt);
    }

    /** Uploads one value of benchmark {@code sort} for a commit of main, whose place is told by the commit. */
    RunRow upload(Commit commit, double value) {
        return upload("main", commit, Map.of("sort", value));
    }

    RunRow upload(String branch, Commit commit, Map<String, Double> values) {
        return store.write(session -> {
            session.commits().upsert(project, List.of(commit));
            RunRow run = session.runs()
                    .insert(project, run(branch, commit.sha(), minute(1000 + arrivals.get())), RunRequest.plain());
            if (run.run().trust() == Trust.TRUSTED)
                session.commits()
                        .setBranchHead(project, branch, commit.sha(), run.run().receivedAt());
            measure(session, run, values);
            session.projects().bumpRevision(project);
            return run;
        });
    }

    void measure(StoreSession session, RunRow run, Map<String, Double> values) {
        int index = session.shards().list(run.number()).size() + 1;
        session.shards()
                .insert(
                        new ShardRow(
                                run.number(),
                                index,
                                "pawl",
                                "",
                                "hash-" + index,
                                run.run().receivedAt()),
                        new UploadRow("result.json", new byte[] {1, 2, 3}));
        session.measurements().insert(run.number(), index, measurements(session, values));
    }

    List<NewMeasurement> measurements(StoreSession session, Map<String, Double> values) {
        Map<Benchmark, Long> ids = session.benchmarks()
                .identify(
                        project,
                        new LinkedHashSet<>(
                                values.keySet().stream().map(Benchmark::named).toList()));
        long metric = session.metrics().identify(project, List.of(TIME), T0).get(TIME);
        List<NewMeasurement> measurements = new ArrayList<>();
        values.forEach((name, value) -> measurements.add(new NewMeasurement(
                ids.get(Benchmark.named(name)), metric, measurement(value, value, value * 1.5), value / 10)));
        return measurements;
    }

    static Measurement measurement(double value, double... samples) {
        return new Measurement(
                TIME, value, null, null, null, null, samples.length, Samples.of(samples), new TreeMap<>());
    }

    @Override
    public void close() {
        store.close();
    }
}
