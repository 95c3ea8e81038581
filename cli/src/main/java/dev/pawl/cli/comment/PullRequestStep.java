package dev.pawl.cli.comment;

import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.client.UnreachableException;
import dev.pawl.model.Comparison;
import dev.pawl.report.CommentSection;
import dev.pawl.report.PullRequestComment;
import dev.pawl.server.notify.forge.CommentThread;
import dev.pawl.server.notify.forge.ForgeException;
import dev.pawl.server.notify.forge.ForgePatience;
import dev.pawl.server.notify.forge.GitHub;
import dev.pawl.server.notify.forge.StickyComment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes on the pull request after an upload: the comment, the commit's status. It is a courtesy: whatever goes wrong is a
 * warning that says what to do, and changes nothing about the upload or its exit code.
 */
public final class PullRequestStep {

    /** A CI job must not wait longer for a comment; the next push writes it anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Map<String, String> environment;
    private final ForgePatience patience;
    private final Consumer<String> log;

    /**
     * @param log takes lines for standard error
     */
    public PullRequestStep(Map<String, String> environment, Consumer<String> log) {
        this(environment, ForgePatience.of(PATIENCE), log);
    }

    PullRequestStep(Map<String, String> environment, ForgePatience patience, Consumer<String> log) {
        this.environment = environment;
        this.patience = patience;
        this.log = log;
    }

    /**
     * Brings the comment up to date, unless the pull request has a newer commit: then that one's job does.
     *
     * @param commit that was measured
     */
    public void comment(String project, int pullRequest, String commit, CommentMode mode, StoredSections sections) {
        if (mode == CommentMode.NEVER) return;
        if (isWrittenByServer(sections)) {
            log.accept("comment: written by the server");
            return;
        }
        softly("no comment", forge -> {
            CommentThread thread = forge.thread().apply(pullRequest);
            Optional<String> head = thread.head();
            if (head.isPresent() && !head.get().equals(commit)) {
                log.accept("note: no comment, because the pull request has a newer commit");
                return;
            }
            StickyComment.Outcome outcome = new StickyComment(thread, project, patience)
                    .refresh(
                            sections,
                            mode == CommentMode.ALWAYS ? StickyComment.Mode.ALWAYS : StickyComment.Mode.ON_CHANGE);
            log.accept("comment: "
                    + switch (outcome) {
                        case CREATED -> "written";
                        case UPDATED -> "brought up to date";
                        case UNCHANGED -> "says so already";
                        case QUIET -> "none, nothing to say";
                        case STALE, CONTESTED -> "left to a newer job";
                    });
        });
    }

    /**
     * Sets the commit's status on GitHub, one for each testbed, so that jobs of a matrix do not overwrite each other's.
     *
     * @param isFailed whether the job will be red for it
     * @param url where people read more; {@code null} for nowhere
     */
    public void status(String project, String commit, Comparison comparison, boolean isFailed, @Nullable String url) {
        softly("no status", forge -> {
            GitHub gitHub = forge.gitHub();
            if (gitHub == null) {
                log.accept("note: no status: only GitHub's can be set");
                return;
            }
            GitHub.State state = isFailed
                    ? GitHub.State.FAILURE
                    // No verdict is not green; nor is it red.
                    : comparison.summary().isVerdict() ? GitHub.State.SUCCESS : GitHub.State.PENDING;
            String testbed = comparison.contender().testbed();
            gitHub.setStatus(
                    commit,
                    state,
                    GitHub.statusName(project, testbed),
                    PullRequestComment.headline(List.of(CommentSection.of(comparison))),
                    url);
        });
    }

    /**
     * What GitHub says of a fork's commit: its pull request, and where it left the base branch.
     *
     * @param baseBranch that it wants to enter
     * @param mergeBase {@code null} if GitHub does not know it
     */
    public record Origin(
            int pullRequest, String baseBranch, @Nullable String mergeBase) {}

    /**
     * Asks GitHub which pull request a fork's commit belongs to, because the event does not say it.
     *
     * @param branch as {@code owner:branch}
     * @return nothing if there is none, or GitHub cannot be asked
     */
    public Optional<Origin> origin(String branch, String commit) {
        @Nullable Origin[] found = {null};
        int colon = branch.indexOf(':');
        if (colon < 0) return Optional.empty();
        softly("the pull request is not known", forge -> {
            GitHub gitHub = forge.gitHub();
            if (gitHub == null) return;
            Optional<GitHub.OpenPullRequest> open =
                    gitHub.openPullRequest(branch.substring(0, colon), branch.substring(colon + 1), commit);
            if (open.isEmpty()) {
                log.accept("note: no open pull request has " + commit + " as its newest commit");
                return;
            }
            String base = open.get().base();
            found[0] = new Origin(
                    open.get().number(), base, gitHub.mergeBase(base, commit).orElse(null));
        });
        return Optional.ofNullable(found[0]);
    }

    private static boolean isWrittenByServer(StoredSections sections) {
        try {
            return sections.isWrittenByServer();
        } catch (RefusedException | UnreachableException unknown) {
            // Whoever cannot be asked now is asked again for what the comment says.
            return false;
        }
    }

    private void softly(String what, Consumer<JobForge> action) {
        String permission = "";
        try {
            JobForge forge = JobForge.of(environment, patience);
            permission = forge.permission();
            action.accept(forge);
        } catch (ForgeException failed) {
            boolean isPermission =
                    failed.kind() == ForgeException.Kind.NOT_ALLOWED || failed.kind() == ForgeException.Kind.NOT_FOUND;
            log.accept("warning: " + what + ": " + failed.getMessage() + (isPermission ? "; " + permission : ""));
        } catch (IllegalArgumentException | RefusedException | UnreachableException failed) {
            log.accept("warning: " + what + ": " + failed.getMessage());
        }
    }
}
