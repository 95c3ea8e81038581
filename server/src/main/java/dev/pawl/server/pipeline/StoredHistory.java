package dev.pawl.server.pipeline;

import dev.pawl.baseline.RunHistory;
import dev.pawl.model.Commit;
import dev.pawl.model.Run;
import dev.pawl.model.Trust;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project's history in one snapshot of the store, together with the commits that an upload brings. */
final class StoredHistory implements RunHistory {

    private final StoreView view;
    private final long projectId;
    private final String testbed;
    private final Set<String> branches = new HashSet<>();
    private final Map<String, Commit> brought = new HashMap<>();

    /**
     * @param contender its own branch, its base branch and the default branch are those whose runs may stand for a commit:
     *     whoever may write some other branch must not decide what the default branch's commits cost
     */
    StoredHistory(StoreView view, long projectId, @Nullable String defaultBranch, Run contender, List<Commit> brought) {
        this.view = view;
        this.projectId = projectId;
        this.testbed = contender.testbed();
        branches.add(contender.branch());
        if (contender.baseBranch() != null) branches.add(contender.baseBranch());
        if (defaultBranch != null) branches.add(defaultBranch);
        for (Commit commit : brought) this.brought.merge(commit.sha(), commit, StoredHistory::moreComplete);
    }

    @Override
    public List<Commit> ancestors(String sha, int limit) {
        List<Commit> chain = new ArrayList<>();
        String at = sha;
        // Where the upload knows no parent, the store may: another upload came from a deeper clone.
        while (chain.size() < limit
                && brought.containsKey(at)
                && brought.get(at).parent() != null) {
            Commit commit = brought.get(at);
            chain.add(commit);
            at = commit.parent();
        }
        List<Commit> stored = view.commits().ancestors(projectId, at, limit - chain.size());
        if (!stored.isEmpty()) chain.addAll(stored);
        else if (chain.size() < limit) chain.add(brought.getOrDefault(at, Commit.ofSha(at)));
        return chain;
    }

    @Override
    public boolean hasChild(String sha) {
        return brought.values().stream().anyMatch(commit -> sha.equals(commit.parent()))
                || view.commits().hasChild(projectId, sha);
    }

    @Override
    public Optional<String> branchHead(String branch) {
        return view.commits().branchHead(projectId, branch);
    }

    @Override
    public List<Run> runsOf(Collection<String> shas) {
        return eligible(view.runs().ofCommits(projectId, testbed, shas, true)).stream()
                .filter(run -> branches.contains(run.branch()))
                .toList();
    }

    @Override
    public List<Run> newestOnBranch(String branch, int limit) {
        return eligible(view.runs().newestOnBranch(projectId, testbed, branch, limit, true));
    }

    @Override
    public List<Run> ofRelease(String release, int limit) {
        // The store goes by arrival, which is not when a release was made.
        return eligible(view.runs().ofRelease(projectId, testbed, release, limit)).stream()
                .sorted(Comparator.comparing(this::committed)
                        .thenComparing(Run::key)
                        .reversed())
                .toList();
    }

    private Instant committed(Run run) {
        return view.commits().find(projectId, run.sha()).map(Commit::time).orElse(Instant.EPOCH);
    }

    @Override
    public Optional<Run> run(String id) {
        return view.runs()
                .find(id)
                .filter(row -> row.projectId() == projectId && !row.isExcluded())
                .map(RunRow::run);
    }

    private static List<Run> eligible(List<RunRow> rows) {
        return rows.stream()
                .map(RunRow::run)
                .filter(run -> run.pullRequest() == null && run.trust() == Trust.TRUSTED)
                .toList();
    }

    private static Commit moreComplete(Commit one, Commit other) {
        return one.parent() != null ? one : other;
    }
}
