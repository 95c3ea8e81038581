package dev.pawl.cli.ci;

import dev.pawl.cli.ci.CiContext.Job;
import dev.pawl.cli.ci.CiContext.Revision;
import dev.pawl.cli.ci.CiContext.Target;
import dev.pawl.model.Commit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GitHub Actions.
 *
 * <p>The run key is {@code gh-RUN_ID-ATTEMPT}: all jobs of a workflow run share it, so that the shards of a matrix become one
 * run. The testbed is {@code github-linux-x64} and the like on hosted runners, whose names change with every job, and the
 * runner's name on self-hosted ones.
 */
final class GitHubActions implements CiSystem {

    private static final Pattern PULL_REQUEST = Pattern.compile("refs/pull/(\\d+)/(merge|head)");

    @Override
    public List<String> variables() {
        return List.of(
                "GITHUB_ACTIONS",
                "GITHUB_BASE_REF",
                "GITHUB_EVENT_NAME",
                "GITHUB_EVENT_PATH",
                "GITHUB_HEAD_REF",
                "GITHUB_REF",
                "GITHUB_REF_NAME",
                "GITHUB_REF_TYPE",
                "GITHUB_REPOSITORY",
                "GITHUB_RUN_ATTEMPT",
                "GITHUB_RUN_ID",
                "GITHUB_SERVER_URL",
                "GITHUB_SHA",
                "RUNNER_ARCH",
                "RUNNER_ENVIRONMENT",
                "RUNNER_NAME",
                "RUNNER_OS");
    }

    @Override
    public boolean runs(Map<String, String> listed) {
        return "true".equals(listed.get("GITHUB_ACTIONS"));
    }

    @Override
    public CiContext context(Map<String, String> listed) {
        EventFile event = EventFile.read(listed.get("GITHUB_EVENT_PATH"));
        String name = listed.getOrDefault("GITHUB_EVENT_NAME", "push");
        return switch (name) {
            case "pull_request" -> pullRequest(listed, event);
            case "pull_request_target" ->
                throw new UnsafeEventException(
                        "this workflow runs on pull_request_target, which hands secrets to code that"
                                + " nobody has reviewed and checks out the base branch; use pull_request, and for forks a"
                                + " second workflow on workflow_run that uploads what the first one measured");
            case "merge_group" -> mergeGroup(listed, event);
            case "workflow_run" -> workflowRun(listed, event);
            default -> branchOrTag(listed, event);
        };
    }

    private static CiContext pullRequest(Map<String, String> listed, EventFile event) {
        Integer number = event.number("/pull_request/number");
        Matcher ref = PULL_REQUEST.matcher(listed.getOrDefault("GITHUB_REF", ""));
        if (number == null && ref.matches()) number = Numbers.positive(ref.group(1));
        String branch = firstOf(event.get("/pull_request/head/ref"), listed.get("GITHUB_HEAD_REF"));
        String head = event.get("/pull_request/head/repo/full_name");
        boolean fork = head == null
                ? event.get("/pull_request/head/sha") != null
                : !head.equals(event.get("/pull_request/base/repo/full_name"));
        if (fork) branch = firstOf(event.get("/pull_request/head/label"), "fork:" + branch);
        Target target = new Target(
                number,
                firstOf(event.get("/pull_request/base/ref"), listed.get("GITHUB_BASE_REF")),
                sha(event.get("/pull_request/base/sha")),
                null);
        return context(listed, event, new Revision(branch, sha(event.get("/pull_request/head/sha"))), target, null);
    }

    private static CiContext mergeGroup(Map<String, String> listed, EventFile event) {
        String base = event.get("/merge_group/base_ref");
        String tip = sha(event.get("/merge_group/base_sha"));
        Target target = new Target(null, base == null ? null : base.replaceFirst("^refs/heads/", ""), tip, tip);
        Revision revision = new Revision(
                listed.get("GITHUB_REF_NAME"),
                sha(firstOf(event.get("/merge_group/head_sha"), listed.get("GITHUB_SHA"))));
        return context(listed, event, revision, target, null);
    }

