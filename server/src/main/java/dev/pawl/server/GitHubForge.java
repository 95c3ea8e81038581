package dev.pawl.server;

import dev.pawl.report.VisibleText;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.http.Forge;
import dev.pawl.server.notify.forge.ForgeException;
import dev.pawl.server.notify.forge.ForgePatience;
import dev.pawl.server.notify.forge.ForgeToken;
import dev.pawl.server.notify.forge.GitHub;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GitHub, with the server's own token. Safe for several threads. */
final class GitHubForge implements Forge {

    private static final Logger LOG = LoggerFactory.getLogger(GitHubForge.class);

    /** GitHub gives a webhook ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final GitHubSettings settings;

    GitHubForge(GitHubSettings settings) {
        this.settings = settings;
    }

    private GitHub gitHub(String repository) {
        return new GitHub(
                settings.api(),
                repository,
                ForgeToken.of(settings.token(), "PAWL_GITHUB_TOKEN"),
                null,
                ForgePatience.of(PATIENCE));
    }

    @Override
    public boolean mayWrite(String repository, String login) {
        try {
            return gitHub(repository).mayWrite(login);
        } catch (ForgeException failed) {
            LOG.warn("GitHub cannot be asked what {} may do: {}", VisibleText.of(login, 40), failed.getMessage());
            throw new UnavailableException("GitHub cannot be asked whether the author may write");
        }
    }

    @Override
    public void answer(String repository, long commentId, boolean isDone) {
        softly("react to a comment", () -> gitHub(repository).react(commentId, isDone ? "+1" : "-1"));
    }

    @Override
    public void accepted(String repository, String project, String sha, Set<String> testbeds, String by) {
        for (String testbed : testbeds)
            softly(
                    "set a status",
                    () -> gitHub(repository)
                            .setStatus(
                                    sha,
                                    GitHub.State.SUCCESS,
                                    GitHub.statusName(project, testbed),
                                    "accepted by " + VisibleText.of(by, 60),
                                    null));
    }

    private static void softly(String what, Runnable action) {
        try {
            action.run();
        } catch (ForgeException failed) {
            LOG.warn("could not {} on GitHub: {}", what, failed.getMessage());
        }
    }
}
