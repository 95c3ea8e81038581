package dev.pawl.server.notify;

import dev.pawl.model.Severity;
import dev.pawl.server.notify.ChannelClient.Outcome;
import dev.pawl.server.notify.forge.CommentThread;
import dev.pawl.server.notify.forge.ForgeException;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import dev.pawl.server.notify.forge.ForgePatience;
import dev.pawl.server.notify.forge.GitHub;
import dev.pawl.server.notify.forge.GitHubAccess;
import dev.pawl.server.notify.forge.StickyComment;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.PullRequestPolicy;
import dev.pawl.server.store.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes on pull requests what the server knows of them: the one comment, and the verdict as a check run or a commit status. What it
 * writes follows from what is stored when it is written, and is about the pull request's newest commit only, so that it may be asked
 * as often as one likes. Safe for several threads.
 */
public final class PullRequestWriter {

    /** For one request; the outbox has the patience for more. */
    private static final ForgePatience PATIENCE = patience();

    /** Who CI jobs on GitHub write as: a comment of theirs is gone on with, or there would be two. */
    private static final Set<String> JOBS = Set.of("github-actions[bot]");

    private final Store store;
    private final @Nullable GitHubAccess access;
    private final @Nullable URI pages;
    private final TrendPictures pictures;
    private final ForgePatience patience;
    private final Map<String, GitHub> repositories = new ConcurrentHashMap<>();

    /**
     * @param access {@code null} where the server cannot enter GitHub
     * @param pages address of the server's pages, {@code null} for none
     */
    public PullRequestWriter(Store store, @Nullable GitHubAccess access, @Nullable URI pages, TrendPictures pictures) {
        this(store, access, pages, pictures, PATIENCE);
    }

    PullRequestWriter(
            Store store,
            @Nullable GitHubAccess access,
            @Nullable URI pages,
            TrendPictures pictures,
            ForgePatience patience) {
        this.pictures = pictures;
        this.store = store;
        this.access = access;
        this.pages = pages;
        this.patience = patience;
    }

