package dev.pawl.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Baseline.Choice;
import dev.pawl.model.Baseline.Source;
import dev.pawl.model.Commit;
import dev.pawl.model.Run;
import dev.pawl.model.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BaselineChooserTest {

    private final KnownHistory history = new KnownHistory();
    private final BaselineChooser chooser = new BaselineChooser(history);

    @Test
    void aPullRequestIsComparedWithTheRunsUpToItsMergeBase() {
        history.chain("main", 5).runOn(1).runOn(2).runOn(3).runOn(5);
        Run contender = pullRequest().mergeBase(sha(3)).build();

        Choice choice = chooser.choose(new BaselinePolicy.MergeBase(), contender);

        assertEquals(List.of("run1", "run2", "run3"), choice.runs());
        assertEquals(Source.MERGE_BASE, choice.source());
        assertEquals(0, choice.commitsApart());
        assertEquals("main at " + sha(3).substring(0, 7) + ", the merge base (3 runs)", choice.description());
    }

    @Test
    void aMergeBaseWithoutARunUsesTheNearestRunBeforeItAndSaysHowFarThatIs() {
        history.chain("main", 5).runOn(1).runOn(2).runOn(5);
        Run contender = pullRequest().mergeBase(sha(4)).build();

        Choice choice = chooser.choose(new BaselinePolicy.MergeBase(), contender);

        assertEquals(List.of("run1", "run2"), choice.runs());
        assertEquals(2, choice.commitsApart());
        assertEquals(
                "main at " + sha(2).substring(0, 7) + ", 2 commits before the merge base " + sha(4).substring(0, 7)
                        + " (2 runs)",
                choice.description());
    }

    @Test
    void theMergeBaseIsFoundInTheGraphWhereCiDoesNotKnowIt() {
        history.chain("main", 5).runOn(3).runOn(5);
        history.commit(sha(20), sha(3)).commit(sha(21), sha(20));
        Run contender = pullRequest().at(sha(21)).build();

        Choice choice = chooser.choose(new BaselinePolicy.MergeBase(), contender);

        assertEquals(List.of("run3"), choice.runs());
        assertEquals(Source.MERGE_BASE, choice.source());
    }

    @Test
    void withoutAnyAncestryTheNewestBaseRunsServeAndTheSourceSaysSo() {
        history.chain("main", 3).runOn(1).runOn(3);
        Run contender = pullRequest().at(sha(90)).build();

        Choice choice = chooser.choose(new BaselinePolicy.MergeBase(), contender);

        assertEquals(List.of("run1", "run3"), choice.runs());
        assertEquals(Source.NEWEST_ON_BASE, choice.source());
        assertEquals(null, choice.commitsApart());
    }

    @Test
    void aPushIsComparedWithTheRunsBeforeItAndNeverWithLaterOnes() {
        history.chain("main", 6).runOn(1).runOn(2).runOn(4).runOn(6);
        Run contender = history.runs.stream()
                .filter(run -> run.id().equals("run4"))
                .findFirst()
                .orElseThrow();

        Choice choice = chooser.choose(new BaselinePolicy.Previous(), contender);

        assertEquals(List.of("run1", "run2"), choice.runs());
        assertEquals(Source.PREVIOUS, choice.source());
        assertEquals(1, choice.commitsApart());
        assertEquals("main at " + sha(2).substring(0, 7) + ", 2 commits before (2 runs)", choice.description());
    }

    @Test
    void theCommitBeforeIsCalledThat() {
        history.chain("main", 2).runOn(1).runOn(2);

        Choice choice = chooser.choose(new BaselinePolicy.Previous(), history.runs.get(1));

        assertEquals("main at " + sha(1).substring(0, 7) + ", the commit before (1 run)", choice.description());
    }

    @Test
    void arrivalDecidesOnlyWhereNeitherParentsNorChildrenAreKnown() {
        history.commit(sha(50), null).commit(sha(51), null).commit(sha(1), null).commit(sha(2), sha(1));
        history.runOn(1).runOn(50);
        Run unplaced = aRun("r", "main", sha(51), null, null, Instant.EPOCH.plusSeconds(99));
        Run root = aRun("s", "main", sha(1), null, null, Instant.EPOCH.plusSeconds(99));

        assertEquals(
                List.of("run1", "run50"),
                chooser.choose(new BaselinePolicy.Previous(), unplaced).runs());
        assertEquals(
                Source.NONE, chooser.choose(new BaselinePolicy.Previous(), root).source());
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        history.chain("main", 70);
        IntStream.rangeClosed(1, 70).forEach(history::runOn);
        Run contender = history.runs.get(69);
        Choice inOrder = chooser.choose(new BaselinePolicy.Previous(), contender);

        Collections.shuffle(history.runs, new java.util.Random(7));

        assertEquals(inOrder, chooser.choose(new BaselinePolicy.Previous(), contender));
        assertEquals(BaselineChooser.WINDOW, inOrder.runs().size());
        assertEquals("run10", inOrder.runs().get(0));
    }

    @Test
    void aReleaseOrARunCanBeAskedFor() {
        history.chain("main", 4).runOn(1).runOn(2).runOn(4);
        Run contender = pullRequest().mergeBase(sha(4)).build();

        assertEquals(
                List.of("run2"),
                chooser.choose(BaselinePolicy.of("run:run2"), contender).runs());
        assertEquals(
                Source.NONE,
                chooser.choose(BaselinePolicy.of("run:gone"), contender).source());
        assertEquals(
                Source.NONE,
                chooser.choose(BaselinePolicy.of("release:v1"), contender).source());
        assertEquals(
                List.of("run1", "run2", "run4"),
                chooser.choose(BaselinePolicy.of("branch:main"), contender).runs());
    }

    @Test
    void theRunsOfAReleaseAreNamedAndTheContenderIsNoneOfThem() {
        history.chain("main", 3).released(2, "v1").released(3, "v1");
        Run contender = history.runs.get(1);

        Choice choice = chooser.choose(new BaselinePolicy.OfRelease("v1"), contender);

        assertEquals(List.of("run2"), choice.runs());
        assertEquals("release v1 at " + sha(2).substring(0, 7) + " (1 run)", choice.description());
    }

    @Test
    void aRunIsNeverItsOwnBaseline() {
        history.chain("main", 3).runOn(3);
        Run contender = history.runs.get(0);

        assertEquals(
                Source.NONE,
                chooser.choose(new BaselinePolicy.OfRun("run3"), contender).source());
        assertEquals(
                Source.NONE,
                chooser.choose(new BaselinePolicy.OfBranch("main"), contender).source());
        assertEquals(
                Source.NONE,
                chooser.choose(new BaselinePolicy.Previous(), contender).source());
    }

    @Test
    void withoutABaseBranchNothingIsGuessed() {
        history.chain("main", 3).runOn(3);
        Run contender = aRun("r", "feature", sha(99), null, null, Instant.EPOCH.plusSeconds(9));

        Choice choice = chooser.choose(new BaselinePolicy.MergeBase(), contender);

        assertEquals("the merge base is not known, and no base branch was named", choice.description());
    }

    @Test
    void aMergeBaseThatIsOlderThanAllRunsIsSaidBesideTheRunsThatServeInstead() {
        history.chain("main", 3).runOn(3);
        Run contender = pullRequest().mergeBase(sha(1)).build();

        Choice choice = chooser.choose(new BaselinePolicy.MergeBase(), contender);

        assertEquals(
                "main at " + sha(3).substring(0, 7) + ", its newest run; no run is known at or before the merge base "
                        + sha(1).substring(0, 7) + " (1 run)",
                choice.description());
        history.runs.clear();
        assertEquals(
                "no run of main yet; no run is known at or before the merge base " + sha(1).substring(0, 7),
                chooser.choose(new BaselinePolicy.MergeBase(), contender).description());
    }

    @Test
    void anUnknownSpecIsRefusedWithTheKnownOnes() {
        assertThrows(IllegalArgumentException.class, () -> BaselinePolicy.of("yesterday"));
        assertThrows(IllegalArgumentException.class, () -> BaselinePolicy.of("release:"));
        for (String spec : List.of("merge-base", "previous", "branch:a/b", "release:v1.2", "run:x")) {
            assertEquals(spec, BaselinePolicy.of(spec).spec());
        }
    }

    private static String sha(int number) {
        return String.format("%040x", 0xabc0000 + number);
    }

    private static RunBuilder pullRequest() {
        return new RunBuilder();
    }

    private static final class RunBuilder {
        private String at = sha(99);
        private @Nullable String mergeBase;

        RunBuilder at(String sha) {
            at = sha;
            return this;
        }

        RunBuilder mergeBase(String sha) {
            mergeBase = sha;
            return this;
        }

        Run build() {
            return aRun("contender", "feature", at, 12, mergeBase, Instant.EPOCH.plusSeconds(1_000_000));
        }
    }

    private static Run aRun(
            String id,
            String branch,
            String sha,
            @Nullable Integer pullRequest,
            @Nullable String mergeBase,
            Instant at) {
        return new Run(
                id,
                "p",
                "ci",
                id,
                branch,
                sha,
                pullRequest,
                pullRequest == null ? null : "main",
                mergeBase,
                null,
                Trust.TRUSTED,
                "e",
                true,
                at);
    }

    /** A history in memory that keeps the contract of {@link RunHistory}. */
    private static final class KnownHistory implements RunHistory {
        private final Map<String, Commit> commits = new HashMap<>();
        private final Map<String, String> heads = new HashMap<>();
        private final List<Run> runs = new ArrayList<>();

        KnownHistory chain(String branch, int length) {
            for (int i = 1; i <= length; i++) commit(sha(i), i == 1 ? null : sha(i - 1));
            heads.put(branch, sha(length));
            return this;
        }

        KnownHistory commit(String sha, @Nullable String parent) {
            commits.put(sha, new Commit(sha, parent, null, null, null));
            return this;
        }

        KnownHistory runOn(int commit) {
            runs.add(aRun("run" + commit, "main", sha(commit), null, null, Instant.EPOCH.plusSeconds(commit)));
            return this;
        }

        KnownHistory released(int commit, String release) {
            Run run = aRun("run" + commit, "main", sha(commit), null, null, Instant.EPOCH.plusSeconds(commit));
            runs.add(new Run(
                    run.id(),
                    run.project(),
                    run.testbed(),
                    run.key(),
                    run.branch(),
                    run.sha(),
                    null,
                    null,
                    null,
                    release,
                    Trust.TRUSTED,
                    "e",
                    true,
                    run.receivedAt()));
            return this;
        }

        @Override
        public List<Commit> ancestors(String sha, int limit) {
            List<Commit> chain = new ArrayList<>();
            for (String at = sha;
                    at != null && commits.containsKey(at) && chain.size() < limit;
                    at = commits.get(at).parent()) {
                chain.add(commits.get(at));
            }
            return chain;
        }

        @Override
        public boolean hasChild(String sha) {
            return commits.values().stream().anyMatch(commit -> sha.equals(commit.parent()));
        }

        @Override
        public Optional<String> branchHead(String branch) {
            return Optional.ofNullable(heads.get(branch));
        }

        @Override
        public List<Run> runsOf(Collection<String> shas) {
            return runs.stream().filter(run -> shas.contains(run.sha())).toList();
        }

        @Override
        public List<Run> newestOnBranch(String branch, int limit) {
            return runs.stream()
                    .filter(run -> run.branch().equals(branch))
                    .sorted(Comparator.comparing(Run::receivedAt).reversed())
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<Run> ofRelease(String release, int limit) {
            return runs.stream()
                    .filter(run -> release.equals(run.release()))
                    .limit(limit)
                    .toList();
        }

        @Override
        public Optional<Run> run(String id) {
            return runs.stream().filter(run -> run.id().equals(id)).findFirst();
        }
    }
}
