package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.TESTBED;
import static dev.pawl.server.store.StoreFixture.TIME;
import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Baseline;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Reason;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonsTest {

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
    void aComparisonTakesThePlaceOfTheOneBefore() {
        RunRow run = fixture.upload(commit("b", "a", minute(1)), 1);
        ComparisonRow first = comparison(run, Baseline.Source.NONE, null);
        ComparisonRow second = comparison(run, Baseline.Source.MERGE_BASE, 0);

        put(first);
        assertEquals(Optional.of(first), read(comparisons -> comparisons.latest(run.id())));
        put(second);

        assertEquals(Optional.of(second), read(comparisons -> comparisons.latest(run.id())));
        assertEquals(Optional.empty(), read(comparisons -> comparisons.latest("unknown")));
    }

    @Test
    void aSummaryIsReadWithoutTheComparison() {
        RunRow run = fixture.upload(commit("b", "a", minute(1)), 1);
        RunRow uncompared = fixture.upload(commit("c", "a", minute(1)), 1);
        ComparisonRow row = comparison(run, Baseline.Source.PREVIOUS, 1);
        put(row);

        assertEquals(
                Map.of(run.id(), row.comparison().summary()),
                read(comparisons -> comparisons.summaries(List.of(uncompared.id(), run.id()))));
        assertEquals(Severity.CRITICAL, row.comparison().summary().severity());
    }

    @Test
    void aComparisonOfNothingIsRefused() {
        RunRow run = fixture.upload(commit("b", "a", minute(1)), 1);
        ComparisonRow known = comparison(run, Baseline.Source.NONE, null);

        assertThrows(
                StoreException.class,
                () -> put(new ComparisonRow("nobody", null, false, minute(1), known.comparison())));
    }

    @Test
    void aRunThatArrivesLateConcernsWhatComesAfterItsCommit() {
        RunRow again = compared(commit("a", null, minute(1)), Baseline.Source.PREVIOUS, 1);
        RunRow child = compared(commit("b", "a", minute(2)), Baseline.Source.PREVIOUS, 1);
        RunRow grandchild = compared(commit("c", "b", minute(3)), Baseline.Source.PREVIOUS, 1);
        RunRow pullRequest = compared(commit("d", null, minute(4)), Baseline.Source.MERGE_BASE, 2, sha("b"));
        compared(commit("e", null, minute(5)), Baseline.Source.PREVIOUS, 1);
        RunRow late = fixture.upload(commit("a", null, minute(1)), 2);

        assertEquals(4, mark(late, TESTBED, "a"));
        assertEquals(
                List.of(again.id(), child.id(), grandchild.id(), pullRequest.id()),
                read(comparisons -> comparisons.stale(10)));
        assertEquals(0, mark(late, "elsewhere", "a"));
    }

    @Test
    void aRunWithoutAPlaceIsConcernedOnceAChildTellsItsPlace() {
        RunRow unplaced = compared(commit("a", null, minute(1)), Baseline.Source.PREVIOUS, null);
        RunRow other = fixture.upload(commit("f", null, minute(2)), 2);
        assertEquals(0, mark(other, TESTBED, "f"));

        RunRow child = fixture.upload(commit("b", "a", minute(3)), 2);

        assertEquals(1, mark(child, TESTBED, "b"));
        assertEquals(List.of(unplaced.id()), read(comparisons -> comparisons.stale(10)));
    }

    @Test
    void staleComparisonsQueueUpUntilTheyAreComputedAgain() {
        RunRow one = compared(commit("b", "a", minute(1)), Baseline.Source.NONE, null);
        RunRow other = compared(commit("c", "a", minute(2)), Baseline.Source.NONE, null);

        fixture.store.write(session -> {
            session.comparisons().markStale(List.of(other.id(), one.id()));
            session.comparisons().markStale(List.of());
            return null;
        });

        assertEquals(List.of(one.id(), other.id()), read(comparisons -> comparisons.stale(10)));
        assertEquals(List.of(one.id()), read(comparisons -> comparisons.stale(1)));
        put(comparison(one, Baseline.Source.MERGE_BASE, 0));
        assertEquals(List.of(other.id()), read(comparisons -> comparisons.stale(10)));
    }

    private RunRow compared(Commit commit, Baseline.Source source, @Nullable Integer commitsApart) {
        return compared(commit, source, commitsApart, null);
    }

    private RunRow compared(
            Commit commit, Baseline.Source source, @Nullable Integer commitsApart, @Nullable String mergeBase) {
        RunRow row = fixture.upload(commit, 1);
        Run run = row.run();
        fixture.store.write(session -> {
            Run branched = new Run(
                    run.id(),
                    run.project(),
                    run.testbed(),
                    run.key(),
                    run.branch(),
                    run.sha(),
                    null,
                    null,
                    mergeBase,
                    null,
                    run.trust(),
                    run.environment(),
                    true,
                    run.receivedAt());
            session.runs().update(row.number(), branched, row.request());
            return null;
        });
        put(comparison(row, source, commitsApart));
        return row;
    }

    private int mark(RunRow run, String testbed, String name) {
        return fixture.store.write(
                session -> session.comparisons().markStaleAfter(fixture.project, run.number(), testbed, sha(name)));
    }

    private void put(ComparisonRow comparison) {
        fixture.store.write(session -> {
            session.comparisons().put(comparison);
            return null;
        });
    }

    private <T> T read(Function<Comparisons, T> question) {
        return fixture.store.read(view -> question.apply(view.comparisons()));
    }

    private static ComparisonRow comparison(RunRow run, Baseline.Source source, @Nullable Integer commitsApart) {
        JudgedMeasurement slower = new JudgedMeasurement(
                new SeriesKey(Benchmark.named("größe <b>"), TIME.identity(), TESTBED),
                TIME,
                Verdict.REGRESSED,
                Severity.CRITICAL,
                Reason.SIGNIFICANT_CHANGE,
                Threshold.DEFAULT,
                new Evidence(0.125, new Evidence.Interval(0.1, 0.15), 0.001, 0.02, 0.05, 1e-6, 1.125e-6, 20, 1, null));
        Comparison comparison = new Comparison(
                1,
                3,
                Threshold.DEFAULT,
                new Baseline.Choice(source, "main", "main", sha("9"), List.of("run-9"), commitsApart),
                new Contender.Identity("main at b", "main", run.run().sha(), null, TESTBED, List.of(run.id()), true),
                List.of(slower),
                List.of());
        return new ComparisonRow(run.id(), sha("9"), false, minute(9), comparison);
    }
}