    /** Results of another workflow's run, typically of a fork's pull request: that run is the one that measured. */
    private static CiContext workflowRun(Map<String, String> listed, EventFile event) {
        String branch = event.get("/workflow_run/head_branch");
        String head = event.get("/workflow_run/head_repository/full_name");
        // Of a fork that was deleted meanwhile GitHub names no repository; it is a stranger's all the same.
        if (branch != null && (head == null || !head.equals(listed.get("GITHUB_REPOSITORY"))))
            branch = firstOf(event.get("/workflow_run/head_repository/owner/login"), "fork") + ":" + branch;
        boolean pullRequest = "pull_request".equals(event.get("/workflow_run/event"));
        Target target = pullRequest
                ? new Target(
                        event.number("/workflow_run/pull_requests/0/number"),
                        firstOf(
                                event.get("/workflow_run/pull_requests/0/base/ref"),
                                event.get("/repository/default_branch")),
                        sha(event.get("/workflow_run/pull_requests/0/base/sha")),
                        null)
                : null;
        CiContext context =
                context(listed, event, new Revision(branch, sha(event.get("/workflow_run/head_sha"))), target, null);
        String id = event.get("/workflow_run/id");
        if (id == null) return context;
        Integer attempt = event.number("/workflow_run/run_attempt");
        Job job = new Job(
                key(id, attempt),
                null,
                attempt,
                firstOf(event.get("/workflow_run/html_url"), context.job().url()),
                context.job().testbed(),
                null);
        return new CiContext(
                context.system(),
                context.project(),
                context.repository(),
                context.revision(),
                target,
                job,
                null,
                context.defaultBranch());
    }

    private static CiContext branchOrTag(Map<String, String> listed, EventFile event) {
        String branch = listed.get("GITHUB_REF_NAME");
        String release = null;
        if ("tag".equals(listed.get("GITHUB_REF_TYPE"))) {
            release = firstOf(event.get("/release/tag_name"), branch);
            // A tag is on no branch that GitHub would name, except where a release was made from one.
            String origin = event.get("/release/target_commitish");
            branch = origin == null || Commit.isSha(origin) ? event.get("/repository/default_branch") : origin;
        }
        return context(listed, event, new Revision(branch, sha(listed.get("GITHUB_SHA"))), null, release);
    }

    private static CiContext context(
            Map<String, String> listed,
            EventFile event,
            Revision revision,
            @Nullable Target target,
            @Nullable String release) {
        String id = listed.get("GITHUB_RUN_ID");
        Integer attempt = Numbers.positive(listed.get("GITHUB_RUN_ATTEMPT"));
        String repository = listed.get("GITHUB_REPOSITORY");
        String home = repository == null
                ? null
                : listed.getOrDefault("GITHUB_SERVER_URL", "https://github.com") + "/" + repository;
        String url = id == null || home == null
                ? null
                : home + "/actions/runs/" + id + (attempt == null || attempt == 1 ? "" : "/attempts/" + attempt);
        return new CiContext(
                "GitHub Actions",
                Slug.ofLastPart(repository),
                home,
                revision,
                target,
                new Job(id == null ? null : key(id, attempt), null, attempt, url, testbed(listed), null),
                release,
                event.get("/repository/default_branch"));
    }

    private static String key(String id, @Nullable Integer attempt) {
        return "gh-" + id + "-" + (attempt == null ? 1 : attempt);
    }

    private static @Nullable String testbed(Map<String, String> listed) {
        if ("self-hosted".equals(listed.get("RUNNER_ENVIRONMENT"))) return Slug.of(listed.get("RUNNER_NAME"));
        return Slug.of("github-" + listed.getOrDefault("RUNNER_OS", "") + "-" + listed.getOrDefault("RUNNER_ARCH", ""));
    }

    private static @Nullable String sha(@Nullable String text) {
        return text != null && Commit.isSha(text) ? text : null;
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }
}
