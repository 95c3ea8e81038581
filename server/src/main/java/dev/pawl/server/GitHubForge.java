package dev.pawl.server;

import dev.pawl.report.VisibleText;
import dev.pawl.server.http.Forge;
import dev.pawl.server.notify.forge.ForgeException;
import dev.pawl.server.notify.forge.ForgePatience;
import dev.pawl.server.notify.forge.GitHub;
import dev.pawl.server.notify.forge.GitHubAccess;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GitHub, as the server itself enters it. Who may write is asked at once, briefly; what is only to be shown is written behind the
 * event's back, one after the other, and lost if the server stops meanwhile. Safe for several threads.
 */
final class GitHubForge implements Forge {

    private static final Logger LOG = LoggerFactory.getLogger(GitHubForge.class);

    /** GitHub gives a webhook ten seconds: the last attempt may begin after two and take two more. */
    private static final ForgePatience BRIEF = patience(Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** Nobody waits; as long as GitHub's pause after too many requests. */
    private static final ForgePatience LONG = patience(Duration.ofSeconds(90), Duration.ofSeconds(10));

    /** More commands than a person writes; what comes on top is not shown. */
    private static final int MOST_WAITING = 1000;

    private final GitHubAccess access;

    /** One thread, because GitHub wants writes one after the other; it ends when there is nothing to do. */
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "github-writer");
                thread.setDaemon(true);
                return thread;
            });

    GitHubForge(GitHubAccess access) {
        this.access = access;
        writer.allowCoreThreadTimeOut(true);
    }

    private static ForgePatience patience(Duration total, Duration answer) {
        ForgePatience usual = ForgePatience.of(total);
        return new ForgePatience(total, answer, answer, usual.clock(), usual.sleeper(), usual.random());
    }

    private GitHub gitHub(String repository, ForgePatience patience) {
        return access.repository(repository, patience);
    }

    @Override
    public boolean mayWrite(String repository, String login) {
        try {
            return gitHub(repository, BRIEF).mayWrite(login);
        } catch (ForgeException failed) {
            LOG.warn("GitHub cannot be asked what {} may do: {}", VisibleText.of(login, 40), failed.getMessage());
            throw new UnavailableException("GitHub cannot be asked whether the author may write");
        }
    }

    @Override
    public boolean holds(String address) {
        return access.repositoryAt(address).isPresent();
    }

    @Override
    public void answer(String repository, long commentId, boolean isDone) {
        softly("react to a comment", () -> gitHub(repository, LONG).react(commentId, isDone ? "+1" : "-1"));
    }

    @Override
    public void accepted(String repository, String project, String sha, Set<String> testbeds, String by) {
        for (String testbed : testbeds)
            softly(
                    "set a status",
                    () -> gitHub(repository, LONG)
                            .setStatus(
                                    sha,
                                    GitHub.State.SUCCESS,
                                    GitHub.statusName(project, testbed),
                                    "accepted by " + VisibleText.of(by, 60),
                                    null));
    }

    private void softly(String what, Runnable action) {
        try {
            writer.execute(() -> {
                try {
                    action.run();
                } catch (ForgeException failed) {
                    LOG.warn("could not {} on GitHub: {}", what, failed.getMessage());
                }
            });
        } catch (RejectedExecutionException full) {
            LOG.warn("could not {} on GitHub: {} other things wait already", what, MOST_WAITING);
        }
    }
}
