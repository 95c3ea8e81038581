package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.cli.client.Patience;
import dev.pawl.cli.comment.FakeForge;
import dev.pawl.server.PawlServer;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code pawl upload --comment} as a CI job runs it: against a real server, and a forge on a real socket. */
final class UploadCommentTest {

    private static final String HEAD = "a".repeat(40);
    private static final String NEXT = "b".repeat(40);
    private static final String BASE = "c".repeat(40);

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private PawlServer server;
    private FakeForge forge;

    @BeforeEach
    void start() throws IOException {
        server = ServerStart.start(
                ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder.resolve("data"))));
        forge = new FakeForge().at(HEAD);
        for (String testbed : List.of("linux", "macos"))
            for (int i = 0; i < 6; i++)
                assertEquals(
                        0,
                        upload(1.0, "--branch", "main", "--commit", BASE, "--testbed", testbed, "--run", "base" + i)
                                .number());
        onGitHub("pull_request", """
                {"pull_request":{"number":7,
                  "head":{"ref":"feature","sha":"%s","label":"team:feature","repo":{"full_name":"team/engine"}},
                  "base":{"ref":"main","sha":"%s","repo":{"full_name":"team/engine"}}},
                 "repository":{"full_name":"team/engine","default_branch":"main"}}""".formatted(HEAD, BASE));
    }

    @AfterEach
    void stop() {
        forge.close();
        server.close();
    }

    @Test
    void aMatrixSharesOneCommentThatTurnsGreen() throws IOException {
        CommandRun linux = uploadOf(HEAD, 1.5, "linux", "--comment");
        CommandRun macos = uploadOf(HEAD, 1.0, "macos", "--comment", "on-change");

        assertEquals(1, linux.number(), linux.err());
        assertTrue(linux.err().contains("comment: written\n"), linux.err());
        assertEquals(0, macos.number(), macos.err());
        assertTrue(macos.err().contains("comment: brought up to date\n"), macos.err());
        String red = onlyComment();
        assertTrue(red.contains("\n### 🔴 Pawl: 1 regressed (critical), 1 unchanged\n"), red);
        assertTrue(red.contains("| `linux` | 🔴 1 regressed (critical)"), red);
        assertTrue(red.contains("| `macos` | 🟢 nothing changed (1 unchanged)"), red);
        assertTrue(red.contains("| `▁▁▁▁▁▁█` |") || red.contains("▁█` |"), red);
        assertFalse(red.contains("127.0.0.1"), "nobody else can follow a loopback address");

        forge.at(NEXT);
        uploadOf(NEXT, 1.0, "linux", "--comment");
        uploadOf(NEXT, 1.0, "macos", "--comment");

        assertTrue(onlyComment().contains("\n### 🟢 Pawl: nothing changed (2 unchanged)\n"), onlyComment());
    }

    @Test
    void aServerThatOthersReachAddsPicturesThatOpenWithoutAToken() throws Exception {
        server.close();
        server = ServerStart.start(ServerStart.config(
                "127.0.0.1",
                0,
                URI.create("https://pawl.example.com"),
                ServerStart.databaseIn(folder.resolve("data"))));
        String token = CommandRun.of(
                        "token",
                        "create",
                        "--name",
                        "ci",
                        "--data",
                        folder.resolve("data").toString())
                .out()
                .strip();
        environment.put("PAWL_TOKEN", token);

        uploadOf(HEAD, 1.5, "linux", "--comment", "--fail-on", "never");

        Matcher picture = Pattern.compile("""
                <picture>
                <source media="\\(prefers-color-scheme: dark\\)" srcset="https://pawl\\.example\\.com(/[^"]+/dark\\.png\\?key=[^"]+)">
                <img alt="its trend, \\+50\\.0 % at the end" width="720" src="https://pawl\\.example\\.com(/[^"]+/light\\.png\\?key=[^"]+)">
                </picture>
                """).matcher(onlyComment());
        assertTrue(picture.find(), onlyComment());
        for (int theme = 1; theme <= 2; theme++)
            assertTrue(get(picture.group(theme)).startsWith("\uFFFDPNG"), picture.group(theme));
        assertTrue(onlyComment().contains("█` |"), "a mail shows no picture");
    }

    @Test
    void quietByDefaultAndAlwaysIfWanted() throws IOException {
        CommandRun quiet = uploadOf(HEAD, 1.0, "linux", "--comment");
        assertEquals(List.of(), forge.comments());
        assertTrue(quiet.err().contains("comment: none, nothing to say\n"), quiet.err());

        uploadOf(HEAD, 1.0, "macos", "--comment=always");
        assertTrue(onlyComment().contains("nothing changed (2 unchanged)"), onlyComment());
    }

    @Test
    void withoutTheOptionNoForgeIsAsked() throws IOException {
        uploadOf(HEAD, 1.5, "linux");
        uploadOf(HEAD, 1.5, "macos", "--comment", "never");

        assertEquals(List.of(), forge.requests());
    }

    @Test
    void aJobOfAnOlderCommitLeavesTheCommentAlone() throws IOException {
        forge.at(NEXT);
        uploadOf(NEXT, 1.5, "linux", "--comment");
        String newer = onlyComment();

        CommandRun late = uploadOf(HEAD, 1.0, "linux", "--comment=always");

        assertEquals(0, late.number());
        assertTrue(late.err().contains("note: no comment, because the pull request has a newer commit\n"), late.err());
        assertEquals(newer, onlyComment());
    }

    @Test
    void aTokenThatMayNotCommentIsAWarningThatSaysWhatToDo() throws IOException {
        environment.put("GITHUB_TOKEN", FakeForge.READ_ONLY);

        CommandRun run = uploadOf(HEAD, 1.5, "linux", "--comment", "--fail-on", "never", "--commit-status");

        assertEquals(0, run.number(), run.err());
        assertTrue(run.err().contains("warning: no comment: 127.0.0.1 answers 403: "), run.err());
        assertTrue(run.err().contains("warning: no status: 127.0.0.1 answers 403: "), run.err());
        assertTrue(run.err().contains("'permissions: pull-requests: write'"), run.err());
        assertFalse(run.err().contains(FakeForge.READ_ONLY));
    }

    @Test
    void noTokenIsAWarningThatSaysWhereItComesFrom() throws IOException {
        environment.remove("GITHUB_TOKEN");

        CommandRun run = uploadOf(HEAD, 1.0, "linux", "--comment");

        assertEquals(0, run.number(), run.err());
        assertTrue(run.err().contains("GITHUB_TOKEN: ${{ github.token }}"), run.err());
    }

    @Test
    void theStatusIsTheVerdictOfOneTestbed() throws IOException {
        uploadOf(HEAD, 1.5, "linux", "--commit-status");
        uploadOf(HEAD, 1.0, "macos", "--commit-status");

        assertEquals(
                List.of(
                        HEAD + " {\"state\":\"failure\",\"context\":\"pawl/engine (linux)\","
                                + "\"description\":\"1 regressed (critical)\"}",
                        HEAD + " {\"state\":\"success\",\"context\":\"pawl/engine (macos)\","
                                + "\"description\":\"nothing changed (1 unchanged)\"}"),
                forge.statuses());
    }

    /** What a fork measured is uploaded by a second workflow, which GitHub does not tell the pull request. */
    @Test
    void aForksPullRequestIsFoundAndItsRunIsNoBaseline() throws Exception {
        onGitHub("workflow_run", """
                {"workflow_run":{"id":77,"run_attempt":1,"event":"pull_request","head_branch":"main","head_sha":"%s",
                  "head_repository":{"full_name":"mallory/engine","owner":{"login":"mallory"}},"pull_requests":[]},
                 "repository":{"full_name":"team/engine","default_branch":"main"}}""".formatted(HEAD));

        CommandRun run = uploadOf(HEAD, 1.5, "linux", "--comment");

        assertEquals(1, run.number(), run.err());
        assertTrue(onlyComment().contains("`pull request #7 at aaaaaaa on linux`"), onlyComment());
        assertTrue(onlyComment().contains("the merge base"), onlyComment());
        String runs = get("/api/v1/projects/engine/runs?pr=7");
        assertTrue(runs.contains("\"branch\":\"mallory:main\""), runs);
        String series = get("/api/v1/projects/engine/series?branch=main&testbed=linux");
        assertFalse(series.contains("1.5"), "a stranger's value is on main");
    }

    @Test
    void aMergeRequestOfGitLabHasItsNote() throws IOException {
        environment.clear();
        environment.putAll(Map.of(
                "GITLAB_CI", "true",
                "GITLAB_TOKEN", FakeForge.TOKEN,
                "CI_API_V4_URL", forge.url(),
                "CI_PROJECT_ID", "3",
                "CI_PROJECT_NAME", "engine",
                "CI_COMMIT_SHA", HEAD,
                "CI_MERGE_REQUEST_IID", "7",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "feature",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA", BASE));

        CommandRun run = uploadOf(HEAD, 1.5, "linux", "--comment", "--commit-status");
        uploadOf(HEAD, 1.5, "macos", "--comment");

        assertTrue(run.err().contains("comment: written\n"), run.err());
        assertTrue(run.err().contains("note: no status: only GitHub's can be set\n"), run.err());
        assertTrue(onlyComment().contains("2 regressed (critical)"), onlyComment());
    }

    @Test
    void aPushHasNoPullRequest() throws IOException {
        onGitHub("push", "{}");
        CommandRun run = upload(1.0, "--branch", "main", "--commit", NEXT, "--testbed", "linux", "--comment");

        assertTrue(run.err().contains("note: no comment, because this is not a pull request\n"), run.err());
    }

    @Test
    void aJobLeavesTheCommentToAServerThatWritesItItself() throws Exception {
        Path data = folder.resolve("data");
        server.close();
        server = PawlServer.start(new ServerConfig(
                "127.0.0.1",
                0,
                null,
                ServerStart.databaseIn(data),
                ServerConfig.Limits.DEFAULT,
                ServerConfig.Retention.DEFAULT,
                null,
                new GitHubSettings(URI.create(forge.url()), FakeForge.TOKEN)));
        CommandRun set = CommandRun.of(
                "project",
                "set",
                "engine",
                "--repository",
                "https://github.com/team/engine",
                "--comment",
                "--data",
                data.toString());
        assertTrue(set.out().contains("pull requests   comments by the server, on-change; check off\n"), set.out());

        CommandRun run = uploadOf(HEAD, 1.5, "linux", "--comment");
        assertTrue(run.err().contains("comment: written by the server\n"), run.err());
        for (int i = 0; i < 200 && forge.comments().isEmpty(); i++) Thread.sleep(50);

        assertTrue(onlyComment().contains("1 regressed (critical)"), onlyComment());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatGpuUploadMeasuredIsCommentedOnToo() throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        GpuCommand.Upload command = new GpuCommand.Upload(
                new UploadCommand(environment, work, InputStream.nullInputStream(), Patience::of));

        CommandRun run = CommandRun.of(
                command,
                "--server=" + server.url(),
                "--project=engine",
                "--testbed=gpu-runner",
                "--warmup=0",
                "--repetitions=1",
                "--no-telemetry",
                "--comment=always",
                "--",
                "sh",
                "-c",
                "echo METRIC speed=12.5 tokens/s");

        assertEquals(0, run.number(), run.err());
        assertTrue(run.err().contains("comment: written\n"), run.err());
        assertTrue(
                onlyComment().contains(" at aaaaaaa on gpu-runner`")
                        && onlyComment().contains("| `speed` |"),
                onlyComment());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatWasMeasuredIsKeptWhereTheServerRefusesIt() throws IOException {
        CommandRun.of(
                "token",
                "create",
                "--name",
                "other",
                "--data",
                folder.resolve("data").toString());
        GpuCommand.Upload command = new GpuCommand.Upload(
                new UploadCommand(environment, folder, InputStream.nullInputStream(), Patience::of));

        CommandRun run = CommandRun.of(
                command,
                "--server=" + server.url(),
                "--project=engine",
                "--warmup=0",
                "--repetitions=1",
                "--no-telemetry",
                "--",
                "true");

        assertEquals(4, run.number(), run.err());
        Matcher kept = Pattern.compile("note: the result is kept; send it with: pawl upload (\\S+)\n")
                .matcher(run.err());
        assertTrue(kept.find(), run.err());
        Path file = Path.of(kept.group(1));
        assertTrue(Files.readString(file).contains("\"time\""));
        Files.delete(file);
        Files.delete(file.getParent());
    }

    private CommandRun uploadOf(String commit, double score, String testbed, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--testbed", testbed, "--run", commit + testbed));
        if (!commit.equals(HEAD)) arguments.addAll(List.of("--commit", commit, "--merge-base", BASE));
        arguments.addAll(List.of(more));
        return upload(score, arguments.toArray(String[]::new));
    }

    private CommandRun upload(double score, String... more) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(
                work.resolve("jmh.json"), String.format(Locale.ROOT, """
                [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":1,
                  "primaryMetric":{"score":%1$f,"scoreError":0.01,"scoreConfidence":[%2$f,%3$f],
                   "scorePercentiles":{"50.0":%1$f},"scoreUnit":"ns/op","rawData":[[%2$f,%1$f,%3$f]]},
                  "secondaryMetrics":{}}]""", score, score * 0.999, score * 1.001));
        UploadCommand command = new UploadCommand(environment, work, InputStream.nullInputStream(), Patience::of);
        List<String> arguments = new ArrayList<>(List.of("--server", server.url(), "--project", "engine"));
        arguments.addAll(List.of(more));
        arguments.add("jmh.json");
        return CommandRun.of(command, arguments.toArray(String[]::new));
    }

    private String onlyComment() {
        assertEquals(1, forge.comments().size(), forge.comments().toString());
        return forge.comments().get(0);
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString())
                .body();
    }

    private void onGitHub(String name, String event) throws IOException {
        environment.putAll(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_EVENT_NAME", name,
                "GITHUB_EVENT_PATH",
                        Files.writeString(folder.resolve("event.json"), event).toString(),
                "GITHUB_REPOSITORY", "team/engine",
                "GITHUB_API_URL", forge.url(),
                "GITHUB_TOKEN", FakeForge.TOKEN,
                "GITHUB_RUN_ID", "99",
                "RUNNER_OS", "Linux",
                "RUNNER_ARCH", "X64"));
    }
}
