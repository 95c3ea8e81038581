package dev.pawl.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Severity;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.server.testing.SettableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not come any more, on a real database. */
class AbsenceTest {

    private static final List<String> SUITE = List.of("parse", "sort_small", "hash");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-05T08:00:00Z"));
    private Store store;
    private Rejudger rejudger;
    private LevelTracker levels;
    private RunPipeline pipeline;
    private int commits;

    @BeforeEach
    void start() {
        store = Store.open(folder.resolve("pawl.db"));
        rejudger = new Rejudger(store, clock);
        rejudger.close();
        levels = new LevelTracker(store, clock);
        pipeline = new RunPipeline(store, clock, rejudger);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aBenchmarkThatThreeRunsLackIsMissedOnceAndResolvedWhenItIsBack() {
        upload(6, SUITE);
        upload(2, List.of("parse", "hash"));
        assertEquals(List.of(), missing());

        upload(1, List.of("parse", "hash"));
        upload(1, List.of("parse", "hash"));
        assertEquals(List.of("sort_small"), missing());
        assertEquals("r6", lastRunKey());

        upload(1, SUITE);
        assertEquals(List.of(), missing());
        assertEquals(1, all().size());
        assertEquals(AbsenceRow.State.RESOLVED, all().get(0).state());
    }

    @Test
    void channelsHearOfItOnceUnlessTheyLeaveItOut() {
        upload(6, SUITE);
        channel("all", EnumSet.allOf(ChannelRow.Event.class));
        channel("regressions", EnumSet.of(ChannelRow.Event.REGRESSION));

        upload(5, List.of("parse", "hash"));

        List<DeliveryRow> told = store.read(view -> view.deliveries().list(DeliveryRow.State.PENDING, 10));
        assertEquals(1, told.size());
        assertEquals("missing", told.get(0).event());
        assertTrue(
                told.get(0).payload().contains("\"benchmark\":\"sort_small\""),
                told.get(0).payload());
    }

    private void channel(String name, Set<ChannelRow.Event> events) {
        store.write(session -> session.channels()
                .add(new ChannelRow(
                        0,
                        project().id(),
                        name,
                        ChannelRow.Kind.SLACK,
                        URI.create("https://hooks.example.com/x"),
                        null,
                        Severity.WARNING,
                        "*",
                        events,
                        false,
                        null,
                        clock.instant())));
    }

    @Test
    void aDismissedOneIsNotMissedAgain() {
        upload(6, SUITE);
        upload(3, List.of("parse", "hash"));
        store.write(session -> {
            session.absences().change(all().get(0).id(), AbsenceRow.State.DISMISSED, clock.instant());
            return null;
        });

        upload(2, List.of("parse", "hash"));

        assertEquals(List.of(), missing());
        assertEquals(1, all().size());
    }

    @Test
    void aBenchmarkThatCameNowAndThenIsNotMissed() {
        for (int i = 0; i < 5; i++) {
            upload(1, SUITE);
            upload(1, List.of("parse", "hash"));
        }
        upload(3, List.of("parse", "hash"));

        assertEquals(List.of(), all());
    }

    @Test
    void aNewBenchmarkLikeItIsGuessedAndARenameJoinsTheirHistories() {
        upload(6, SUITE);
        upload(3, List.of("parse", "sort_small_inputs", "hash"));
        AbsenceRow absence = all().get(0);
        assertEquals("sort_small", absence.benchmark().name());
        assertEquals(
                "sort_small_inputs",
                store.read(view -> RenameGuess.of(view, project(), absence))
                        .orElseThrow()
                        .name());

        store.write(session -> {
            long from = session.benchmarks()
                    .findId(project().id(), Benchmark.named("sort_small"))
                    .orElseThrow();
            long to = session.benchmarks()
                    .findId(project().id(), Benchmark.named("sort_small_inputs"))
                    .orElseThrow();
            session.benchmarks().rename(project().id(), from, to);
            return null;
        });
        upload(1, List.of("parse", "sort_small_inputs", "hash"));

        assertEquals(List.of(), missing());
        SeriesId series = store.read(view -> view.series().overview(project().id(), "main", "ci", 5)).stream()
                .filter(row -> row.key().benchmark().name().equals("sort_small_inputs"))
                .findFirst()
                .orElseThrow()
                .id();
        assertEquals(
                10,
                store.read(view -> view.series().history(project().id(), series, "main", 100))
                        .orElseThrow()
                        .points()
                        .size());
    }

    @Test
    void nothingIsGuessedWhereNothingIsAlike() {
        upload(6, SUITE);
        upload(3, List.of("parse", "compress_large_files_with_zstd", "hash"));

        assertTrue(store.read(view -> RenameGuess.of(view, project(), all().get(0)))
                .isEmpty());
    }

    @Test
    void anExpectedRunThatDoesNotComeIsMissedAfterAQuarterMore() {
        upload(1, SUITE);
        store.write(session -> {
            session.absences().expect(project().id(), "ci", Duration.ofHours(24), clock.instant());
            return null;
        });

        clock.advance(Duration.ofHours(30));
        rejudger.lookForExpectedRuns();
        assertEquals(List.of(), all());

        clock.advance(Duration.ofSeconds(1));
        rejudger.lookForExpectedRuns();
        rejudger.lookForExpectedRuns();
        assertEquals(1, all().size());
        assertEquals("r1", lastRunKey());

        clock.advance(Duration.ofHours(1));
        upload(1, SUITE);
        rejudger.lookForExpectedRuns();
        assertEquals(AbsenceRow.State.RESOLVED, all().get(0).state());
    }

    private ProjectRow project() {
        return store.read(view -> view.projects().find("demo")).orElseThrow();
    }

    private List<AbsenceRow> all() {
        return store.read(view -> view.absences().list(project().id(), EnumSet.allOf(AbsenceRow.State.class), 10));
    }

    private List<String> missing() {
        return all().stream()
                .filter(row -> row.state() == AbsenceRow.State.OPEN)
                .map(row -> row.benchmark() == null ? "run" : row.benchmark().name())
                .toList();
    }

    private void upload(int times, List<String> benchmarks) {
        for (int i = 0; i < times; i++) {
            Map<String, Double> seconds = new TreeMap<>();
            for (String name : benchmarks) seconds.put(name, name.startsWith("compress") ? 77.0 : 1);
            MainBranchRun.of(++commits, seconds).acceptInto(pipeline);
            levels.follow();
        }
    }

    private String lastRunKey() {
        return store.read(view -> view.runs().find(all().get(0).runId()))
                .orElseThrow()
                .run()
                .key();
    }
}
