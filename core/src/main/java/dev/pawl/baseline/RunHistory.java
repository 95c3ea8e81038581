package dev.pawl.baseline;

import dev.pawl.model.Commit;
import dev.pawl.model.Run;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a project's commits and of the runs that may serve as a baseline: the trusted runs of one testbed that
 * measured a branch, not a pull request.
 *
 * <p>An implementation must answer from one snapshot, so that a choice is consistent in itself.
 */
public interface RunHistory {

    /**
     * The first-parent chain from a commit backwards, itself first; it ends where a parent is unknown.
     *
     * @return empty if the commit is unknown
     */
    List<Commit> ancestors(String sha, int limit);

    /** Whether any known commit has this one as its first parent. */
    boolean hasChild(String sha);

    /** The newest commit that is known of a branch. */
    Optional<String> branchHead(String branch);

    /** Eligible runs of any of the commits. */
    List<Run> runsOf(Collection<String> shas);

    /** Eligible runs of a branch, newest first by the commit graph, and by time where that is unknown. */
    List<Run> newestOnBranch(String branch, int limit);

    /** Eligible runs of a release, newest first. */
    List<Run> ofRelease(String release, int limit);

    /** Any run of the project by its id, eligible or not: whoever asks for a certain run gets it. */
    Optional<Run> run(String id);
}
