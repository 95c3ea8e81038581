package dev.pawl.cli.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.cli.ci.CiContext.Job;
import dev.pawl.cli.ci.CiContext.Revision;
import dev.pawl.cli.ci.CiContext.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CiContextTest {

    private static final String HEAD = "1111111111111111111111111111111111111111";
    private static final String BASE = "2222222222222222222222222222222222222222";
    private static final String MERGE = "3333333333333333333333333333333333333333";

    @TempDir
    Path folder;

    @Test
    void withoutAnyCiItIsAShell() {
        CiContext context = CiContext.of(Map.of("HOME", "/root", "CI", "true"));

        assertEquals(CiContext.ofShell(), context);
        assertFalse(context.isCi());
        assertEquals("local", context.job().testbed());
    }

    @Test
    void aPushOnGitHubIsTheBranchAndTheCommit() {
        CiContext context = CiContext.of(gitHub(Map.of()));

        assertEquals(
                new CiContext(
                        "GitHub Actions",
                        "engine",
                        "https://github.com/Octo-Org/Engine",
                        new Revision("main", MERGE),
                        null,
                        new Job(
                                "gh-1658821493-2",
                                null,
                                2,
                                "https://github.com/Octo-Org/Engine/actions/runs/1658821493/attempts/2",
                                "github-linux-x64",
                                null),
                        null,
                        null),
                context);
    }

    @Test
    void aPullRequestOnGitHubIsItsHeadAndNotTheMerge() throws IOException {
        CiContext context = CiContext.of(gitHubPullRequest("Octo-Org/Engine"));

        assertEquals(new Revision("faster-parser", HEAD), context.revision());
        assertEquals(new Target(12, "main", BASE, null), context.target());
        assertEquals("main", context.defaultBranch());
        assertNull(context.release());
    }

    @Test
    void aForksBranchCanNeverPassForOneOfTheProject() throws IOException {
        CiContext context = CiContext.of(gitHubPullRequest("mallory/Engine"));

        assertEquals(new Revision("mallory:faster-parser", HEAD), context.revision());
    }

    @Test
    void aPullRequestWithoutAReadableEventIsStillAPullRequest() {
        CiContext context = CiContext.of(gitHub(Map.of(
                "GITHUB_EVENT_NAME", "pull_request",
                "GITHUB_EVENT_PATH", folder.resolve("nowhere.json").toString(),
                "GITHUB_REF", "refs/pull/12/merge",
                "GITHUB_HEAD_REF", "faster-parser",
                "GITHUB_BASE_REF", "main")));

        assertEquals(new Revision("faster-parser", null), context.revision());
        assertEquals(new Target(12, "main", null, null), context.target());
    }

    @Test
    void pullRequestTargetIsRefused() {
        Map<String, String> environment = gitHub(Map.of("GITHUB_EVENT_NAME", "pull_request_target"));

        UnsafeEventException refusal = assertThrows(UnsafeEventException.class, () -> CiContext.of(environment));

        assertTrue(refusal.getMessage().startsWith("this workflow runs on pull_request_target, which hands secrets"));
    }

    @Test
    void aTagOnGitHubIsAReleaseOfTheDefaultBranch() throws IOException {
        CiContext context = CiContext.of(gitHub(Map.of(
                "GITHUB_REF", "refs/tags/v1.2.0",
                "GITHUB_REF_NAME", "v1.2.0",
                "GITHUB_REF_TYPE", "tag",
                "GITHUB_EVENT_PATH",
                        event("{\"ref\":\"refs/tags/v1.2.0\",\"repository\":{\"default_branch\":\"trunk\"}}"))));

        assertEquals("v1.2.0", context.release());
        assertEquals(new Revision("trunk", MERGE), context.revision());
    }

    @Test
    void aReleaseMadeFromABranchIsOnThatBranch() throws IOException {
        CiContext context = CiContext.of(gitHub(Map.of(
                "GITHUB_EVENT_NAME", "release",
                "GITHUB_REF_NAME", "v1.2.0",
                "GITHUB_REF_TYPE", "tag",
                "GITHUB_EVENT_PATH", event("""
                                {"action":"published",
                                 "release":{"tag_name":"v1.2.0","target_commitish":"stable","draft":false},
                                 "repository":{"default_branch":"main"}}"""))));

        assertEquals("v1.2.0", context.release());
        assertEquals("stable", context.revision().branch());
    }

    @Test
    void aMergeQueueKnowsItsBaseExactly() throws IOException {
        CiContext context = CiContext.of(gitHub(Map.of(
                "GITHUB_EVENT_NAME",
                "merge_group",
                "GITHUB_REF_NAME",
                "gh-readonly-queue/main/pr-12-" + BASE,
                "GITHUB_EVENT_PATH",
                event("{\"merge_group\":{\"head_sha\":\"" + HEAD + "\",\"head_ref\":\"refs/heads/gh-readonly-queue/x\","
                        + "\"base_sha\":\"" + BASE + "\",\"base_ref\":\"refs/heads/main\"}}"))));

        assertEquals(HEAD, context.revision().commit());
        assertEquals(new Target(null, "main", BASE, BASE), context.target());
    }

    @Test
    void aWorkflowRunSpeaksForTheRunThatMeasured() throws IOException {
        CiContext context = CiContext.of(
                gitHub(Map.of("GITHUB_EVENT_NAME", "workflow_run", "GITHUB_EVENT_PATH", event("""
                                {"workflow_run":{"id":77,"run_attempt":3,"event":"pull_request","head_branch":"main",
                                  "head_sha":"%s","html_url":"https://github.com/Octo-Org/Engine/actions/runs/77",
                                  "head_repository":{"full_name":"mallory/Engine","owner":{"login":"mallory"}},
                                  "pull_requests":[]},
                                 "repository":{"full_name":"Octo-Org/Engine","default_branch":"main"}}""".formatted(HEAD)))));

        assertEquals(new Revision("mallory:main", HEAD), context.revision());
        assertEquals(new Target(null, "main", null, null), context.target());
        assertEquals("gh-77-3", context.job().runKey());
        assertEquals("main", context.defaultBranch());
        assertEquals(
                "https://github.com/Octo-Org/Engine/actions/runs/77",
                context.job().url());
    }

    @Test
    void aSelfHostedRunnerIsATestbedOfItsOwn() {
        CiContext context =
                CiContext.of(gitHub(Map.of("RUNNER_ENVIRONMENT", "self-hosted", "RUNNER_NAME", "GPU Box 1")));

        assertEquals("gpu-box-1", context.job().testbed());
    }

    @Test
    void anEventThatIsNoJsonIsLeftOut() throws IOException {
        CiContext context = CiContext.of(gitHub(Map.of("GITHUB_EVENT_PATH", event("{\"repository\": <html>"))));

        assertEquals(new Revision("main", MERGE), context.revision());
    }

    @Test
    void aBranchPipelineOnGitLab() {
        CiContext context = CiContext.of(
                gitLab(Map.of("CI_COMMIT_BRANCH", "main", "CI_COMMIT_REF_NAME", "main", "CI_DEFAULT_BRANCH", "trunk")));

        assertEquals(
                new CiContext(
                        "GitLab CI",
                        "engine",
                        "https://gitlab.example.com/team/engine",
                        new Revision("main", HEAD),
                        null,
                        new Job(
                                "gl-9001",
                                "gl-9001-5",
                                null,
                                "https://gitlab.example.com/team/engine/-/jobs/5",
                                "saas-linux-small-amd64",
                                null),
                        null,
                        "trunk"),
                context);
    }

    @Test
    void aMergeRequestOnGitLabKnowsItsMergeBase() {
        CiContext context = CiContext.of(gitLab(Map.of(
                "CI_MERGE_REQUEST_IID", "12",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "faster-parser",
                "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "team/engine",
                "CI_MERGE_REQUEST_PROJECT_PATH", "team/engine",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA", BASE)));

        assertEquals(new Revision("faster-parser", HEAD), context.revision());
        assertEquals(new Target(12, "main", null, BASE), context.target());
    }

    @Test
    void aMergedResultsPipelineIsTheSourceBranchAgainstTheTargetsTip() {
        CiContext context = CiContext.of(gitLab(Map.of(
                "CI_COMMIT_SHA", MERGE,
                "CI_MERGE_REQUEST_IID", "12",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "main",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", HEAD,
                "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "mallory/engine",
                "CI_MERGE_REQUEST_PROJECT_PATH", "team/engine",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main",
                "CI_MERGE_REQUEST_TARGET_BRANCH_SHA", BASE,
                "CI_MERGE_REQUEST_DIFF_BASE_SHA", MERGE)));

        assertEquals(new Revision("mallory:main", HEAD), context.revision());
        assertEquals(new Target(12, "main", BASE, BASE), context.target());
    }

    @Test
    void aParallelJobOnGitLabIsAShard() {
        CiContext context = CiContext.of(gitLab(Map.of("CI_NODE_INDEX", "2", "CI_NODE_TOTAL", "4")));

        assertEquals(new Shard(2, 4), context.job().shard());
    }

    @Test
    void aRetriedJobOnGitLabHasTheRunKeyOfTheFirstAndARetryKeyOfItsOwn() {
        Job first = CiContext.of(gitLab(Map.of("CI_JOB_ID", "5"))).job();
        Job retried = CiContext.of(gitLab(Map.of("CI_JOB_ID", "6"))).job();

        assertEquals(first.runKey(), retried.runKey());
        assertEquals("gl-9001-5", first.retryKey());
        assertEquals("gl-9001-6", retried.retryKey());
    }

    @Test
    void aTagOnGitLabIsAReleaseOfTheDefaultBranch() {
        CiContext context = CiContext.of(gitLab(Map.of("CI_COMMIT_TAG", "v1.2.0", "CI_DEFAULT_BRANCH", "trunk")));

        assertEquals("v1.2.0", context.release());
        assertEquals("trunk", context.revision().branch());
    }

    @Test
    void aChangeOnJenkinsLeavesTheCommitToGit() {
        CiContext context = CiContext.of(Map.of(
                "JENKINS_URL", "https://jenkins.example.com/",
                "BRANCH_NAME", "PR-12",
                "CHANGE_BRANCH", "faster-parser",
                "CHANGE_ID", "12",
                "CHANGE_TARGET", "main",
                "GIT_COMMIT", MERGE,
                "BUILD_TAG", "jenkins-engine-PR-12-3",
                "BUILD_URL", "https://jenkins.example.com/job/engine/3/",
                "NODE_NAME", "Bench 1"));

        assertEquals(new Revision("faster-parser", null), context.revision());
        assertEquals(new Target(12, "main", null, null), context.target());
        assertEquals(
                new Job(
                        "jenkins-engine-pr-12-3",
                        null,
                        null,
                        "https://jenkins.example.com/job/engine/3/",
                        "bench-1",
                        null),
                context.job());
    }

    @Test
    void noVariableThatCouldHoldASecretIsRead() {
        for (String name : CiContext.variables())
            assertFalse(name.matches(".*(TOKEN|PASSWORD|SECRET|KEY|CREDENTIAL).*"), name);
    }

    private static Map<String, String> gitHub(Map<String, String> changes) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_EVENT_NAME", "push",
                "GITHUB_REF", "refs/heads/main",
                "GITHUB_REF_NAME", "main",
                "GITHUB_REF_TYPE", "branch",
                "GITHUB_REPOSITORY", "Octo-Org/Engine",
                "GITHUB_RUN_ID", "1658821493",
                "GITHUB_RUN_ATTEMPT", "2"));
        environment.putAll(Map.of(
                "GITHUB_SHA", MERGE,
                "RUNNER_ENVIRONMENT", "github-hosted",
                "RUNNER_NAME", "GitHub Actions 12",
                "RUNNER_OS", "Linux",
                "RUNNER_ARCH", "X64"));
        environment.putAll(changes);
        return environment;
    }

    /** The parts of GitHub's pull_request payload that matter, in its order and nesting. */
    private Map<String, String> gitHubPullRequest(String headRepository) throws IOException {
        String owner = headRepository.split("/")[0];
        String event = """
                {"action":"synchronize","number":12,
                 "pull_request":{"url":"https://api.github.com/repos/Octo-Org/Engine/pulls/12","number":12,"state":"open",
                  "title":"Faster parser","user":{"login":"%2$s"},
                  "head":{"label":"%2$s:faster-parser","ref":"faster-parser","sha":"%3$s",
                   "repo":{"name":"Engine","full_name":"%1$s","owner":{"login":"%2$s"}}},
                  "base":{"label":"Octo-Org:main","ref":"main","sha":"%4$s",
                   "repo":{"name":"Engine","full_name":"Octo-Org/Engine"}},
                  "labels":[{"name":"gpu"}],"merge_commit_sha":"%5$s"},
                 "repository":{"name":"Engine","full_name":"Octo-Org/Engine","default_branch":"main"},
                 "sender":{"login":"%2$s"}}""".formatted(headRepository, owner, HEAD, BASE, MERGE);
        return gitHub(Map.of(
                "GITHUB_EVENT_NAME", "pull_request",
                "GITHUB_EVENT_PATH", event(event),
                "GITHUB_REF", "refs/pull/12/merge",
                "GITHUB_REF_NAME", "12/merge",
                "GITHUB_HEAD_REF", "faster-parser",
                "GITHUB_BASE_REF", "main"));
    }

    private static Map<String, String> gitLab(Map<String, String> changes) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GITLAB_CI", "true",
                "CI_PROJECT_NAME", "Engine",
                "CI_PROJECT_URL", "https://gitlab.example.com/team/engine",
                "CI_COMMIT_SHA", HEAD,
                "CI_PIPELINE_ID", "9001",
                "CI_JOB_ID", "5",
                "CI_JOB_URL", "https://gitlab.example.com/team/engine/-/jobs/5",
                "CI_RUNNER_DESCRIPTION", "3-green.saas-linux-small-amd64.runners-manager.gitlab.com/default"));
        environment.putAll(changes);
        return environment;
    }

    private String event(String json) throws IOException {
        return Files.writeString(folder.resolve("event.json"), json).toString();
    }
}
