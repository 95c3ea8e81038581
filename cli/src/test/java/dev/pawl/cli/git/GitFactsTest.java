package dev.pawl.cli.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitFactsTest {

    @TempDir
    Path folder;

    @Test
    void outsideOfARepositoryThereAreNoFacts() {
        assertTrue(GitFacts.of(folder, false).isEmpty());
    }

    @Test
    void aRepositoryWithoutCommitsHasNoFacts() throws IOException {
        TestRepository repository = TestRepository.in(folder);

        assertTrue(GitFacts.of(repository.folder(), false).isEmpty());
    }

    @Test
    void theHistoryIsTheFirstParentsNewestFirst() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        String first = repository.commit("Start");
        repository.git("checkout", "-q", "-b", "side");
        repository.commit("Work aside");
        repository.git("checkout", "-q", "main");
        String second = repository.commit("Go on");
        String merge = repository.merge("side");
        GitFacts facts = facts(repository);

        List<Commit> history = facts.history(merge, 200);

        assertEquals(merge, facts.head());
        assertEquals("main", facts.branch());
        assertEquals(
                List.of(merge, second, first), history.stream().map(Commit::sha).toList());
        assertEquals(second, history.get(0).parent());
        assertNull(history.get(2).parent());
        assertEquals("Go on", history.get(1).subject());
        assertEquals(TestRepository.AUTHOR, history.get(1).author());
    }

    @Test
    void theHistoryEndsWhereItIsToldTo() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        repository.commit("One");
        String two = repository.commit("Two");
        String three = repository.commit("Three");

        List<Commit> history = facts(repository).history(three, 2);

        assertEquals(List.of(three, two), history.stream().map(Commit::sha).toList());
    }

    @Test
    void aShallowSyntheticMergeStillNamesBothParents() throws IOException {
        PullRequest pull = pullRequest();
        TestRepository checkout =
                TestRepository.checkout(folder.resolve("checkout"), pull.origin, "refs/pull/7/merge", 1);
        GitFacts facts = facts(checkout);

        assertEquals(pull.merge, facts.head());
        assertEquals(List.of(pull.base, pull.head), facts.parentsOf(facts.head()));
        assertNull(facts.branch());
        assertEquals(List.of(), facts.history(pull.head, 200));
        assertEquals(List.of(), facts.parentsOf(pull.head));
    }

    @Test
    void theCommitAtTheEdgeOfAShallowCloneKeepsItsParent() throws IOException {
        PullRequest pull = pullRequest();
        TestRepository checkout =
                TestRepository.checkout(folder.resolve("checkout"), pull.origin, "refs/pull/7/merge", 2);

        List<Commit> history = facts(checkout).history(pull.head, 200);

        assertEquals(List.of(pull.head), history.stream().map(Commit::sha).toList());
        assertEquals(pull.beforeHead, history.get(0).parent());
    }

    @Test
    void theMergeBaseIsFoundWhereTheCloneReachesIt() throws IOException {
        PullRequest pull = pullRequest();
        GitFacts whole = facts(pull.origin);
        GitFacts shallow =
                facts(TestRepository.checkout(folder.resolve("checkout"), pull.origin, "refs/pull/7/merge", 2));

        assertEquals(Optional.of(pull.fork), whole.mergeBase(pull.base, pull.head));
        assertEquals(Optional.empty(), shallow.mergeBase(pull.base, pull.head));
    }

    @Test
    void credentialsInTheRemoteAreLeftOut() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        repository.commit("Start");
        repository.git("remote", "add", "origin", "https://user:s3cret@example.com/team/engine.git");

        assertEquals("https://example.com/team/engine.git", facts(repository).remote());
    }

    @Test
    void anSshRemoteStaysAsItIs() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        repository.commit("Start");
        repository.git("remote", "add", "origin", "git@example.com:team/engine.git");

        assertEquals("git@example.com:team/engine.git", facts(repository).remote());
    }

    @Test
    void aChangedTrackedFileMakesItDirtyAndANewFileDoesNot() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        repository.commit("Start");
        Path tracked;
        try (var files = Files.list(folder)) {
            tracked = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }

        Files.writeString(folder.resolve("results.json"), "{}");
        assertFalse(facts(repository).isDirty());

        Files.writeString(tracked, "changed");
        assertTrue(facts(repository).isDirty());
    }

    @Test
    void anEmptySubjectDoesNotHideTheCommit() throws IOException {
        TestRepository repository = TestRepository.in(folder);
        repository.commit("Start");
        repository.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "");

        List<Commit> history = facts(repository).history(repository.head(), 200);

        assertEquals(2, history.size());
        assertNull(history.get(0).subject());
    }

    private record PullRequest(
            TestRepository origin, String fork, String base, String beforeHead, String head, String merge) {}

    /**
     * <pre>
     * fork ── base ────── merge   (refs/pull/7/merge)
     *    └─ beforeHead ─ head ┘
     * </pre>
     */
    private PullRequest pullRequest() throws IOException {
        TestRepository origin = TestRepository.in(folder.resolve("origin"));
        String fork = origin.commit("Start");
        origin.git("checkout", "-q", "-b", "feature");
        String beforeHead = origin.commit("Try");
        String head = origin.commit("Try harder");
        origin.git("checkout", "-q", "main");
        String base = origin.commit("Go on");
        origin.git("checkout", "-q", "--detach");
        String merge = origin.merge("feature");
        origin.git("update-ref", "refs/pull/7/merge", merge);
        origin.git("checkout", "-q", "main");
        return new PullRequest(origin, fork, base, beforeHead, head, merge);
    }

    private static GitFacts facts(TestRepository repository) {
        return GitFacts.of(repository.folder(), false).orElseThrow();
    }
}