    private static ForgePatience patience() {
        ForgePatience usual = ForgePatience.of(Duration.ofSeconds(10));
        return new ForgePatience(
                usual.total(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                usual.clock(),
                usual.sleeper(),
                usual.random());
    }

    /** Brings what stands on a pull request up to date. */
    Outcome write(long projectId, int number) {
        ProjectRow project = store.read(view -> view.projects().find(projectId)).orElse(null);
        if (project == null) return new Outcome.Refused("the project is removed");
        PullRequestPolicy policy = store.read(view -> view.pullRequestPolicies().of(projectId));
        if (policy.isSilent()) return new Outcome.Delivered();
        // Later perhaps: the server may be started with the settings.
        if (access == null)
            return new Outcome.Failed(
                    "the server cannot enter GitHub; start it with PAWL_GITHUB_APP_ID or PAWL_GITHUB_TOKEN", null);
        String address = project.repositoryUrl();
        if (address == null)
            return new Outcome.Refused("the project has no repository; set it with 'pawl project set " + project.slug()
                    + " --repository'");
        Optional<String> repository = access.repositoryAt(address);
        if (repository.isEmpty())
            return new Outcome.Refused("the project's repository is none on the GitHub that the server enters;"
                    + " see 'pawl project show " + project.slug() + "'");
        try {
            GitHub gitHub = repositories.computeIfAbsent(repository.get(), name -> access.repository(name, patience));
            return write(gitHub, project, policy, number);
        } catch (ForgeException failed) {
            if (failed.kind() != Kind.NOT_FOUND) return outcome(failed);
            return new Outcome.Refused("there is no #" + number + " in " + repository.get()
                    + ", or the server may not see it (" + failed.getMessage() + ")");
        }
    }

    private Outcome write(GitHub gitHub, ProjectRow project, PullRequestPolicy policy, int number) {
        CommentThread thread = gitHub.pullRequest(number, JOBS);
        Newest newest = new Newest(thread, project, number);
        // Of a commit that nothing was measured of there is nothing to say; what was said of the one before stays.
        if (!newest.look()) return new Outcome.Delivered();
        Outcome comment = comment(thread, newest, project, policy.comments());
        if (policy.check() != PullRequestPolicy.Check.OFF) check(gitHub, newest, project, policy.check());
        return comment;
    }

    /** A comment that may not be written must not keep the verdict from being shown, so that is returned. */
    private Outcome comment(
            CommentThread thread, Newest newest, ProjectRow project, PullRequestPolicy.Comments comments) {
        if (comments == PullRequestPolicy.Comments.NEVER) return new Outcome.Delivered();
        StickyComment.Mode mode = comments == PullRequestPolicy.Comments.ALWAYS
                ? StickyComment.Mode.ALWAYS
                : StickyComment.Mode.ON_CHANGE;
        try {
            StickyComment.Outcome done = new StickyComment(thread, project.slug(), patience).refresh(newest, mode);
            return done == StickyComment.Outcome.CONTESTED
                    ? new Outcome.Failed("somebody else writes the comment all the time", null)
                    : new Outcome.Delivered();
        } catch (ForgeException failed) {
            boolean isDown = failed.kind() == Kind.UNAVAILABLE || failed.kind() == Kind.UNKNOWN_OUTCOME;
            if (isDown) throw failed;
            return outcome(failed);
        }
    }

    private void check(GitHub gitHub, Newest newest, ProjectRow project, PullRequestPolicy.Check failsOn) {
        PullRequestReport report = newest.report();
        String name = GitHub.statusName(project.slug(), null);
        String url = report.sections().size() == 1
                ? report.sections().get(0).url()
                : pages == null ? null : pages + "/p/" + project.slug();
        GitHub.Verdict verdict = verdict(report, failsOn);
        if (access != null && access.isApp())
            gitHub.showCheck(newest.head(), name, new GitHub.Check(verdict, report.headline(), report.text(), url));
        else gitHub.showStatus(newest.head(), name, verdict, report.headline(), url);
    }

    private static GitHub.Verdict verdict(PullRequestReport report, PullRequestPolicy.Check failsOn) {
        if (report.isAwaited()) return GitHub.Verdict.AWAITED;
        Severity limit = switch (failsOn) {
            case WARNING -> Severity.WARNING;
            case CRITICAL -> Severity.CRITICAL;
            case NEVER, OFF -> null;
        };
        boolean isRed = limit != null
                && report.unaccepted() != null
                && report.unaccepted().compareTo(limit) >= 0;
        if (isRed) return GitHub.Verdict.FAILURE;
        // No verdict is not green; nor is it red.
        return report.isVerdict() ? GitHub.Verdict.SUCCESS : GitHub.Verdict.NONE;
    }

    private static Outcome outcome(ForgeException failed) {
        String why = String.valueOf(failed.getMessage());
        return switch (failed.kind()) {
            // Somebody may give leave meanwhile.
            case NOT_ALLOWED, UNAVAILABLE, UNKNOWN_OUTCOME -> new Outcome.Failed(why, failed.pause());
            case NOT_FOUND, REFUSED -> new Outcome.Refused(why);
        };
    }

    /** What is stored of the pull request's newest commit, whichever that is by now. */
    private final class Newest implements Supplier<StickyComment.Content> {

        private final CommentThread thread;
        private final ProjectRow project;
        private final int number;
        private String head = "";
        private @Nullable PullRequestReport report;

        Newest(CommentThread thread, ProjectRow project, int number) {
            this.thread = thread;
            this.project = project;
            this.number = number;
        }

        /**
         * Looks; if nothing is known of a commit that was pushed meanwhile, what was found before stays.
         *
         * @return whether anything was found yet
         */
        boolean look() {
            Optional<String> now = thread.head();
            now.flatMap(sha -> store.read(view -> PullRequestReport.of(view, project, number, sha, pages)))
                    .ifPresent(found -> {
                        report = found.with(run -> pictures.ofRun(project, run));
                        head = now.get();
                    });
            return report != null;
        }

        PullRequestReport report() {
            if (report == null) throw new IllegalStateException("nothing was found");
            return report;
        }

        String head() {
            return head;
        }

        @Override
        public StickyComment.Content get() {
            look();
            return new StickyComment.Content(report().sequence(), report().text(), report().isNews());
        }
    }
}
