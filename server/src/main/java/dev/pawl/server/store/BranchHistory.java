package dev.pawl.server.store;

import dev.pawl.model.Commit;
import dev.pawl.server.store.PlacedRun.Placement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one branch on one testbed in the order of their commits, without excluded ones.
 *
 * <pre>
 *   A ── B ── C ── D  head        line: the first parents from the head backwards, exact
 *         \
 *          X ── Y                 off the branch since a force-push: placed by time beside the line
 *   K ── L                        beyond a gap: in their own order, placed by time
 * </pre>
 *
 * The line decides; commits that are not on it keep their own order among each other and are merged in by commit time (or, where
 * that is unknown, by time of arrival). The cost depends on how many runs are asked for, not on how many there are.
 */
final class BranchHistory {

    /** The line is followed so many commits at most; older runs are not found. */
    private static final int LONGEST_LINE = 20_000;

    /** How much farther the line is followed to tell commits that are off the branch from old ones with a wrong clock. */
    private static final int FARTHER = 4096;

    /** Separate pieces of history that are put in their own order; further ones are ordered by time alone. */
    private static final int MOST_PIECES = 64;

    private final Handle handle;
    private final Commits commits;
    private final long projectId;
    private final String branch;
    private final String testbed;
    private final boolean trustedOnly;

    /** A fork's pull request may come from a branch of the same name; it is not on this one. */
    private boolean withPullRequests = true;

    /** Every commit of the line that was seen. */
    private final Set<String> line = new HashSet<>();

    BranchHistory(Handle handle, long projectId, String branch, String testbed, boolean trustedOnly) {
        this.handle = handle;
        this.commits = new Commits(handle);
        this.projectId = projectId;
        this.branch = branch;
        this.testbed = testbed;
        this.trustedOnly = trustedOnly;
    }

    /** The newest runs, oldest first. */
    List<PlacedRun> newest(int limit) {
        return newest(limit, true);
    }

    /** The newest runs of the branch itself whose commits are not known to be off it, oldest first. */
    List<PlacedRun> onBranch(int limit) {
        return newest(limit, false);
    }

    private List<PlacedRun> newest(int limit, boolean withOffBranch) {
        line.clear();
        withPullRequests = withOffBranch || !trustedOnly;
        List<PlacedRun> placed = new ArrayList<>();
        @Nullable String next = commits.branchHead(projectId, branch).orElse(null);
        while (next != null && placed.size() < limit && line.size() < LONGEST_LINE)
            next = follow(next, Math.max(64, Math.min(1024, 2 * limit)), placed);
        Map<String, List<PlacedRun>> others = others(limit + placed.size());
        if (next != null && !placed.isEmpty()) dropOlder(others, placed.get(Math.min(limit, placed.size()) - 1), next);

        List<Piece> pieces = pieces(others, next == null);
        if (!withOffBranch) pieces.removeIf(piece -> piece.isOffBranch);
        Piece main = new Piece(false);
        main.append(placed);
        pieces.add(main);
        List<PlacedRun> merged = merge(pieces);
        return merged.subList(Math.max(0, merged.size() - limit), merged.size());
    }

    /** Adds the runs of a stretch of the line, newest first; returns where it goes on, or {@code null} at its known end. */
    private @Nullable String follow(String from, int length, List<PlacedRun> placed) {
        List<Commit> stretch = commits.ancestors(projectId, from, length);
        Map<String, List<RunRow>> runs = new HashMap<>();
        for (RunRow run : runsBehind(from, length))
            runs.computeIfAbsent(run.run().sha(), sha -> new ArrayList<>()).add(run);
        for (Commit commit : stretch) {
            if (!line.add(commit.sha())) return null;
            for (RunRow run : runs.getOrDefault(commit.sha(), List.of()))
                placed.add(new PlacedRun(run, commit, Placement.ON_BRANCH));
        }
        Commit last = stretch.get(stretch.size() - 1);
        return stretch.size() < length ? null : last.parent();
    }

    private List<RunRow> runsBehind(String from, int length) {
        return handle.createQuery(Commits.WALK + """
                                select run.*, project.slug, testbed.name as testbed
                                from (select distinct sha from walk) as stretch
                                join run on run.project_id = :project and run.sha = stretch.sha
                                join project on project.id = run.project_id
                                join testbed on testbed.id = run.testbed_id
                                where run.branch = :branch and testbed.name = :testbed
                                    and (run.pull_request is null or :withPullRequests)
                                    and (run.trust = 'TRUSTED' or not :trustedOnly)
                                    and run.excluded_at is null
                                order by run.number desc""")
                .bind("project", projectId)
                .bind("from", from)
                .bind("limit", length)
                .bind("branch", branch)
                .bind("testbed", testbed)
                .bind("trustedOnly", trustedOnly)
                .bind("withPullRequests", withPullRequests)
                .map((row, context) -> Runs.run(row))
                .list();
    }

