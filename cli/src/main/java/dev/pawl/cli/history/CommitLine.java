package dev.pawl.cli.history;

import dev.pawl.cli.git.GitFacts;
import dev.pawl.model.Commit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts commits, of which a file tells no parents, into a line.
 *
 * <pre>
 *   file         A        B     C           in its order
 *   git      A ── x ── y ── B ── C          where the repository knows them: true parents, and the commits between
 *   no git   A ──────────── B ── C          each follows the one before it on its branch
 * </pre>
 */
final class CommitLine {

    /** How far back git is asked; older commits follow the file's order. */
    private static final int LONGEST = 20_000;

    /** So many commits of the file are looked for in git, newest first, before it counts as another repository. */
    private static final int MOST_QUESTIONS = 20;

    /** The server takes 2,000 at once. */
    private static final int MOST_BETWEEN = 1_000;

    /** Sorted, so that those are found whose ids the file shortened. */
    private final NavigableMap<String, Commit> known = new TreeMap<>();

    /** Parents that git's commits name, whether they are known or not. */
    private final Set<String> named = new HashSet<>();

    private final Set<String> placed = new HashSet<>();
    private final Map<String, String> heads = new HashMap<>();

    /** @param newestFirst ids of the file's commits */
    CommitLine(@Nullable GitFacts git, Collection<String> newestFirst) {
        if (git == null) return;
        int questions = 0;
        for (String sha : newestFirst) {
            if (knows(sha)) continue;
            if (questions++ == MOST_QUESTIONS) break;
            for (Commit commit : git.history(sha, LONGEST)) {
                known.putIfAbsent(commit.sha(), commit);
                if (commit.parent() != null) named.add(commit.parent());
            }
        }
    }

    /** Whether git knows the commit. */
    private boolean knows(String sha) {
        return real(sha) != null;
    }

    /** As git has it; {@code null} if it does not, or if the id is shortened and several begin with it. */
    private @Nullable Commit real(String sha) {
        Map.Entry<String, Commit> first = known.ceilingEntry(sha);
        if (first == null || !first.getKey().startsWith(sha)) return null;
        String second = known.higherKey(first.getKey());
        boolean isAmbiguous = !first.getKey().equals(sha) && second != null && second.startsWith(sha);
        return isAmbiguous ? null : first.getValue();
    }

    /**
     * A commit with its parent, and what is to be told beside it.
     *
     * @param between commits that git has between it and the one before
     */
    record Place(Commit commit, List<Commit> between) {}

    /**
     * The next commit of the file.
     *
     * @param line name of the line that it continues; {@code null} if it continues none
     */
    Place place(@Nullable String line, Commit commit) {
        Commit real = real(commit.sha());
        String sha = real == null ? commit.sha() : real.sha();
        // A commit that was measured before has its place; what is measured next follows the newest.
        if (!placed.add(sha)) return new Place(with(commit, null, real), List.of());
        String before = line == null ? null : heads.put(line, sha);
        if (real == null) return new Place(with(commit, named.contains(commit.sha()) ? null : before, null), List.of());
        List<Commit> between = new ArrayList<>();
        for (Commit at = parentOf(real); at != null && between.size() < MOST_BETWEEN; at = parentOf(at)) {
            if (!placed.add(at.sha())) break;
            between.add(at);
        }
        return new Place(with(commit, real.parent(), real), between);
    }

    private @Nullable Commit parentOf(Commit commit) {
        return commit.parent() == null ? null : known.get(commit.parent());
    }

    /** What the file tells, filled in by what git knows. */
    private static Commit with(Commit told, @Nullable String parent, @Nullable Commit real) {
        return new Commit(
                real == null ? told.sha() : real.sha(),
                parent,
                real != null && real.time() != null ? real.time() : told.time(),
                told.author() == null && real != null ? real.author() : told.author(),
                told.subject() == null && real != null ? real.subject() : told.subject());
    }
}
