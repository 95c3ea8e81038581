package dev.pawl.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Severity;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that are told afterwards, on a real database. */
class BackdatedRunTest {

    private static final Instant FIRST = Instant.parse("2023-03-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private Store store;
    private Rejudger rejudger;
    private LevelTracker levels;
    private RunPipeline pipeline;

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
    void nobodyIsToldOfThePastAndTheLevelsAreKnown() {
        past(1, Map.of("parse", 1.0, "gone", 1.0));
        channel();
        // Slower by half at the 31st of 60, back at the 46th; "gone" is measured for the first ten only.
        for (int commit = 2; commit <= 60; commit++) {
            double seconds = noisy(commit, commit > 30 && commit <= 45 ? 1.5 : 1.0);
            past(commit, commit <= 10 ? Map.of("parse", seconds, "gone", seconds) : Map.of("parse", seconds));
            if (commit % 7 == 0) look();
        }
        look();

        assertEquals(List.of(), alerts());
        assertEquals(List.of(), absences());
        assertEquals(0, deliveries());
        assertTrue(changePoints() >= 2, "the detector saw the steps of the past");
    }

    @Test
    void whatGetsSlowerAfterwardsIsJudgedByThePastAndTold() {
        past(1, Map.of("parse", 1.0));
        channel();
        for (int commit = 2; commit <= 40; commit++) past(commit, Map.of("parse", noisy(commit, 1.0)));
        look();

        for (int commit = 41; commit <= 46; commit++) {
            clock.advance(Duration.ofHours(1));
            MainBranchRun.of(commit, Map.of("parse", noisy(commit, 1.5))).acceptInto(pipeline);
            look();
        }

        assertEquals(List.of("parse"), alerts());
        assertTrue(deliveries() >= 1, "the channel heard of it");
    }

    @Test
    void aRunOfThePastIsDatedWhenItWasMeasured() {
        MainBranchRun.of(2, Map.of("parse", 1.0)).acceptInto(pipeline);
        past(1, Map.of("parse", 1.0));

        List<RunRow> runs = store.read(view -> view.runs().recent(project(), RunFilter.ALL, 10, null));
        assertEquals(
                List.of("r2", "r1"), runs.stream().map(row -> row.run().key()).toList());
        assertEquals(FIRST.plus(Duration.ofDays(1)), runs.get(1).run().receivedAt());
        assertTrue(runs.get(1).request().backdated());
        assertFalse(runs.get(0).request().backdated());
        assertEquals(
                List.of("r1"),
                store
                        .read(view -> view.runs()
                                .recent(
                                        project(),
                                        RunFilter.ALL,
                                        10,
                                        runs.get(0).id()))
                        .stream()
                        .map(row -> row.run().key())
                        .toList());
    }

    @Test
    void nothingIsMeasuredInTheFuture() {
        MainBranchRun.of(1, Map.of("parse", 1.0))
                .measuredAt(NOW.plusSeconds(60))
                .acceptInto(pipeline);

        RunRow run = store.read(view -> view.runs().recent(project(), RunFilter.ALL, 1, null))
                .get(0);
        assertEquals(NOW, run.run().receivedAt());
    }

    private void past(int commit, Map<String, Double> seconds) {
        MainBranchRun.of(commit, seconds)
                .measuredAt(FIRST.plus(Duration.ofDays(commit)))
                .acceptInto(pipeline);
    }

    /** A little noise that is the same each time. */
    private static double noisy(int commit, double seconds) {
        return seconds * (1 + 0.004 * Math.sin(commit * 12.9898));
    }

    private void look() {
        rejudger.judgeStale();
        levels.follow();
    }

    private void channel() {
        store.write(session -> session.channels()
                .add(new ChannelRow(
                        0,
                        project(),
                        "#perf",
                        ChannelRow.Kind.SLACK,
                        URI.create("https://hooks.example.com/x"),
                        null,
                        Severity.WARNING,
                        "*",
                        EnumSet.allOf(ChannelRow.Event.class),
                        false,
                        null,
                        clock.instant())));
    }

    private long project() {
        return store.read(view -> view.projects().find("demo").orElseThrow().id());
    }

    private int deliveries() {
        return store.read(view -> view.deliveries().list(DeliveryRow.State.PENDING, 100))
                .size();
    }

    private int changePoints() {
        SeriesId parse = store.read(view -> view.series().overview(project(), "main", "ci", 5)).stream()
                .filter(row -> row.key().benchmark().name().equals("parse"))
                .findFirst()
                .orElseThrow()
                .id();
        return store.read(view -> view.detectors().changePoints(parse)).size();
    }

    private List<String> alerts() {
        return store.read(view -> view.alerts().list(project(), AlertFilter.ALL, 100)).stream()
                .map(row -> row.alert().series().benchmark().name())
                .toList();
    }

    private List<AbsenceRow> absences() {
        return store.read(view -> view.absences().list(project(), EnumSet.allOf(AbsenceRow.State.class), 100));
    }
}
