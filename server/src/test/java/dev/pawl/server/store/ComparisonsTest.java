package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.TESTBED;
import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Baseline;
import dev.pawl.model.Severity;
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
        ComparisonRow first = comparison(run, null, sha("a"), false);
        ComparisonRow second = comparison(run, sha("a"), sha("a"), false);

        put(first);
        assertEquals(Optional.of(first), read(comparisons -> comparisons.latest(run.id())));
        put(second);

        assertEquals(Optional.of(second), read(comparisons -> comparisons.latest(run.id())));
        assertEquals(Optional.empty(), read(comparisons -> comparisons.latest("unknown")));
    }

    @Test
    void aComparisonOfNothingIsRefused() {
        RunRow run = fixture.upload(commit("b", "a", minute(1)), 1);
        ComparisonRow known = comparison(run, null, null, false);
        ComparisonRow unknown = new ComparisonRow(
                "nobody", known.baselineSource(), null, null, 1, 1, null, known.counts(), false, minute(1), "{}");

        assertThrows(StoreException.class, () -> put(unknown));
    }

    @Test
    void contendersThatUsedAnotherBaselineAwaitTheirs() {
        RunRow withNone = fixture.upload(commit("b", "a", minute(1)), 1);
        RunRow withOther = fixture.upload(commit("c", "a", minute(2)), 1);
        RunRow content = fixture.upload(commit("d", "a", minute(3)), 1);
        RunRow unconcerned = fixture.upload(commit("e", "d", minute(4)), 1);
        put(comparison(withNone, null, sha("a"), false));
        put(comparison(withOther, sha("9"), sha("a"), false));
        put(comparison(content, sha("a"), sha("a"), false));
        put(comparison(unconcerned, null, null, false));

        assertEquals(
                List.of(withNone.id(), withOther.id()),
                read(comparisons -> comparisons.awaiting(fixture.project, TESTBED, sha("a"))));
        assertEquals(List.of(), read(comparisons -> comparisons.awaiting(fixture.project, "elsewhere", sha("a"))));
    }

    @Test
    void staleComparisonsQueueUpUntilTheyAreComputedAgain() {
        RunRow one = fixture.upload(commit("b", "a", minute(1)), 1);
        RunRow other = fixture.upload(commit("c", "a", minute(2)), 1);
        put(comparison(one, null, sha("a"), false));
        put(comparison(other, null, sha("a"), false));

        fixture.store.write(session -> {
            session.comparisons().markStale(List.of(other.id(), one.id()));
            session.comparisons().markStale(List.of());
            return null;
        });

        assertEquals(List.of(one.id(), other.id()), read(comparisons -> comparisons.stale(10)));
        assertEquals(List.of(one.id()), read(comparisons -> comparisons.stale(1)));
        put(comparison(one, sha("a"), sha("a"), false));
        assertEquals(List.of(other.id()), read(comparisons -> comparisons.stale(10)));
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

    private static ComparisonRow comparison(
            RunRow run, @Nullable String baselineSha, @Nullable String wantedSha, boolean stale) {
        return new ComparisonRow(
                run.id(),
                baselineSha == null ? Baseline.Source.NONE : Baseline.Source.MERGE_BASE,
                baselineSha,
                wantedSha,
                1,
                3,
                baselineSha == null ? null : Severity.CRITICAL,
                Map.of(Verdict.REGRESSED, 1, Verdict.NEW, 2),
                stale,
                minute(9),
                "{\"summary\":{\"note\":\"größer\"}}");
    }
}
