package dev.pawl.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.background.Steps;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.server.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait: for shards, and for being judged again. */
class RejudgerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(START);
    private Store store;
    private Rejudger rejudger;
    private RunPipeline pipeline;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("pawl.db"));
        rejudger = new Rejudger(store, clock);
        pipeline = new RunPipeline(store, clock, rejudger);
    }

    @AfterEach
    void close() {
        rejudger.close();
        store.close();
    }

    @Test
    void aRunIsMarkedIncompleteWhenItsShardsAreThirtyMinutesLate() {
        accept(1, "r", new Upload.Shard(1, 3), "a");

        clock.set(START.plus(Duration.ofMinutes(30)));
        rejudger.markOverdue();
        assertEquals(RunRow.State.WAITING, run("r").state());

        clock.set(START.plus(Duration.ofMinutes(30)).plusMillis(1));
        rejudger.markOverdue();
        assertEquals(RunRow.State.INCOMPLETE, run("r").state());
        assertFalse(run("r").run().complete());
    }

    @Test
    void aShardThatComesAfterAllStillCompletesTheRun() {
        accept(1, "r", new Upload.Shard(1, 2), "a");
        clock.set(START.plus(Duration.ofHours(2)));
        rejudger.markOverdue();

        accept(1, "r", new Upload.Shard(2, 2), "b");

        assertEquals(RunRow.State.COMPLETE, run("r").state());
        rejudger.markOverdue();
        assertEquals(RunRow.State.COMPLETE, run("r").state());
    }

    @Test
    void theThirtyMinutesBeginWithTheFirstShard() {
        accept(1, "r", new Upload.Shard(1, 3), "a");
        clock.set(START.plus(Duration.ofMinutes(20)));
        accept(1, "r", new Upload.Shard(2, 3), "b");

        clock.set(START.plus(Duration.ofMinutes(31)));
        rejudger.markOverdue();

        assertEquals(RunRow.State.INCOMPLETE, run("r").state());
    }

    @Test
    void manyOverdueRunsAreMarkedAtOnce() {
        for (int commit = 1; commit <= 45; commit++) accept(commit, "r" + commit, new Upload.Shard(1, 2), "a");
        clock.set(START.plus(Duration.ofHours(1)));

        rejudger.markOverdue();

        long projectId =
                store.read(view -> view.projects().find("demo").orElseThrow().id());
        List<RunRow> runs =
                store.read(view -> view.runs().recent(projectId, new RunFilter(null, null, null, null), 100, null));
        assertEquals(45, runs.size());
        assertTrue(runs.stream().allMatch(row -> row.state() == RunRow.State.INCOMPLETE));
    }

    @Test
    void aRunThatCannotBeJudgedHoldsNobodyUp() throws Exception {
        for (int commit = 1; commit <= 4; commit++) accept(commit, "r" + commit, null, "a");
        rejudger.judgeStale();
        List<String> ids = List.of(
                run("r1").id(), run("r2").id(), run("r3").id(), run("r4").id());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pawl.db"))) {
            other.createStatement().execute("update run set baseline = 'nonsense' where run_key = 'r1'");
        }
        store.write(session -> {
            session.comparisons().markStale(ids);
            return null;
        });

        Steps.FailedException failed = assertThrows(Steps.FailedException.class, rejudger::judgeStale);

        assertEquals("judging run " + ids.get(0) + " failed", failed.getMessage());
        assertEquals(List.of(ids.get(0)), store.read(view -> view.comparisons().stale(10)));
    }

    @Test
    void anUploadThatEndsAfterTheBackgroundStoppedIsStillAnswered() {
        rejudger.close();

        accept(1, "r", null, "a");

        assertEquals(RunRow.State.COMPLETE, run("r").state());
    }

    private RunRow run(String key) {
        return store.read(view -> view.runs()
                .findByKey(view.projects().find("demo").orElseThrow().id(), "ci", key)
                .orElseThrow());
    }

    private void accept(int commit, String key, Upload.@Nullable Shard shard, String suite) {
        new MainBranchRun(commit, key, shard, suite, null, Map.of("sort", 1.0)).acceptInto(pipeline);
    }
}
