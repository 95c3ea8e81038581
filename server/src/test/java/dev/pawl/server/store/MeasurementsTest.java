package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.TESTBED;
import static dev.pawl.server.store.StoreFixture.TIME;
import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.measurement;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Unit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementsTest {

    private static final SeriesKey SORT = new SeriesKey(Benchmark.named("sort"), "time[s]", TESTBED);

    @TempDir
    Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void open() {
        fixture = new StoreFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aMeasurementComesBackWithAllItsFigures() {
        Benchmark benchmark =
                new Benchmark("crate", "größe & <scan>", Map.of("n", "1 000", "mode=x", "a&b=c%"), "avgt", 4);
        Measurement measured = new Measurement(
                TIME,
                1.5e-6,
                1.4e-6,
                1.7e-6,
                2e-8,
                3e-7,
                40,
                Samples.NONE,
                new TreeMap<>(Map.of("p99", 1.9e-6, "gc count", 3.0)));
        RunRow run = fixture.store.write(session -> {
            RunRow inserted = session.runs()
                    .insert(fixture.project, fixture.run("main", sha("a"), minute(1)), RunRequest.plain());
            long id = session.benchmarks()
                    .identify(fixture.project, List.of(benchmark))
                    .get(benchmark);
            long metric = session.metrics()
                    .identify(fixture.project, List.of(TIME), minute(1))
                    .get(TIME);
            session.measurements()
                    .insert(inserted.number(), 1, List.of(new NewMeasurement(id, metric, measured, 1e-8)));
            return inserted;
        });

        StoredMeasurement stored = fixture.store
                .read(view -> view.measurements().ofRun(fixture.project, run.number()))
                .get(0);

        assertEquals(benchmark, stored.benchmark());
        assertEquals(measured, stored.measurement());
        assertEquals(1e-8, stored.spread());
        assertEquals(false, stored.hasSamples());
    }

    @Test
    void pointsComeInTheOrderOfTheRunsAskedFor() {
        RunRow a = fixture.upload(commit("a", null, minute(1)), 1);
        RunRow b = fixture.upload("main", commit("b", "a", minute(2)), Map.of("sort", 2.0, "scan", 7.0));

        Map<SeriesKey, Series> points =
                fixture.store.read(view -> view.measurements().points(List.of(b.id(), "unknown", a.id())));

        assertEquals(2, points.size());
        assertEquals(
                List.of(new Point(b.id(), sha("b"), 2, 0.2, 2), new Point(a.id(), sha("a"), 1, 0.1, 2)),
                points.get(SORT).points());
        assertEquals(TIME, points.get(SORT).metric());
    }

    @Test
    void whatIsRememberedOfARunEndsWithItsNextShard() {
        RunRow run = fixture.upload(commit("a", null, minute(1)), 1);
        assertEquals(
                1,
                fixture.store
                        .read(view -> view.measurements().points(List.of(run.id())))
                        .size());

        fixture.store.write(session -> {
            fixture.measure(session, run, Map.of("scan", 7.0));
            assertEquals(2, session.measurements().points(List.of(run.id())).size());
            return null;
        });

        assertEquals(
                2,
                fixture.store
                        .read(view -> view.measurements().points(List.of(run.id())))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofTwoShardsTheOneWithTheSmallerIndexCounts(boolean smallerFirst) {
        RunRow run = fixture.store.write(session -> {
            RunRow inserted = session.runs()
                    .insert(fixture.project, fixture.run("main", sha("a"), minute(1)), RunRequest.plain());
            for (int index : smallerFirst ? new int[] {1, 2} : new int[] {2, 1})
                session.measurements()
                        .insert(inserted.number(), index, fixture.measurements(session, Map.of("sort", (double)
                                index)));
            return inserted;
        });

        assertEquals(
                List.of(1.0),
                fixture.store.read(view -> view.measurements().points(List.of(run.id()))).get(SORT).points().stream()
                        .map(Point::value)
                        .toList());
        assertEquals(
                Samples.of(1.0, 1.5),
                fixture.store.read(view -> view.measurements().samples(run.number(), 1, 1)));
    }

    @Test
    void samplesAreKeptApartAndForgottenFirst() {
        RunRow run = fixture.upload(commit("a", null, minute(1)), 1);
        Instant received = run.run().receivedAt();

        assertEquals(
                Samples.of(1.0, 1.5),
                fixture.store.read(view -> view.measurements().samples(run.number(), 1, 1)));
        assertEquals(
                0,
                fixture.store.<Integer>write(session -> session.measurements().deleteSamplesOlderThan(received, 10)));
        assertEquals(
                1,
                fixture.store.<Integer>write(
                        session -> session.measurements().deleteSamplesOlderThan(received.plusMillis(1), 10)));
        assertEquals(
                0,
                fixture.store.<Integer>write(
                        session -> session.measurements().deleteSamplesOlderThan(received.plusMillis(1), 10)));

        assertEquals(
                Samples.NONE, fixture.store.read(view -> view.measurements().samples(run.number(), 1, 1)));
        assertEquals(
                1,
                fixture.store
                        .read(view -> view.measurements().ofRun(fixture.project, run.number()))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9e999", "-9e999", "null"})
    void theDatabaseItselfRefusesWhatIsNotFinite(String value) {
        RunRow run = fixture.upload(commit("a", null, minute(1)), 1);

        StoreException thrown = assertThrows(
                StoreException.class,
                () -> fixture.store.write(session -> session.handle.execute(
                        "update measurement set value = " + value + " where run_number = ?", run.number())));

        assertTrue(thrown.getMessage().contains("constraint failed"), thrown.getMessage());
    }

    @Test
    void aSpreadThatIsNotFiniteIsUnknown() {
        assertEquals(null, new NewMeasurement(1, 1, measurement(1), Double.NaN).spread());
        assertEquals(null, new NewMeasurement(1, 1, measurement(1), Double.POSITIVE_INFINITY).spread());
        assertEquals(0.0, new NewMeasurement(1, 1, measurement(1), 0.0).spread());
    }

    @Test
    void theLatestObservationDecidesOnUnitAndDirectionInAnyOrder() {
        Metric nanos = new Metric("time", Unit.of("ns"), Direction.LOWER_IS_BETTER, Role.HEADLINE);
        Metric millis = new Metric("time", Unit.of("ms"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
        Metric bytes = new Metric("time", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.HEADLINE);

        List<Long> ids = fixture.store.write(session -> {
            Metrics metrics = session.metrics();
            return List.of(
                    metrics.identify(fixture.project, List.of(millis), minute(2))
                            .get(millis),
                    metrics.identify(fixture.project, List.of(nanos), minute(1)).get(nanos),
                    metrics.identify(fixture.project, List.of(bytes), minute(1)).get(bytes));
        });

        assertEquals(List.of(1L, 1L), ids.subList(0, 2));
        assertEquals(
                Map.of(1L, millis, ids.get(2), bytes),
                fixture.store.read(view -> view.metrics().list(fixture.project)));
    }

    @Test
    void parametersThatLookAlikeAreDifferentBenchmarks() {
        Benchmark one = new Benchmark("", "b", Map.of("a", "1", "b", "2"), "", 0);
        Benchmark other = new Benchmark("", "b", Map.of("a", "1&b=2"), "", 0);

        Map<Benchmark, Long> ids = fixture.store.write(
                session -> session.benchmarks().identify(fixture.project, List.of(one, other, one)));

        assertEquals(2, ids.values().stream().distinct().count());
        assertEquals(
                ids,
                fixture.store.write(session -> session.benchmarks().identify(fixture.project, List.of(one, other))));
    }
}
