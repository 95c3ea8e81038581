package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Run;
import dev.pawl.model.Trust;
import dev.pawl.server.store.PlacedRun.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

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
    void pointsFollowTheCommitsInWhateverOrderTheyArrive() {
        List<Commit> line = new ArrayList<>();
        // Clocks that run backwards: only the parents tell the order.
        for (int i = 10; i < 20; i++)
            line.add(commit(Integer.toString(i), i == 10 ? null : Integer.toString(i - 1), minute(-i)));
        List<Commit> shuffled = new ArrayList<>(line);
        Collections.shuffle(shuffled, new Random(7));

        for (Commit commit : shuffled)
            fixture.upload(commit, Integer.parseInt(commit.sha().substring(38)));

        assertEquals(List.of(10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0), values(history("main", 100)));
        assertEquals(List.of(17.0, 18.0, 19.0), values(history("main", 3)));
        assertEquals(
                Optional.of(sha("19")),
                fixture.store.read(view -> view.commits().branchHead(fixture.project, "main")));
    }

    @Test
    void commitsBeyondAGapKeepTheirOwnOrderBeforeTheLine() {
        fixture.upload(commit("a2", "a1", minute(9)), 2);
        fixture.upload(commit("c1", "b9", minute(20)), 11);
        fixture.upload(commit("a1", null, minute(10)), 1);
        fixture.upload(commit("c2", "c1", minute(21)), 12);

        SeriesHistory history = history("main", 100);

        assertEquals(List.of(1.0, 2.0, 11.0, 12.0), values(history));
        assertEquals(
                List.of(Placement.UNKNOWN, Placement.UNKNOWN, Placement.ON_BRANCH, Placement.ON_BRANCH),
                placements(history));
    }

    @Test
    void aGapThatIsFilledLaterIsNoGap() {
        fixture.upload(commit("c", "b", minute(3)), 3);
        fixture.upload(commit("a", null, minute(1)), 1);
        assertEquals(List.of(Placement.UNKNOWN, Placement.ON_BRANCH), placements(history("main", 10)));

        fixture.store.write(session -> {
            session.commits().upsert(fixture.project, List.of(commit("b", "a", null)));
            return null;
        });

        assertEquals(List.of(Placement.ON_BRANCH, Placement.ON_BRANCH), placements(history("main", 10)));
    }

    @Test
    void commitsThatAForcePushTookOffAreMarkedAndNoBaseline() {
        fixture.upload(commit("a", null, minute(1)), 1);
        fixture.upload(commit("b", "a", minute(2)), 2);
        fixture.upload(commit("c", "b", minute(3)), 3);
        fixture.upload(commit("d", "a", minute(4)), 4);

        SeriesHistory history = history("main", 10);
        List<RunRow> baseline = fixture.store.read(
                view -> view.runs().newestOnBranch(fixture.project, StoreFixture.TESTBED, "main", 10, true));

        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), values(history));
        assertEquals(
                List.of(Placement.ON_BRANCH, Placement.OFF_BRANCH, Placement.OFF_BRANCH, Placement.ON_BRANCH),
                placements(history));
        assertEquals(
                List.of(sha("d"), sha("a")),
                baseline.stream().map(run -> run.run().sha()).toList());
    }

    @Test
    void withoutAnyParentsTimeDecidesAndThenArrival() {
        fixture.upload(commit("c", null, minute(3)), 3);
        fixture.upload(commit("a", null, minute(1)), 1);
        fixture.upload(Commit.ofSha(sha("f")), 6);
        fixture.upload(Commit.ofSha(sha("e")), 7);
        fixture.upload(commit("b", null, minute(2)), 2);

        assertEquals(List.of(1.0, 2.0, 3.0, 6.0, 7.0), values(history("main", 10)));
    }

    @Test
    void anOldRunThatArrivesLateDoesNotPushANewOneOut() {
        Commit parent = commit("100", null, minute(1));
        fixture.upload(parent, 100);
        for (int i = 101; i < 160; i++)
            fixture.upload(commit(Integer.toString(i), Integer.toString(i - 1), minute(i)), i);
        for (int i = 101; i < 140; i++) fixture.upload(Commit.ofSha(sha(Integer.toString(i))), -i);

        assertEquals(List.of(157.0, 158.0, 159.0), values(history("main", 3)));
    }

    @Test
    void aRingOfParentsEndsTheLine() {
        fixture.upload(commit("a", "c", minute(1)), 1);
        fixture.upload(commit("b", "a", minute(2)), 2);
        fixture.upload(commit("c", "b", minute(3)), 3);

        assertEquals(3, history("main", 10).points().size());
        assertEquals(
                3,
                fixture.store
                        .read(view -> view.commits().ancestors(fixture.project, sha("c"), 10))
                        .size());
    }

    @Test
    void runsOfAForkDoNotAppearOnTheBranchTheyClaim() {
        fixture.upload(commit("a", null, minute(1)), 1);
        fixture.store.write(session -> {
            Run claimed = fixture.run("main", sha("a"), minute(50));
            Run untrusted = new Run(
                    "fork-1",
                    "demo",
                    StoreFixture.TESTBED,
                    "fork",
                    "main",
                    claimed.sha(),
                    7,
                    "main",
                    null,
                    null,
                    Trust.UNTRUSTED,
                    claimed.environment(),
                    true,
                    claimed.receivedAt());
            RunRow run = session.runs().insert(fixture.project, untrusted, RunRequest.plain());
            fixture.measure(session, run, Map.of("sort", 99.0));
            return null;
        });

        assertEquals(List.of(1.0), values(history("main", 10)));
        assertEquals(
                1,
                fixture.store
                        .read(view ->
                                view.runs().newestOnBranch(fixture.project, StoreFixture.TESTBED, "main", 10, true))
                        .size());
        assertEquals(
                2,
                fixture.store
                        .read(view ->
                                view.runs().newestOnBranch(fixture.project, StoreFixture.TESTBED, "main", 10, false))
                        .size());
    }

    @Test
    void aRarelyMeasuredBenchmarkIsFoundFarBack() {
        for (int i = 100; i < 160; i++) {
            fixture.upload(
                    "main",
                    commit(Integer.toString(i), i == 100 ? null : Integer.toString(i - 1), minute(i)),
                    Map.of(i % 20 == 0 ? "sort" : "scan", (double) i));
        }

        assertEquals(List.of(100.0, 120.0, 140.0), values(history("main", 5)));
    }

    @Test
    void anOverviewHasTheNewestPointsOfEverySeries() {
        for (int i = 100; i < 140; i++) {
            fixture.upload(
                    "main",
                    commit(Integer.toString(i), i == 100 ? null : Integer.toString(i - 1), minute(i)),
                    i % 2 == 0 ? Map.of("sort", i + 0.5, "scan", i + 0.25) : Map.of("sort", i + 0.5));
        }

        List<SeriesOverview> overview =
                fixture.store.read(view -> view.series().overview(fixture.project, "main", StoreFixture.TESTBED, 3));

        assertEquals(
                List.of("scan", "sort"),
                overview.stream().map(series -> series.key().benchmark().name()).toList());
        assertEquals(
                List.of(136.25, 138.25),
                overview.get(0).points().stream()
                        .skip(1)
                        .map(point -> point.value())
                        .toList());
        assertEquals(
                List.of(137.5, 138.5, 139.5),
                overview.get(1).points().stream().map(point -> point.value()).toList());
        assertEquals(sha("139"), overview.get(1).latest().commit().sha());
        assertEquals(139.5, overview.get(1).latestPoint().value());
    }

    @Test
    void aRenamedBenchmarkKeepsItsPastAndAllItsNames() {
        fixture.upload("main", commit("a", null, minute(1)), Map.of("sort", 1.0));
        fixture.upload("main", commit("b", "a", minute(2)), Map.of("quicksort", 2.0));
        long oldId = id("sort");
        long newId = id("quicksort");
        fixture.store.write(session -> {
            session.benchmarks().rename(fixture.project, oldId, newId);
            return null;
        });

        fixture.upload("main", commit("c", "b", minute(3)), Map.of("sort", 3.0));

        assertEquals(newId, id("sort"));
        assertEquals(List.of(1.0, 2.0, 3.0), values(history("quicksort", "main", 10)));
        assertEquals(
                List.of("quicksort"),
                fixture.store.read(view -> view.benchmarks().list(fixture.project)).stream()
                        .map(row -> row.benchmark().name())
                        .toList());
        List<SeriesOverview> overview =
                fixture.store.read(view -> view.series().overview(fixture.project, "main", StoreFixture.TESTBED, 30));
        assertEquals(1, overview.size());
        assertEquals(3, overview.get(0).points().size());
    }

    @Test
    void anUnknownSeriesIsNotThere() {
        fixture.upload(commit("a", null, minute(1)), 1);

        assertTrue(fixture.store
                .read(view -> view.series().history(fixture.project, new SeriesId(1, 1, 99), "main", 10))
                .isEmpty());
        assertTrue(history("topic", 10).points().isEmpty());
    }

    private SeriesHistory history(String branch, int limit) {
        return history("sort", branch, limit);
    }

    private SeriesHistory history(String benchmark, String branch, int limit) {
        return fixture.store
                .read(view -> view.series().history(fixture.project, new SeriesId(id(benchmark), 1, 1), branch, limit))
                .orElseThrow();
    }

    private long id(String benchmark) {
        return fixture.store
                .read(view -> view.benchmarks().findId(fixture.project, Benchmark.named(benchmark)))
                .orElseThrow();
    }

    private static List<Double> values(SeriesHistory history) {
        return history.points().stream().map(point -> point.point().value()).toList();
    }

    private static List<Placement> placements(SeriesHistory history) {
        return history.points().stream()
                .map(point -> point.placed().placement())
                .toList();
    }
}