    /** Runs of commits that were not met on the line, by commit; of the newest ones by time. */
    private Map<String, List<PlacedRun>> others(int limit) {
        List<RunRow> newest = handle.createQuery(Runs.SELECT + """
                                where run.project_id = :project and run.branch = :branch
                                    and run.testbed_id =
                                        (select id from testbed where project_id = :project and name = :testbed)
                                    and (run.trust = 'TRUSTED' or not :trustedOnly)
                                    and (run.pull_request is null or :withPullRequests)
                                    and run.excluded_at is null
                                order by run.received_at desc, run.number desc limit :limit""")
                .bind("project", projectId)
                .bind("branch", branch)
                .bind("testbed", testbed)
                .bind("trustedOnly", trustedOnly)
                .bind("withPullRequests", withPullRequests)
                .bind("limit", limit)
                .map((row, context) -> Runs.run(row))
                .list();
        Map<String, List<PlacedRun>> others = new LinkedHashMap<>();
        for (RunRow run : newest) {
            String sha = run.run().sha();
            if (line.contains(sha)) continue;
            Commit commit = commits.find(projectId, sha).orElseGet(() -> Commit.ofSha(sha));
            others.computeIfAbsent(sha, key -> new ArrayList<>()).add(new PlacedRun(run, commit, Placement.UNKNOWN));
        }
        return others;
    }

    /** Where the line goes on beyond what was asked for, older commits are of no interest: they would be cut off anyway. */
    private void dropOlder(Map<String, List<PlacedRun>> others, PlacedRun oldest, String next) {
        Instant horizon = time(oldest);
        others.values().removeIf(runs -> time(runs.get(0)).isBefore(horizon));
        if (others.isEmpty()) return;
        for (Commit commit : commits.ancestors(projectId, next, FARTHER)) others.remove(commit.sha());
    }

    /** Puts the commits beside the line in their own order, as far as it is known. */
    private List<Piece> pieces(Map<String, List<PlacedRun>> others, boolean isWholeLine) {
        List<Piece> pieces = new ArrayList<>();
        Map<String, Piece> byNewest = new HashMap<>();
        List<String> newestFirst = others.entrySet().stream()
                .sorted(Map.Entry.<String, List<PlacedRun>>comparingByValue(
                                Comparator.comparing(runs -> time(runs.get(0))))
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
        for (String sha : newestFirst) {
            if (!others.containsKey(sha)) continue;
            List<Commit> ancestors =
                    pieces.size() < MOST_PIECES ? commits.ancestors(projectId, sha, 1024) : List.of(Commit.ofSha(sha));
            boolean isOff = !isWholeLine;
            @Nullable Piece older = null;
            List<PlacedRun> runs = new ArrayList<>();
            for (Commit commit : ancestors) {
                isOff |= line.contains(commit.sha());
                older = byNewest.remove(commit.sha());
                if (older != null) break;
                runs.addAll(others.getOrDefault(commit.sha(), List.of()));
                others.remove(commit.sha());
            }
            if (older == null) {
                older = new Piece(isOff);
                pieces.add(older);
            }
            older.append(runs);
            byNewest.put(sha, older);
        }
        return pieces;
    }

    /** Merges pieces that are each in order by time, without changing the order inside a piece. */
    private static List<PlacedRun> merge(List<Piece> pieces) {
        List<PlacedRun> merged = new ArrayList<>();
        pieces.removeIf(Piece::isEmpty);
        while (!pieces.isEmpty()) {
            Piece earliest = Collections.min(pieces, Comparator.comparing(Piece::time));
            merged.add(earliest.take());
            if (earliest.isEmpty()) pieces.remove(earliest);
        }
        return merged;
    }

    private static Instant time(PlacedRun placed) {
        Instant time = placed.commit().time();
        return time == null ? placed.run().run().receivedAt() : time;
    }

    /** A stretch of history whose order is known. */
    private static final class Piece {

        private final boolean isOffBranch;
        private final Deque<PlacedRun> rest = new ArrayDeque<>();
        private Instant latest = Instant.MIN;

        Piece(boolean isOffBranch) {
            this.isOffBranch = isOffBranch;
        }

        void append(List<PlacedRun> newestFirst) {
            for (int i = newestFirst.size() - 1; i >= 0; i--) {
                PlacedRun run = newestFirst.get(i);
                rest.add(isOffBranch ? new PlacedRun(run.run(), run.commit(), Placement.OFF_BRANCH) : run);
            }
        }

        /** When the next run takes its turn; never before the runs that it follows, whatever its clock says. */
        Instant time() {
            Instant next = BranchHistory.time(rest.getFirst());
            return next.isAfter(latest) ? next : latest;
        }

        PlacedRun take() {
            latest = time();
            return rest.removeFirst();
        }

        boolean isEmpty() {
            return rest.isEmpty();
        }
    }
}
