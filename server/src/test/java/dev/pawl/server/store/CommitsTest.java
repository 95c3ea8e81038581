package dev.pawl.server.store;

import static dev.pawl.server.store.StoreFixture.commit;
import static dev.pawl.server.store.StoreFixture.minute;
import static dev.pawl.server.store.StoreFixture.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Commit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitsTest {

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
    void whatIsKnownOfACommitIsNeverForgotten() {
        Commit whole = commit("a", "b", minute(1));

        add(Commit.ofSha(sha("a")));
        add(whole);
        add(Commit.ofSha(sha("a")));

        assertEquals(Optional.of(whole), read(commits -> commits.find(fixture.project, sha("a"))));
    }

    @Test
    void ancestorsEndWhereTheParentIsUnknown() {
        add(commit("d", "c", minute(4)), commit("c", "b", minute(3)), commit("a", null, minute(1)));

        List<Commit> line = read(commits -> commits.ancestors(fixture.project, sha("d"), 10));

        assertEquals(List.of(commit("d", "c", minute(4)), commit("c", "b", minute(3)), Commit.ofSha(sha("b"))), line);
        assertEquals(line.subList(0, 2), read(commits -> commits.ancestors(fixture.project, sha("d"), 2)));
        assertEquals(
                List.of(Commit.ofSha(sha("e"))), read(commits -> commits.ancestors(fixture.project, sha("e"), 10)));
    }

    @Test
    void distanceCountsFirstParents() {
        add(commit("d", "c", null), commit("c", "b", null), commit("b", "a", null));

        assertEquals(OptionalInt.of(3), read(commits -> commits.distance(fixture.project, sha("d"), sha("a"))));
        assertEquals(OptionalInt.of(0), read(commits -> commits.distance(fixture.project, sha("d"), sha("d"))));
        assertEquals(OptionalInt.empty(), read(commits -> commits.distance(fixture.project, sha("a"), sha("d"))));
    }

    @Test
    void aPrefixFindsTheOnlyCommitThatHasIt() {
        Commit one = Commit.ofSha("abc1230000000000000000000000000000000000");
        Commit other = Commit.ofSha("abc1239999999999999999999999999999999999");
        Commit third = Commit.ofSha("abc12fffffffffffffffffffffffffffffffffff");
        add(one, other, third);

        assertEquals(Optional.of(third), read(commits -> commits.findByPrefix(fixture.project, "abc12ff")));
        assertEquals(Optional.of(one), read(commits -> commits.findByPrefix(fixture.project, one.sha())));
        assertEquals(Optional.empty(), read(commits -> commits.findByPrefix(fixture.project, "abc123")));
        assertEquals(Optional.empty(), read(commits -> commits.findByPrefix(fixture.project, "def")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theHeadDoesNotDependOnTheOrderOfArrival(long seed) {
        List<Commit> line = new ArrayList<>();
        for (int i = 10; i < 22; i++)
            line.add(commit(Integer.toString(i), i == 10 ? null : Integer.toString(i - 1), null));
        Collections.shuffle(line, new Random(seed));

        for (Commit commit : line) {
            add(commit);
            push(commit.sha());
        }

        assertEquals(Optional.of(sha("21")), read(commits -> commits.branchHead(fixture.project, "main")));
    }

    @Test
    void afterAForcePushTheLaterCommitIsTheHead() {
        add(commit("a", null, minute(1)), commit("b", "a", minute(2)), commit("c", "a", minute(3)));

        push(sha("c"));
        push(sha("b"));

        assertEquals(Optional.of(sha("c")), read(commits -> commits.branchHead(fixture.project, "main")));
        assertEquals(Optional.empty(), read(commits -> commits.branchHead(fixture.project, "topic")));
    }

    private void add(Commit... added) {
        fixture.store.write(session -> {
            session.commits().upsert(fixture.project, List.of(added));
            return null;
        });
    }

    private void push(String sha) {
        fixture.store.write(session -> {
            session.commits().setBranchHead(fixture.project, "main", sha, minute(500));
            return null;
        });
    }

    private <T> T read(Function<Commits, T> question) {
        return fixture.store.read(view -> question.apply(view.commits()));
    }
}
