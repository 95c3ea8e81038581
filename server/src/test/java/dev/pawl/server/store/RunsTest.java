package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.TESTBED;
import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Environment;
import dev.pawl.model.Run;
import dev.pawl.model.Trust;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {

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
    void aRunComesBackAsItWasStored() {
        Run run = new Run(
                "run-x",
                "demo",
                "gpu-1",
                "77/2",
                "topic",
                sha("c"),
                12,
                "main",
                sha("b"),
                "v1.2",
                Trust.UNTRUSTED,
                "e".repeat(64),
                false,
                minute(3));
        RunRequest request = new RunRequest(4, "release:v1.1", 2, "https://ci.example/77", "pawl 0.1");

        RunRow stored = write(runs -> runs.insert(fixture.project, run, request));

        assertEquals(RunRow.State.WAITING, stored.state());
        assertEquals(request, stored.request());
        assertEquals(0, stored.shardsReceived());
        assertEquals(run, stored.run());
        assertEquals(Optional.of(stored), read(runs -> runs.find(stored.id())));
        assertEquals(Optional.of(stored), read(runs -> runs.findByKey(fixture.project, "gpu-1", "77/2")));
        assertEquals(Optional.empty(), read(runs -> runs.findByKey(fixture.project, "gpu-2", "77/2")));
    }

    @Test
    void oneKeyIsOneRun() {
        Run run = fixture.run("main", sha("a"), minute(1));
        write(runs -> runs.insert(fixture.project, run, RunRequest.plain()));

        StoreException thrown = assertThrows(
                StoreException.class, () -> write(runs -> runs.insert(fixture.project, run, RunRequest.plain())));

        assertTrue(thrown.getMessage().contains("UNIQUE constraint failed: run."), thrown.getMessage());
    }

    @Test
    void idsSortByTimeAndNeverCollide() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Instant time = i < 10 ? minute(1) : minute(i);
            ids.add(write(runs -> {
                Run run = fixture.run("main", sha("a"), time);
                Run named = renamed(run, runs.newId(time, "the same"));
                return runs.insert(fixture.project, named, RunRequest.plain()).id();
            }));
        }

        assertEquals(20, ids.stream().distinct().count());
        assertEquals(ids.subList(10, 20), ids.stream().sorted().toList().subList(10, 20));
        assertTrue(ids.stream().allMatch(id -> id.matches("[0-9a-hjkmnp-tv-z]{12}")), ids::toString);
        String free = read(runs -> runs.newId(minute(99), "one"));
        assertEquals(free, fixture.store.<String>read(view -> view.runs().newId(minute(99), "one")));
    }

    @Test
    void anUpdateChangesFactsAndNotIdentity() {
        RunRow before = write(
                runs -> runs.insert(fixture.project, fixture.run("main", sha("a"), minute(1)), RunRequest.plain()));
        Run changed = new Run(
                "",
                "demo",
                "elsewhere",
                "other",
                "main",
                sha("b"),
                null,
                null,
                null,
                "v2",
                Trust.UNTRUSTED,
                "f",
                false,
                minute(9));

        write(runs -> {
            runs.update(before.number(), changed, new RunRequest(3, null, null, null, null));
            runs.setState(before.number(), RunRow.State.INCOMPLETE);
            return null;
        });

        RunRow after = read(runs -> runs.find(before.id())).orElseThrow();
        assertEquals("v2", after.run().release());
        assertEquals(3, after.request().shardCount());
        assertEquals(RunRow.State.INCOMPLETE, after.state());
        assertEquals(before.run().testbed(), after.run().testbed());
        assertEquals(before.run().key(), after.run().key());
        assertEquals(before.run().receivedAt(), after.run().receivedAt());
    }

    @Test
    void recentRunsAreFilteredAndPaged() {
        RunRow first = fixture.upload("main", commit("a", null, minute(1)), Map.of("sort", 1.0));
        RunRow second = fixture.upload("topic", commit("b", "a", minute(2)), Map.of("sort", 1.0));
        RunRow third = fixture.upload("main", commit("c", "a", minute(3)), Map.of("sort", 1.0));

        assertEquals(
                List.of(third.id(), second.id(), first.id()),
                ids(read(runs -> runs.recent(fixture.project, RunFilter.ALL, 10, null))));
        assertEquals(
                List.of(third.id(), second.id()),
                ids(read(runs -> runs.recent(fixture.project, RunFilter.ALL, 2, null))));
        assertEquals(
                List.of(first.id()), ids(read(runs -> runs.recent(fixture.project, RunFilter.ALL, 2, second.id()))));
        RunFilter main = new RunFilter("main", TESTBED, null, null);
        assertEquals(List.of(third.id(), first.id()), ids(read(runs -> runs.recent(fixture.project, main, 10, null))));
        RunFilter nothing = new RunFilter(null, null, 7, "v1");
        assertEquals(List.of(), read(runs -> runs.recent(fixture.project, nothing, 10, null)));
    }

    @Test
    void runsOfCommitsComeInTheOrderOfTheCommits() {
        RunRow a = fixture.upload(commit("a", null, minute(1)), 1);
        RunRow b = fixture.upload(commit("b", "a", minute(2)), 2);
        RunRow again = fixture.upload(commit("a", null, minute(1)), 3);

        assertEquals(
                List.of(b.id(), a.id(), again.id()),
                ids(read(runs -> runs.ofCommits(
                        fixture.project, TESTBED, List.of(sha("b"), sha("f"), sha("a"), sha("b")), true))));
        assertEquals(List.of(), read(runs -> runs.ofCommits(fixture.project, "elsewhere", List.of(sha("b")), false)));
    }

    @Test
    void aReleaseHasItsTrustedRuns() {
        Run plain = fixture.run("main", sha("a"), minute(1));
        RunRow tagged = write(runs -> runs.insert(fixture.project, released(plain, Trust.TRUSTED), RunRequest.plain()));
        write(runs -> runs.insert(
                fixture.project,
                released(fixture.run("main", sha("b"), minute(2)), Trust.UNTRUSTED),
                RunRequest.plain()));

        assertEquals(List.of(tagged.id()), ids(read(runs -> runs.ofRelease(fixture.project, TESTBED, "v1", 10))));
    }

    @Test
    void onlyWaitingRunsAreGivenUp() {
        RunRow waiting = write(runs -> runs.insert(
                fixture.project,
                incomplete(fixture.run("main", sha("a"), minute(1))),
                new RunRequest(2, null, null, null, null)));
        write(runs -> runs.insert(
                fixture.project,
                incomplete(fixture.run("main", sha("a"), minute(40))),
                new RunRequest(2, null, null, null, null)));
        fixture.upload(commit("a", null, minute(1)), 1);

        assertEquals(List.of(waiting.id()), ids(read(runs -> runs.incompleteOlderThan(minute(31), 10))));
        write(runs -> {
            runs.setState(waiting.number(), RunRow.State.INCOMPLETE);
            return null;
        });
        assertEquals(List.of(), read(runs -> runs.incompleteOlderThan(minute(31), 10)));
    }

    @Test
    void testbedsAndBranchesAreRemembered() {
        fixture.upload("main", commit("a", null, minute(1)), Map.of("sort", 1.0));
        fixture.upload("topic", commit("b", "a", minute(1)), Map.of("sort", 1.0));

        assertEquals(
                List.of("topic", "main"),
                read(runs -> runs.branches(fixture.project, 10)).stream()
                        .map(Branch::name)
                        .toList());
        assertEquals(
                List.of(TESTBED),
                read(runs -> runs.testbeds(fixture.project)).stream()
                        .map(Testbed::name)
                        .toList());
        ProjectSummary summary =
                fixture.store.read(view -> view.projects().list()).get(0);
        assertEquals(2, summary.runs());
        assertEquals(read(runs -> runs.testbeds(fixture.project)).get(0).lastRunAt(), summary.lastRunAt());
    }

    @Test
    void anEnvironmentIsKeptOnceUnderItsHash() {
        Environment environment = Environment.of(Map.of("cpu", "EPYC 9654", "jdk", "17"));

        write(runs -> {
            runs.keepEnvironment(environment);
            runs.keepEnvironment(environment);
            return null;
        });

        assertEquals(environment, read(runs -> runs.environment(environment.hash())));
        assertEquals(Environment.UNKNOWN, read(runs -> runs.environment(Environment.UNKNOWN.hash())));
    }

    @Test
    void aShardIsFoundByItsIndexAndByItsBody() {
        RunRow run = write(runs -> runs.insert(
                fixture.project, fixture.run("main", sha("a"), minute(1)), new RunRequest(2, null, null, null, null)));
        ShardRow first = new ShardRow(run.number(), 1, "jmh-json", "core", "hash-one", minute(1));
        ShardRow second = new ShardRow(run.number(), 2, "libtest", "", "hash-two", minute(2));
        UploadRow upload = new UploadRow("a.json\nb.json", new byte[] {31, -117, 0});

        assertEquals(
                2,
                fixture.store.<Integer>write(session -> session.shards().insert(second, upload)
                        + session.shards().insert(first, upload)
                        - 1));

        assertEquals(2, read(runs -> runs.find(run.id())).orElseThrow().shardsReceived());
        fixture.store.read(view -> {
            Shards shards = view.shards();
            assertEquals(Optional.of(second), shards.findByBody(run.number(), "hash-two"));
            assertEquals(Optional.empty(), shards.findByBody(run.number(), "hash-three"));
            assertEquals(Optional.of(first), shards.find(run.number(), 1));
            assertEquals(List.of(first, second), shards.list(run.number()));
            UploadRow kept = shards.upload(run.number(), 2).orElseThrow();
            assertEquals("a.json\nb.json", kept.files());
            assertArrayEquals(new byte[] {31, -117, 0}, kept.body());
            return null;
        });
        assertThrows(
                StoreException.class,
                () -> fixture.store.write(session -> session.shards().insert(first, upload)));
    }

    @Test
    void originalUploadsAreForgottenAndShardsAreNot() {
        RunRow run = fixture.upload(commit("a", null, minute(1)), 1);
        Instant received = run.run().receivedAt();

        assertEquals(0, fixture.store.<Integer>write(session -> session.shards().deleteUploadsOlderThan(received, 10)));
        assertEquals(
                1,
                fixture.store.<Integer>write(
                        session -> session.shards().deleteUploadsOlderThan(received.plusMillis(1), 10)));

        assertEquals(
                Optional.empty(),
                fixture.store
                        .read(view -> view.shards().upload(run.number(), 1))
                        .map(UploadRow::files));
        assertEquals(
                1, fixture.store.read(view -> view.shards().list(run.number())).size());
    }

    private <T> T read(Function<Runs, T> question) {
        return fixture.store.read(view -> question.apply(view.runs()));
    }

    private <T> T write(Function<Runs, T> change) {
        return fixture.store.write(session -> change.apply(session.runs()));
    }

    private static List<String> ids(List<RunRow> runs) {
        return runs.stream().map(RunRow::id).toList();
    }

    private static Run renamed(Run run, String id) {
        return new Run(
                id,
                run.project(),
                run.testbed(),
                run.key(),
                run.branch(),
                run.sha(),
                null,
                null,
                null,
                null,
                run.trust(),
                run.environment(),
                true,
                run.receivedAt());
    }

    private static Run released(Run run, Trust trust) {
        return new Run(
                run.id(),
                run.project(),
                run.testbed(),
                run.key(),
                run.branch(),
                run.sha(),
                null,
                null,
                null,
                "v1",
                trust,
                run.environment(),
                true,
                run.receivedAt());
    }

    private static Run incomplete(Run run) {
        return new Run(
                run.id(),
                run.project(),
                run.testbed(),
                run.key(),
                run.branch(),
                run.sha(),
                null,
                null,
                null,
                null,
                run.trust(),
                run.environment(),
                false,
                run.receivedAt());
    }
}
