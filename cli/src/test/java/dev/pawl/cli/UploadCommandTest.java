package dev.pawl.cli;

import static dev.pawl.cli.client.FakeServer.answer;
import static dev.pawl.cli.client.FakeServer.json;
import static dev.pawl.cli.client.FakeServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.cli.client.FakeServer;
import dev.pawl.cli.client.VirtualTime;
import dev.pawl.cli.git.TestRepository;
import dev.pawl.model.Comparison;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import dev.pawl.report.MarkdownRenderer;
import dev.pawl.report.TableRenderer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadCommandTest {

    private static final Comparison REGRESSED = Comparisons.of(Verdict.REGRESSED, Severity.CRITICAL, 0.2);
    private static final Comparison UNCHANGED = Comparisons.of(Verdict.UNCHANGED, null, 0.0);
    private static final Comparison UNDECIDED = Comparisons.of(Verdict.UNDECIDED, Severity.WARNING, 0.07);
    private static final String RESULTS = """
            [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":1,
              "primaryMetric":{"score":1.5,"scoreError":0.5,"scoreConfidence":[1.0,2.0],"scorePercentiles":{"50.0":1.5},
               "scoreUnit":"ns/op","rawData":[[1.4,1.6]]},"secondaryMetrics":{}}]""";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final VirtualTime time = new VirtualTime();
    private InputStream standardInput = InputStream.nullInputStream();
    private FakeServer server;
    private TestRepository repository;
    private Path here;

    @BeforeEach
    void commitInARepository() throws IOException {
        here = folder.resolve("engine");
        repository = TestRepository.in(here);
        repository.commit("Start");
        repository.git("remote", "add", "origin", "git@example.com:team/Engine.git");
        Files.writeString(here.resolve("jmh.json"), RESULTS);
    }

    @AfterEach
    void stopTheServer() {
        if (server != null) server.close();
    }

    @Test
    void whatGitKnowsIsFilledIn() throws IOException {
        String start = repository.head();
        String head = repository.commit("Go on");
        serve(UNCHANGED);

        CommandRun run = upload("jmh.json");

        assertEquals(0, run.number(), run.err());
        assertEquals("/api/v1/projects/engine/runs", request().path());
        Map<String, String> sent = run();
        assertEquals("main", sent.get("/branch"));
        assertEquals(head, sent.get("/commit"));
        assertEquals(start, sent.get("/parent"));
        assertEquals("Go on", sent.get("/subject"));
        assertEquals(TestRepository.AUTHOR, sent.get("/author"));
        assertEquals("local", sent.get("/testbed"));
        assertEquals("https://example.com/team/Engine", sent.get("/repository"));
        assertNull(sent.get("/run"), "the server makes a key of the content, so that the same file twice is one run");
        assertEquals(head, sent.get("/history/0/sha"));
        assertEquals(start, sent.get("/history/1/sha"));
        assertFalse(sent.containsKey("/pr"));
        assertFalse(request().text().contains("@example.com"), "no e-mail address leaves the machine");
        assertTrue(request().text().contains("filename=\"jmh.json\""));
        assertTrue(request().text().contains(RESULTS));
    }

    @Test
    void aPullRequestInAShallowCheckoutIsItsHeadAgainstTheMergesFirstParent() throws IOException {
        repository.git("checkout", "-q", "-b", "feature");
        String head = repository.commit("Try");
        repository.git("checkout", "-q", "main");
        String base = repository.commit("Go on");
        repository.git("checkout", "-q", "--detach");
        repository.merge("feature");
        repository.git("update-ref", "refs/pull/7/merge", "HEAD");
        here = folder.resolve("checkout");
        TestRepository.checkout(here, repository, "refs/pull/7/merge", 1);
        Files.writeString(here.resolve("jmh.json"), RESULTS);
        String tipAtThatTime = repository.git("rev-parse", "feature~1");
        onGitHub("""
                {"pull_request":{"number":7,
                  "head":{"ref":"feature","sha":"%s","label":"team:feature","repo":{"full_name":"team/engine"}},
                  "base":{"ref":"main","sha":"%s","repo":{"full_name":"team/engine"}}}}""".formatted(head, tipAtThatTime));
        serve(UNCHANGED);

        CommandRun run = upload("jmh.json");

        assertEquals(0, run.number(), run.err());
        Map<String, String> sent = run();
        assertEquals("feature", sent.get("/branch"));
        assertEquals(head, sent.get("/commit"));
        assertEquals("7", sent.get("/pr"));
        assertEquals("main", sent.get("/base"));
        assertEquals(base, sent.get("/merge-base"));
        assertEquals("gh-99-1", sent.get("/run"));
        assertEquals("github-linux-x64", sent.get("/testbed"));
        assertEquals("https://github.com/team/engine/actions/runs/99", sent.get("/jobUrl"));
    }

    @Test
    void aCheckoutOfTheHeadItselfFindsTheMergeBaseInTheHistory() throws IOException {
        String fork = repository.head();
        repository.git("checkout", "-q", "-b", "feature");
        String head = repository.commit("Try");
        repository.git("checkout", "-q", "main");
        String tip = repository.commit("Go on");
        repository.git("checkout", "-q", "feature");
        onGitHub("""
                {"pull_request":{"number":7,
                  "head":{"ref":"feature","sha":"%s","label":"team:feature","repo":{"full_name":"team/engine"}},
                  "base":{"ref":"main","sha":"%s","repo":{"full_name":"team/engine"}}}}""".formatted(head, tip));
        serve(UNCHANGED);

        upload("jmh.json");

        assertEquals(fork, run().get("/merge-base"));
    }

    @Test
    void whatTheUserSaysGoesBeforeWhatCiAndGitSay() throws IOException {
        onGitHub("{}");
        serve(UNCHANGED);

        upload(
                "--project",
                "other",
                "--branch",
                "stable",
                "--commit",
                "abcdef1",
                "--testbed",
                "box",
                "--pr",
                "5",
                "--base-branch",
                "main",
                "--merge-base",
                "1234567",
                "--release",
                "v1",
                "--run",
                "key",
                "--shard",
                "2/3",
                "--suite",
                "s",
                "--format",
                "jmh",
                "--baseline",
                "release:v0",
                "jmh.json");

        assertEquals("/api/v1/projects/other/runs", request().path());
        Map<String, String> sent = run();
        assertEquals(
                "stable abcdef1 box 5 main 1234567 v1 key 2/3 s jmh release:v0",
                Stream.of(
                                "branch",
                                "commit",
                                "testbed",
                                "pr",
                                "base",
                                "merge-base",
                                "release",
                                "run",
                                "shard",
                                "suite",
                                "format",
                                "baseline")
                        .map(field -> sent.get("/" + field))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void anotherBranchInAPullRequestsJobIsNotThePullRequest() throws IOException {
        onGitHub("{\"pull_request\":{\"number\":7,\"head\":{\"ref\":\"feature\"}}}");
        serve(UNCHANGED);

        upload("--branch", "main", "--commit", repository.head(), "jmh.json");

        assertEquals("main", run().get("/branch"));
        assertFalse(run().containsKey("/pr"));
    }

    @Test
    void theVerdictIsPrintedAndTheRunIsNamed() throws IOException {
        serve(REGRESSED);

        CommandRun run = upload("jmh.json");

        assertEquals(1, run.number());
        assertEquals(TableRenderer.render(REGRESSED), run.out());
        assertEquals("run: " + Comparisons.RUN_URL + "\n", run.err());
    }

    @Test
    void asJsonTheServersAnswerIsPrintedAsItCame() throws IOException {
        serve(REGRESSED);

        assertEquals(
                Comparisons.answer(REGRESSED) + "\n",
                upload("--output", "json", "jmh.json").out());
    }

    @Test
    void failOnDecidesFromWhichSeverityOnItFails() throws IOException {
        serve(Comparisons.of(Verdict.REGRESSED, Severity.WARNING, 0.07));

        assertEquals(0, upload("jmh.json").number());
        assertEquals(1, upload("--fail-on", "warning", "jmh.json").number());
        assertEquals(0, upload("--fail-on", "never", "jmh.json").number());
    }

    @Test
    void nothingDecidedIsNoVerdictOnlyIfOneIsRequired() throws IOException {
        serve(UNDECIDED);

        assertEquals(0, upload("jmh.json").number());
        assertEquals(5, upload("--require-verdict", "jmh.json").number());
    }

    @Test
    void theJobSummaryGetsTheComparisonBelowWhatIsThere() throws IOException {
        Path summary = Files.writeString(folder.resolve("summary.md"), "# Before\n");
        onGitHub("{}");
        environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        serve(REGRESSED);

        upload("jmh.json");

        assertEquals(
                "# Before\n" + MarkdownRenderer.render(REGRESSED) + "\n[The run and its history](" + Comparisons.RUN_URL
                        + ")\n\n",
                Files.readString(summary));
    }

    @Test
    void aServerWithoutAPublicAddressNamesTheRunByItsPath() throws IOException {
        Path summary = folder.resolve("summary.md");
        onGitHub("{}");
        environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        String answer = Comparisons.answer(UNCHANGED)
                .replace("\"url\":\"" + Comparisons.RUN_URL + "\"", "\"url\":null,\"path\":\"/p/engine/runs/41\"");
        server = FakeServer.start(json(201, answer));

        CommandRun run = upload("jmh.json");

        assertEquals("run: " + server.url() + "/p/engine/runs/41\n", run.err());
        assertEquals(MarkdownRenderer.render(UNCHANGED).strip() + "\n\n", Files.readString(summary));
    }

    @Test
    void aJobSummaryThatCannotBeWrittenChangesNothing() throws IOException {
        onGitHub("{}");
        environment.put("GITHUB_STEP_SUMMARY", folder.toString());
        serve(UNCHANGED);

        CommandRun run = upload("jmh.json");

        assertEquals(0, run.number());
        assertTrue(run.err().contains("warning: the job summary could not be written"), run.err());
    }

    @Test
    void aServerThatIsAwayMakesTheVerdictUnknownAndKeepsTheResults() throws IOException {
        Path summary = folder.resolve("summary.md");
        onGitHub("{}");
        environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        server = FakeServer.start(answer(503, "text/plain", ""));

        CommandRun run = upload("jmh.json");

        assertEquals(0, run.number());
        assertEquals("", run.out());
        assertTrue(run.err().contains("\nverdict: unknown\n"), run.err());
        assertTrue(run.err().contains("send them with: pawl upload --pending\n"), run.err());
        assertTrue(Files.readString(summary).startsWith("### ❔ Pawl: verdict: unknown\n"));
        assertEquals(1, kept().size());
        assertEquals(5, upload("--require-verdict", "jmh.json").number());
    }

    @Test
    void whatWasKeptIsSentLaterUnderTheSameKeyAndThenDeleted() throws IOException {
        server = FakeServer.start(answer(503, "text/plain", ""));
        environment.put("PAWL_TOKEN", "pawl_p_0123456789");
        upload("--retry-for", "0", "jmh.json");
        String key = server.requests().get(0).headers().get("idempotency-key");
        String body = server.requests().get(0).text();
        assertFalse(Files.readString(kept().get(0), StandardCharsets.ISO_8859_1).contains("pawl_p_0123456789"));
        server.close();
        serve(REGRESSED);

        CommandRun run = upload("--pending");

        assertEquals(1, run.number(), run.err());
        assertEquals(key, request().headers().get("idempotency-key"));
        assertEquals(body, request().text());
        assertEquals(List.of(), kept());
    }

    @Test
    void whatWasKeptCanBeSentByItsName() throws IOException {
        server = FakeServer.start(answer(503, "text/plain", ""));
        upload("--retry-for", "0", "jmh.json");
        server.close();
        serve(UNCHANGED);

        CommandRun run = upload(here.relativize(kept().get(0)).toString());

        assertEquals(0, run.number(), run.err());
        assertEquals(List.of(), kept());
    }

    @Test
    void whatIsKeptAndRefusedStaysAndTheRestIsSentNevertheless() throws IOException {
        server = FakeServer.start(answer(503, "text/plain", ""));
        upload("--retry-for", "0", "jmh.json");
        upload("--retry-for", "0", "jmh.json");
        server.close();
        server = FakeServer.start(problem(409, "contradicts", "/shard"), json(201, Comparisons.answer(UNCHANGED)));

        CommandRun run = upload("--pending");

        assertEquals(4, run.number());
        assertEquals(2, server.requests().size());
        assertEquals(1, kept().size());
    }

    @Test
    void whatIsKeptAndBrokenIsNamedAndTheRestIsSentNevertheless() throws IOException {
        server = FakeServer.start(answer(503, "text/plain", ""));
        upload("--retry-for", "0", "jmh.json");
        server.close();
        Path pending = here.resolve(".pawl/pending");
        for (String content : List.of("", "{\"pawlUpload\":1,", "{\"pawlUpload\":1}\n", "x".repeat(5000))) {
            Path broken = pending.resolve("broken" + content.length() + ".pawl-upload");
            Files.setLastModifiedTime(Files.writeString(broken, content), FileTime.from(Instant.EPOCH));
        }
        serve(UNCHANGED);

        CommandRun run = upload("--pending");

        assertEquals(3, run.number(), run.err());
        assertEquals(1, server.requests().size());
        assertEquals(4, kept().size());
        for (int length : List.of(0, 16, 17, 5000))
            assertTrue(run.err().contains("error: broken" + length + ".pawl-upload: "), run.err());
        assertTrue(run.err().contains("broken17.pawl-upload: is no upload that was kept by this version of Pawl;"));
    }

    @Test
    void aRetriedJobOnGitLabIsARunOfItsOwnWhereItsNumbersAreOthers() throws IOException {
        environment.putAll(Map.of(
                "GITLAB_CI", "true",
                "CI_COMMIT_BRANCH", "main",
                "CI_DEFAULT_BRANCH", "trunk",
                "CI_PIPELINE_ID", "9001",
                "CI_JOB_ID", "6",
                "CI_NODE_INDEX", "2",
                "CI_NODE_TOTAL", "4"));
        // By what was asked, not by turns: a slow machine may ask twice.
        server = FakeServer.start(exchange -> {
            boolean again = lastRun().contains("\"run\":\"gl-9001\"");
            (again
                            ? problem(409, "shard 2/4 has other content already", "/shard")
                            : json(201, Comparisons.answer(UNCHANGED)))
                    .answer(exchange);
        });

        CommandRun run = upload("jmh.json");

        assertEquals(0, run.number(), run.err());
        Map<String, String> first = run(0);
        int last = server.requests().size() - 1;
        Map<String, String> second = run(last);
        assertEquals("gl-9001", first.get("/run"));
        assertEquals("2/4", first.get("/shard"));
        assertEquals("trunk", first.get("/default-branch"));
        assertEquals("gl-9001-6", second.get("/run"));
        assertFalse(second.containsKey("/shard"));
        assertNotEquals(
                server.requests().get(0).headers().get("idempotency-key"),
                server.requests().get(last).headers().get("idempotency-key"));
        assertTrue(run.err().contains("note: taken as a retried job, whose results are the run gl-9001-6;"), run.err());
    }

    @Test
    void aRunThatTheUserNamedIsNotRenamedOverAConflict() throws IOException {
        environment.putAll(
                Map.of("GITLAB_CI", "true", "CI_COMMIT_BRANCH", "main", "CI_PIPELINE_ID", "9001", "CI_JOB_ID", "6"));
        server = FakeServer.start(problem(409, "other content", ""));

        CommandRun run = upload("--run", "mine", "jmh.json");

        assertEquals(4, run.number());
        assertFalse(run.err().contains("retried"), run.err());
    }

    @Test
    void nothingPendingIsFine() throws IOException {
        serve(UNCHANGED);

        CommandRun run = upload("--pending");

        assertEquals(0, run.number());
        assertEquals("nothing waits to be sent\n", run.err());
    }

    @Test
    void aRefusalIsAnErrorAndKeepsNothing() throws IOException {
        server = FakeServer.start(problem(404, "there is no project engine", ""));

        CommandRun run = upload("jmh.json");

        assertEquals(4, run.number());
        assertEquals("error: " + server.url() + " refuses: 404 not found: there is no project engine\n", run.err());
        assertEquals(List.of(), kept());
    }

    @Test
    void anUnreadableFileIsRefusedBeforeAnythingIsSent() throws IOException {
        serve(UNCHANGED);
        Files.writeString(here.resolve("page.json"), "<html>not found</html>");

        CommandRun run = upload("jmh.json", "page.json");

        assertEquals(3, run.number());
        assertTrue(run.err().startsWith("error: page.json: "), run.err());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aFileThatIsNotThereIsUnreadableInput() throws IOException {
        serve(UNCHANGED);

        CommandRun run = upload("nowhere.json");

        assertEquals(3, run.number());
        assertTrue(run.err().startsWith("error: nowhere.json: "), run.err());
    }

    @Test
    void wrongUsageGoesBeforeUnreadableInput() throws IOException {
        serve(UNCHANGED);

        assertEquals(2, upload("--shard", "3/2", "nowhere.json").number());
        assertEquals(2, upload("--shard", "1/1025", "nowhere.json").number());
        assertEquals(3, upload("--shard", "1/1024", "nowhere.json").number());
        assertEquals(2, upload("--commit", "no such thing", "nowhere.json").number());
        assertEquals(2, upload("--baseline", "yesterday", "nowhere.json").number());
        assertEquals(2, upload().number());
        assertEquals(2, upload("--pending", "jmh.json").number());
    }

    @Test
    void standardInputIsUploaded() throws IOException {
        serve(UNCHANGED);
        standardInput = new ByteArrayInputStream(RESULTS.getBytes(StandardCharsets.UTF_8));

        CommandRun run = upload("-");

        assertEquals(0, run.number(), run.err());
        assertTrue(request().text().contains(RESULTS));
    }

    @Test
    void ofACriterionTreeOnlyTheLatestRunIsSent() throws IOException {
        serve(UNCHANGED);
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        criterion("kept", now.minus(Duration.ofDays(3)));
        criterion("sort", now);

        CommandRun run = upload("target/criterion");

        assertEquals(0, run.number(), run.err());
        assertTrue(run.err().startsWith("warning: left out what the latest run did not measure"), run.err());
        assertTrue(request().text().contains("filename=\"target/criterion/sort/new/estimates.json\""));
        assertFalse(request().text().contains("kept"), request().text());
    }

    @Test
    void whereAFileLiesOnTheMachineIsNotSent() throws IOException {
        serve(UNCHANGED);
        Path elsewhere = Files.createDirectories(folder.resolve("secret-place"));
        Files.writeString(elsewhere.resolve("jmh.json"), RESULTS);

        upload(elsewhere.resolve("jmh.json").toString());

        assertTrue(request().text().contains("filename=\"jmh.json\""));
        assertFalse(request().text().contains("secret-place"));
    }

    @Test
    void outsideOfGitTheCommitMustBeNamed() throws IOException {
        serve(UNCHANGED);
        here = Files.createDirectories(folder.resolve("plain"));
        Files.writeString(here.resolve("jmh.json"), RESULTS);

        CommandRun unnamed = upload("--project", "engine", "jmh.json");
        CommandRun named = upload("--project", "engine", "--commit", "abcdef1", "--branch", "main", "jmh.json");

        assertEquals(2, unnamed.number());
        assertTrue(unnamed.err().startsWith("error: nobody says which commit was measured"), unnamed.err());
        assertEquals(0, named.number(), named.err());
    }

    @Test
    void aDryRunShowsTheRequestWithoutTheTokenAndSendsNothing() throws IOException {
        serve(UNCHANGED);
        environment.put("PAWL_TOKEN", "pawl_p_0123456789");

        CommandRun run = upload("--dry-run", "jmh.json");

        assertEquals(0, run.number());
        assertTrue(run.out().startsWith("POST " + server.url() + "/api/v1/projects/engine/runs\n"), run.out());
        assertTrue(run.out().contains("\nAuthorization: Bearer ***\n"), run.out());
        assertTrue(run.out().contains("\nfile: jmh.json\n"), run.out());
        assertFalse(run.out().contains("pawl_p_0123456789"));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aTokenOnTheCommandLineIsRefusedAndNotRepeated() throws IOException {
        serve(UNCHANGED);

        CommandRun run = upload("--token", "pawl_p_0123456789", "jmh.json");

        assertEquals(2, run.number());
        assertTrue(run.err().contains("PAWL_TOKEN or with --token-file"), run.err());
        assertFalse(run.err().contains("pawl_p_0123456789"));
    }

    @Test
    void aTokenFileIsReadAndItsLineEndLeftOut() throws IOException {
        serve(UNCHANGED);
        Path file = Files.writeString(folder.resolve("token"), "pawl_p_0123456789\n");

        upload("--token-file", file.toString(), "jmh.json");

        assertEquals("Bearer pawl_p_0123456789", request().headers().get("authorization"));
    }

    @Test
    void noOtherVariableOfTheEnvironmentIsSent() throws IOException {
        onGitHub("{}");
        for (String name : List.of("AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "HOME", "PATH", "NPM_TOKEN"))
            environment.put(name, "canary-" + name);
        serve(UNCHANGED);

        upload("jmh.json");

        assertFalse(request().text().contains("canary-"));
        assertFalse(request().headers().toString().contains("canary-"));
    }

    private CommandRun upload(String... arguments) {
        UploadCommand command = new UploadCommand(environment, here, standardInput, time::patience);
        String[] all = Stream.concat(Stream.of("--server", server.url()), Arrays.stream(arguments))
                .toArray(String[]::new);
        return CommandRun.of(command, all);
    }

    private void serve(Comparison comparison) throws IOException {
        server = FakeServer.start(json(201, Comparisons.answer(comparison)));
    }

    private FakeServer.Request request() {
        return server.requests().get(0);
    }

    private String lastRun() {
        return server.requests().get(server.requests().size() - 1).text();
    }

    /** The JSON of part {@code run}: every scalar by its pointer. */
    private Map<String, String> run() throws IOException {
        return run(0);
    }

    /** That of a later request. */
    private Map<String, String> run(int number) throws IOException {
        String text = server.requests().get(number).text();
        Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(text.substring(text.indexOf("{\"branch\"")))) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) depth++;
                if (token.isStructEnd()) depth--;
                if (token.isScalarValue())
                    values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
            } while (depth > 0);
        }
        return values;
    }

    private List<Path> kept() throws IOException {
        Path pending = here.resolve(".pawl/pending");
        if (!Files.exists(pending)) return List.of();
        try (Stream<Path> files = Files.list(pending)) {
            return files.toList();
        }
    }

    private void criterion(String name, Instant written) throws IOException {
        Path directory = Files.createDirectories(here.resolve("target/criterion/" + name + "/new"));
        String estimate =
                "{\"confidence_interval\":{\"confidence_level\":0.95,\"lower_bound\":9.0,\"upper_bound\":11.0},"
                        + "\"point_estimate\":10.0,\"standard_error\":0.5}";
        Map<String, String> files = Map.of(
                "benchmark.json",
                "{\"group_id\":\"%1$s\",\"function_id\":null,\"value_str\":null,\"throughput\":null,\"full_id\":\"%1$s\","
                                .formatted(name)
                        + "\"directory_name\":\"%1$s\",\"title\":\"%1$s\"}".formatted(name),
                "estimates.json",
                "{\"mean\":%1$s,\"median\":%1$s,\"median_abs_dev\":%1$s,\"slope\":null,\"std_dev\":%1$s}"
                        .formatted(estimate),
                "sample.json",
                "{\"sampling_mode\":\"Flat\",\"iters\":[1.0,1.0,1.0],\"times\":[9.0,10.0,11.0]}",
                "tukey.json",
                "[1.0,2.0,20.0,30.0]");
        for (Map.Entry<String, String> file : files.entrySet())
            Files.setLastModifiedTime(
                    Files.writeString(directory.resolve(file.getKey()), file.getValue()), FileTime.from(written));
    }

    private void onGitHub(String event) throws IOException {
        environment.putAll(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_EVENT_NAME", event.equals("{}") ? "push" : "pull_request",
                "GITHUB_EVENT_PATH",
                        Files.writeString(folder.resolve("event.json"), event).toString(),
                "GITHUB_REPOSITORY", "team/engine",
                "GITHUB_REF_NAME", "main",
                "GITHUB_RUN_ID", "99",
                "RUNNER_ENVIRONMENT", "github-hosted",
                "RUNNER_OS", "Linux",
                "RUNNER_ARCH", "X64"));
    }
}
