package dev.pawl.baseline;

import dev.pawl.model.Baseline.Choice;
import dev.pawl.model.Baseline.Source;
import dev.pawl.model.Commit;
import dev.pawl.model.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the runs that a contender is compared with, and says which they are.
 *
 * <p>Order comes from the commit graph. Only where ancestry is unknown does it fall back on a branch's newest runs, and then
 * the choice's source tells so. Stateless; as thread-safe as its history.
 */
public final class BaselineChooser {

    /**
     * Most runs in a baseline. More would mix in old levels and old machines; the engine looks at the newest stretch anyway.
     */
    public static final int WINDOW = 60;

    /**
     * How many commits back runs are looked for: a project that benchmarks every eighth commit still fills the window.
     */
    private static final int FARTHEST = 500;

    /** Commits whose runs are asked for at once: enough for a window where each commit is measured. */
    private static final int AT_ONCE = WINDOW + 4;

    private final RunHistory history;

    public BaselineChooser(RunHistory history) {
        this.history = history;
    }

    public Choice choose(BaselinePolicy policy, Run contender) {
        if (policy instanceof BaselinePolicy.OfBranch branch)
            return newestOf(branch.branch(), contender, Source.BRANCH, "");
        if (policy instanceof BaselinePolicy.OfRelease release) return release(release.release(), contender);
        if (policy instanceof BaselinePolicy.OfRun run) return givenRun(run.id(), contender);
        return policy instanceof BaselinePolicy.MergeBase ? mergeBase(contender) : previous(contender);
    }

    /**
     * The commit that a pull request's baseline should end at: as CI reported it, else the first commit of the head's own
     * history that is also in the base branch's.
     */
    public Optional<String> wantedCommit(Run contender) {
        if (contender.mergeBase() != null) return Optional.of(contender.mergeBase());
        if (contender.baseBranch() == null) return Optional.empty();
        Optional<String> head = history.branchHead(contender.baseBranch());
        if (head.isEmpty()) return Optional.empty();
        Set<String> onBase = new HashSet<>();
        for (Commit commit : history.ancestors(head.get(), FARTHEST)) onBase.add(commit.sha());
        return history.ancestors(contender.sha(), FARTHEST).stream()
                .map(Commit::sha)
                .filter(onBase::contains)
                .findFirst();
    }

    private Choice mergeBase(Run contender) {
        String branch = contender.baseBranch();
        Optional<String> wanted = wantedCommit(contender);
        if (wanted.isPresent()) {
            Window window = windowEndingAt(wanted.get(), contender);
            if (!window.runs.isEmpty()) {
                String place = window.commitsApart == 0
                        ? "the merge base"
                        : commits(window.commitsApart) + " before the merge base " + shortened(wanted.get());
                return window.choice(Source.MERGE_BASE, branch, place);
            }
        }
        if (branch == null) return Choice.none("the merge base is not known, and no base branch was named");
        String why = wanted.map(sha -> "no run is known at or before the merge base " + shortened(sha))
                .orElse("the merge base is not known");
        return newestOf(branch, contender, Source.NEWEST_ON_BASE, why);
    }

    private Choice previous(Run contender) {
        List<Commit> chain = history.ancestors(contender.sha(), FARTHEST);
        if (chain.size() > 1) {
            Window window = windowEndingAt(chain.get(1).sha(), contender);
            if (!window.runs.isEmpty()) {
                String place =
                        window.commitsApart == 0 ? "the commit before" : commits(window.commitsApart + 1) + " before";
                return window.choice(Source.PREVIOUS, contender.branch(), place);
            }
        }
        // A commit that others follow has its place, and nothing before it was measured. Only where no child is known
        // either
        // does the order of arrival have to do; a child that comes later takes that back.
        if (history.hasChild(contender.sha()))
            return Choice.none("no run of " + contender.branch() + " before this commit");
        List<Run> older = new ArrayList<>();
        for (Run run : history.newestOnBranch(contender.branch(), WINDOW + 1)) {
            boolean isBefore =
                    !run.sha().equals(contender.sha()) && run.receivedAt().isBefore(contender.receivedAt());
            if (isBefore) older.add(run);
        }
        // In the same words whether a child is known or not: nothing else about the contender depends on it.
        if (older.isEmpty()) return Choice.none("no run of " + contender.branch() + " before this commit");
        return ofRuns(older, Source.PREVIOUS, contender.branch(), "its place in the history is not known");
    }

