package dev.pawl.cli.comment;

import dev.pawl.server.notify.forge.CommentThread;
import dev.pawl.server.notify.forge.ForgePatience;
import dev.pawl.server.notify.forge.ForgeToken;
import dev.pawl.server.notify.forge.GitHub;
import dev.pawl.server.notify.forge.GitLab;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The forge that a CI job belongs to, as its environment names it.
 *
 * @param thread the comments on a pull request, by its number
 * @param gitHub {@code null} on another forge
 * @param permission what a token needs that may not comment
 */
public record JobForge(
        IntFunction<CommentThread> thread, @Nullable GitHub gitHub, String permission) {

    /** Who GitHub says wrote what a job's own token writes. */
    private static final String ACTIONS_LOGIN = "github-actions[bot]";

    /** Every environment variable that is read here, beside those of the CI context. */
    public static List<String> variables() {
        return List.of(
                "CI_API_V4_URL",
                "CI_MERGE_REQUEST_PROJECT_ID",
                "CI_PROJECT_ID",
                "GITHUB_API_URL",
                "GITHUB_TOKEN",
                "GITLAB_TOKEN");
    }

    /**
     * @throws IllegalArgumentException if there is none, or no token; the message says what to do
     */
    public static JobForge of(Map<String, String> environment, ForgePatience patience) {
        if ("true".equals(environment.get("GITHUB_ACTIONS"))) return ofGitHub(environment, patience);
        if ("true".equals(environment.get("GITLAB_CI"))) return ofGitLab(environment, patience);
        throw new IllegalArgumentException("this is no job of GitHub Actions or GitLab CI");
    }

    private static JobForge ofGitHub(Map<String, String> environment, ForgePatience patience) {
        ForgeToken token = token(environment, "GITHUB_TOKEN", "GITHUB_TOKEN: ${{ github.token }}");
        String api = value(environment, "GITHUB_API_URL");
        GitHub gitHub = new GitHub(
                api == null ? GitHub.PUBLIC : URI.create(api),
                environment.getOrDefault("GITHUB_REPOSITORY", ""),
                token,
                ACTIONS_LOGIN,
                patience);
        return new JobForge(
                gitHub::pullRequest,
                gitHub,
                "the job needs 'permissions: pull-requests: write' (and 'statuses: write' for a status); a job of a fork's"
                        + " pull request cannot have it");
    }

    private static JobForge ofGitLab(Map<String, String> environment, ForgePatience patience) {
        ForgeToken token =
                token(environment, "GITLAB_TOKEN", "a project access token with scope api, as a masked variable");
        String api = value(environment, "CI_API_V4_URL");
        String target = value(environment, "CI_MERGE_REQUEST_PROJECT_ID");
        String project = target == null ? value(environment, "CI_PROJECT_ID") : target;
        if (api == null || project == null)
            throw new IllegalArgumentException("GitLab does not tell this job CI_API_V4_URL and CI_PROJECT_ID");
        return new JobForge(
                number -> new GitLab(URI.create(api), project, number, token, patience),
                null,
                "the token needs scope api and the role Reporter");
    }

    private static ForgeToken token(Map<String, String> environment, String variable, String remedy) {
        String text = value(environment, variable);
        if (text == null)
            throw new IllegalArgumentException(variable + " is not set; set it in the step's env: " + remedy);
        return ForgeToken.of(text, variable);
    }

    private static @Nullable String value(Map<String, String> environment, String variable) {
        String text = environment.getOrDefault(variable, "").strip();
        return text.isEmpty() ? null : text;
    }
}
