package dev.pawl.cli.ci;

import dev.pawl.cli.ci.CiContext.Job;
import dev.pawl.cli.ci.CiContext.Revision;
import dev.pawl.cli.ci.CiContext.Target;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GitLab CI.
 *
 * <p>The run key is {@code gl-PIPELINE_ID}, the same in all jobs of a pipeline; a job with {@code parallel} is a shard of it.
 * GitLab tells no job that it is a retry of another one: pipeline, name and index are the same, only the job's id is new. So
 * the retry key has that.
 *
 * <p>The testbed is the runner's description, or on GitLab's own runners the machine class in it ({@code
 * saas-linux-small-amd64}), because the rest changes from job to job.
 */
final class GitLabCi implements CiSystem {

    private static final Pattern HOSTED_CLASS = Pattern.compile("saas-[a-z]+-[a-z0-9-]+");

    @Override
    public List<String> variables() {
        return List.of(
                "CI_COMMIT_BRANCH",
                "CI_COMMIT_REF_NAME",
                "CI_COMMIT_SHA",
                "CI_COMMIT_TAG",
                "CI_DEFAULT_BRANCH",
                "CI_JOB_ID",
                "CI_JOB_URL",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA",
                "CI_MERGE_REQUEST_IID",
                "CI_MERGE_REQUEST_PROJECT_PATH",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",
                "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
                "CI_MERGE_REQUEST_TARGET_BRANCH_SHA",
                "CI_NODE_INDEX",
                "CI_NODE_TOTAL",
                "CI_PIPELINE_ID",
                "CI_PROJECT_NAME",
                "CI_PROJECT_URL",
                "CI_RUNNER_DESCRIPTION",
                "GITLAB_CI");
    }

    @Override
    public boolean runs(Map<String, String> listed) {
        return "true".equals(listed.get("GITLAB_CI"));
    }

    @Override
    public CiContext context(Map<String, String> listed) {
        String tag = listed.get("CI_COMMIT_TAG");
        Target target = target(listed);
        String branch = target != null
                ? sourceBranch(listed)
                : tag != null
                        ? listed.get("CI_DEFAULT_BRANCH")
                        : listed.getOrDefault("CI_COMMIT_BRANCH", listed.get("CI_COMMIT_REF_NAME"));
        // Set in merged-results pipelines only, where CI_COMMIT_SHA is a merge that nobody will ever see again.
        String head = listed.getOrDefault("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", listed.get("CI_COMMIT_SHA"));
        String pipeline = listed.get("CI_PIPELINE_ID");
        String job = listed.get("CI_JOB_ID");
        return new CiContext(
                "GitLab CI",
                Slug.of(listed.get("CI_PROJECT_NAME")),
                listed.get("CI_PROJECT_URL"),
                new Revision(branch, head),
                target,
                new Job(
                        pipeline == null ? null : "gl-" + pipeline,
                        pipeline == null || job == null ? null : "gl-" + pipeline + "-" + job,
                        null,
                        listed.get("CI_JOB_URL"),
                        testbed(listed.get("CI_RUNNER_DESCRIPTION")),
                        shard(listed)),
                tag,
                listed.get("CI_DEFAULT_BRANCH"));
    }

    private static @Nullable Target target(Map<String, String> listed) {
        Integer number = Numbers.positive(listed.get("CI_MERGE_REQUEST_IID"));
        if (number == null) return null;
        String tip = listed.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA");
        return new Target(
                number,
                listed.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
                tip,
                tip != null ? tip : listed.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"));
    }

    private static @Nullable String sourceBranch(Map<String, String> listed) {
        String branch = listed.get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME");
        String source = listed.get("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH");
        boolean fork = source != null && !source.equals(listed.get("CI_MERGE_REQUEST_PROJECT_PATH"));
        return fork ? source.split("/", 2)[0] + ":" + branch : branch;
    }

    private static @Nullable String testbed(@Nullable String description) {
        if (description == null) return null;
        Matcher hosted = HOSTED_CLASS.matcher(description);
        return Slug.of(hosted.find() ? hosted.group() : description);
    }

    private static @Nullable Shard shard(Map<String, String> listed) {
        Integer index = Numbers.positive(listed.get("CI_NODE_INDEX"));
        Integer count = Numbers.positive(listed.get("CI_NODE_TOTAL"));
        return index == null || count == null || index > count || count == 1 || count > Shard.MOST
                ? null
                : new Shard(index, count);
    }
}
