package dev.pawl.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Severity;
import dev.pawl.server.store.ChannelRow;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.ProjectRow;
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
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a week, from a real database. */
class TrendReportTest {

    /** A Monday. */
    private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(START);
    private Store store;
    private Rejudger rejudger;
    private LevelTracker levels;
    private RunPipeline pipeline;
    private final Random random = new Random(7);
    private int commits;

    @BeforeEach
    void open() {
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
    void saysWhatMovedWhatIsOpenAndHowHealthyTheBenchmarksAre() {
        for (int day = 0; day < 35; day++) {
            boolean isLate = day >= 30;
            Map<String, Double> values = new TreeMap<>();
            values.put("steady", 1.0);
            values.put("worse", isLate ? 1.3 : 1.0);
            values.put("better", isLate ? 0.7 : 1.0);
            values.put("spike", day == 32 ? 2.0 : 1.0);
            values.put("noisy", 1.0);
            if (day < 31) values.put("gone", 1.0);
            upload(values);
            clock.advance(Duration.ofDays(1));
        }

        TrendReport report = week();

        assertEquals(7, report.runs());
        assertEquals(7, report.commits());
        assertEquals(
                List.of("worse", "better"),
                report.movers().stream()
                        .map(mover -> mover.key().benchmark().name())
                        .toList());
        assertTrue(report.movers().get(0).isWorse());
        assertEquals(0.3, report.movers().get(0).change(), 0.02);
        assertEquals(-0.3, report.movers().get(1).change(), 0.02);
        assertEquals(
                List.of("worse"),
                report.open().stream()
                        .map(row -> row.alert().series().benchmark().name())
                        .toList());
        assertEquals(
                List.of("gone"),
                report.missing().stream().map(row -> row.benchmark().name()).toList());
        assertEquals("noisy", report.noisy().get(0).key().benchmark().name());
        assertEquals(0.1, report.noisy().get(0).noise(), 0.05);
        assertEquals("1 worse, 1 better, 1 alert open, 1 missing", report.summary());
        assertEquals(List.of(), report.silent());
    }

    @Test
    void aBenchmarkThatMostlyCannotBeToldFromNoiseIsNamedWithWhatItCouldProve() {
        // As far apart as a change beyond the limit, again and again.
        for (int day = 0; day < 30; day++) {
            double swing = day % 2 == 0 ? 1.0 : 1.2;
            upload(Map.of("steady", 1.0, "swinging", swing, "odd", day == 27 ? 1.4 : 1.0));
            clock.advance(Duration.ofDays(1));
        }

        TrendReport report = week();

        assertEquals(
                List.of("swinging"),
                report.undecided().stream()
                        .map(one -> one.key().benchmark().name())
                        .toList());
        TrendReport.Undecided swinging = report.undecided().get(0);
        assertEquals(7, swinging.compared());
        assertTrue(swinging.times() >= 4 && swinging.times() <= 7, swinging.toString());
        assertEquals(0.05, swinging.warning());
        assertTrue(swinging.minimumDetectableChange() > 0.1, swinging.toString());
        assertEquals("nothing moved", report.summary());
    }

    @Test
    void aQuietWeekAndASilentTestbedAreSaidShortly() {
        for (int day = 0; day < 20; day++) {
            upload(Map.of("steady", 1.0));
            clock.advance(Duration.ofHours(6));
        }
        assertEquals("nothing moved", week().summary());

        clock.advance(Duration.ofDays(8));
        TrendReport silent = week();

        assertEquals(0, silent.runs());
        assertEquals(
                List.of("ci"),
                silent.silent().stream().map(testbed -> testbed.name()).toList());
    }

    @Test
    void theWeekIsToldOnceOnMondayToThoseWhoAsk() {
        upload(Map.of("steady", 1.0));
        channel("all", EnumSet.allOf(ChannelRow.Event.class));
        channel("not weekly", EnumSet.of(ChannelRow.Event.REGRESSION));
        clock.set(Instant.parse("2026-01-12T07:59:59Z"));
        look();
        assertEquals(List.of(), told());

        clock.set(Instant.parse("2026-01-12T08:00:00Z"));
        look();
        look();
        // Another server on the same file, after a restart.
        new WeeklyReport(store).look(clock.instant().plusSeconds(600));

        assertEquals(1, told().size());
        assertTrue(told().get(0).payload().contains("\"runs\":1"), told().get(0).payload());

        clock.set(Instant.parse("2026-01-19T08:00:00Z"));
        look();
        assertEquals(1, told().size(), "a week without a run");
    }

    @Test
    void aWeekThatIsLongOverIsNotTold() {
        upload(Map.of("steady", 1.0));
        channel("all", EnumSet.allOf(ChannelRow.Event.class));
        clock.set(Instant.parse("2026-01-14T09:00:00Z"));
        look();

        assertEquals(List.of(), told());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T08:00:00Z, 2026-01-05T08:00:00Z",
        "2026-01-05T07:59:59Z, 2025-12-29T08:00:00Z",
        "2026-01-11T23:59:59Z, 2026-01-05T08:00:00Z"
    })
    void theLastMondayIsNotAfterNow(Instant now, Instant monday) {
        assertEquals(monday, WeeklyReport.lastMonday(now));
    }

    private void look() {
        new WeeklyReport(store).look(clock.instant());
    }

    private List<DeliveryRow> told() {
        return store.read(view -> view.deliveries().list(DeliveryRow.State.PENDING, 10));
    }

    private TrendReport week() {
        return store.read(
                view -> TrendReport.of(view, project(), clock.instant().minus(Duration.ofDays(7)), clock.instant()));
    }

    private ProjectRow project() {
        return store.read(view -> view.projects().find("demo")).orElseThrow();
    }

    private void channel(String name, EnumSet<ChannelRow.Event> events) {
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

    private void upload(Map<String, Double> values) {
        Map<String, Double> seconds = new TreeMap<>(values);
        seconds.replaceAll((name, value) -> value * (1 + (name.equals("noisy") ? 0.1 : 0.002) * random.nextGaussian()));
        MainBranchRun.of(++commits, seconds).acceptInto(pipeline);
        levels.follow();
    }
}