    private Choice newestOf(String branch, Run contender, Source source, String why) {
        List<Run> runs = history.newestOnBranch(branch, WINDOW + 1).stream()
                .filter(run -> !run.sha().equals(contender.sha()))
                .toList();
        return ofRuns(runs, source, branch, why);
    }

    private Choice release(String release, Run contender) {
        List<Run> runs = history.ofRelease(release, WINDOW).stream()
                .filter(run -> !run.id().equals(contender.id()))
                .toList();
        if (runs.isEmpty()) return Choice.none("no run of release " + release + " on " + contender.testbed());
        Run newest = runs.get(0);
        return new Choice(
                Source.RELEASE,
                "release " + release + " at " + shortened(newest.sha()) + " (" + count(runs.size()) + ")",
                newest.branch(),
                newest.sha(),
                oldestFirst(runs),
                null);
    }

    private Choice givenRun(String id, Run contender) {
        return history.run(id)
                .filter(run -> !run.id().equals(contender.id()))
                .map(run -> new Choice(
                        Source.RUN,
                        "run " + run.id() + " of " + run.branch() + " at " + shortened(run.sha()),
                        run.branch(),
                        run.sha(),
                        List.of(run.id()),
                        null))
                .orElseGet(() -> Choice.none("there is no run " + id + " to compare with, or it is excluded"));
    }

    private static Choice ofRuns(List<Run> newestFirst, Source source, @Nullable String branch, String why) {
        if (newestFirst.isEmpty())
            return Choice.none(why.isEmpty() ? "no run of " + branch + " yet" : "no run of " + branch + " yet; " + why);
        List<Run> runs = newestFirst.subList(0, Math.min(WINDOW, newestFirst.size()));
        String sha = runs.get(0).sha();
        String description = branch + " at " + shortened(sha) + ", its newest run" + (why.isEmpty() ? "" : "; " + why)
                + " (" + count(runs.size()) + ")";
        return new Choice(source, description, branch, sha, oldestFirst(runs), null);
    }

    /** The newest runs of the chain that ends at a commit. */
    private Window windowEndingAt(String sha, Run contender) {
        List<Commit> chain = history.ancestors(sha, FARTHEST);
        List<String> shas =
                chain.isEmpty() ? List.of(sha) : chain.stream().map(Commit::sha).toList();
        Map<String, Integer> place = new HashMap<>();
        for (int i = 0; i < shas.size(); i++) place.put(shas.get(i), i);
        List<Run> near = new ArrayList<>();
        // Nearest first, so that a long history is not read for the sake of its end.
        for (int from = 0; from < shas.size() && near.size() < WINDOW; from += AT_ONCE)
            for (Run run : history.runsOf(shas.subList(from, Math.min(from + AT_ONCE, shas.size()))))
                if (!run.id().equals(contender.id()) && !run.sha().equals(contender.sha())) near.add(run);
        List<Run> runs = near.stream()
                .sorted(Comparator.<Run>comparingInt(run -> place.get(run.sha()))
                        // Attempts at one commit go by key, not by arrival, so that any order of uploads ends the same.
                        .thenComparing(Comparator.comparing(Run::key).reversed())
                        .thenComparing(Run::id))
                .limit(WINDOW)
                .toList();
        return new Window(runs, runs.isEmpty() ? 0 : place.get(runs.get(0).sha()));
    }

    /**
     * @param runs newest first
     * @param commitsApart between the wanted commit and the newest run's
     */
    private record Window(List<Run> runs, int commitsApart) {
        Choice choice(Source source, @Nullable String branch, String place) {
            Run newest = runs.get(0);
            String of = branch == null ? newest.branch() : branch;
            return new Choice(
                    source,
                    of + " at " + shortened(newest.sha()) + ", " + place + " (" + count(runs.size()) + ")",
                    of,
                    newest.sha(),
                    oldestFirst(runs),
                    commitsApart);
        }
    }

    private static List<String> oldestFirst(List<Run> newestFirst) {
        List<String> ids = new ArrayList<>(newestFirst.stream().map(Run::id).toList());
        Collections.reverse(ids);
        return ids;
    }

    private static String shortened(String sha) {
        return sha.substring(0, Math.min(7, sha.length()));
    }

    private static String commits(int count) {
        return count == 1 ? "1 commit" : count + " commits";
    }

    private static String count(int runs) {
        return runs == 1 ? "1 run" : runs + " runs";
    }
}
