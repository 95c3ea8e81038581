package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.PawlServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectCommandTest {

    private static final String RESULTS = """
            [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":1,"primaryMetric":{"score":%s,"scoreError":"NaN",
              "scoreConfidence":["NaN","NaN"],"scorePercentiles":{},"scoreUnit":"ms/op","rawData":[[%1$s]]},
              "secondaryMetrics":{}}]""";

    @TempDir
    Path folder;

    @Test
    void theSettingsOfAProjectJudgeWhatBringsNone() throws Exception {
        assertEquals(0, set("--settings", toml("policy = \"plain\"")).number());
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            upload(server, "1", "100.0");
            assertTrue(upload(server, "2", "120.0").contains("\"verdict\":\"regressed\""));

            // While the server runs.
            CommandRun changed = set("--settings", toml("policy = \"plain\"\nwarning = \"50%\"\ncritical = \"90%\""));

            assertTrue(
                    changed.out().contains("limits          warning 50 %, critical 90 %, policy plain\n"),
                    changed.out());
            assertTrue(upload(server, "3", "130.0").contains("\"verdict\":\"unchanged\""));
        }
    }

    @Test
    void whatIsNotNamedStays() throws IOException {
        set("--default-branch", "trunk", "--settings", toml("warning = 0.02"));

        CommandRun run = set("--repository", "https://example.com/team/engine");

        assertEquals(0, run.number(), run.err());
        assertEquals("""
                project         engine
                default branch  trunk
                repository      https://example.com/team/engine
                limits          warning 2 %, critical 10 %, policy significant
                pull requests   comments by CI jobs; check off
                settings        version 2: {"warning":0.02}
                """, run.out());
        assertEquals(
                run.out(),
                CommandRun.of("project", "show", "engine", "--data", folder.toString())
                        .out());
        assertTrue(CommandRun.of("project", "list", "--data", folder.toString())
                .out()
                .startsWith("engine "));
    }

    @Test
    void theServerCommentsWhereItHasARepositoryToWriteIn() {
        CommandRun refused = set("--comment", "--check", "warning");
        CommandRun both = set("--repository", "https://github.com/team/engine", "--comment", "--check", "warning");
        CommandRun one = set("--comment", "always");
        CommandRun none = set("--comment=never", "--check=off");
        CommandRun odd = set("--check", "sometimes");

        assertEquals(2, refused.number());
        assertTrue(refused.err().contains("the project has no repository to write in"), refused.err());
        assertTrue(
                both.out().contains("pull requests   comments by the server, on-change; check warning\n"), both.out());
        assertTrue(one.out().contains("comments by the server, always; check warning\n"), one.out());
        assertTrue(none.out().contains("comments by CI jobs; check off\n"), none.out());
        assertEquals(2, odd.number());
    }

    @Test
    void badInputIsNamedAndChangesNothing() throws IOException {
        set("--default-branch", "trunk");
        String before = CommandRun.of("project", "show", "engine", "--data", folder.toString())
                .out();

        CommandRun mistyped = set("--default-branch", "main", "--settings", toml("warnign = 0.02"));
        CommandRun missing = set("--settings", folder.resolve("no.toml").toString());
        CommandRun address = set("--repository", "javascript:alert(1)");
        CommandRun slug = CommandRun.of("project", "set", "No Slug", "--data", folder.toString());
        CommandRun unknown = CommandRun.of("project", "show", "motor", "--data", folder.toString());

        assertEquals(2, mistyped.number());
        assertTrue(mistyped.err().contains("unknown key 'warnign'"), mistyped.err());
        assertEquals(2, missing.number());
        assertTrue(missing.err().contains("there is no file "), missing.err());
        assertEquals(2, address.number());
        assertTrue(address.err().contains("must be an http or https address"), address.err());
        assertEquals(2, slug.number());
        assertEquals(2, unknown.number());
        assertTrue(unknown.err().contains("there is no project 'motor'"), unknown.err());
        assertEquals(
                before,
                CommandRun.of("project", "show", "engine", "--data", folder.toString())
                        .out());
    }

    @Test
    void picturesAreHandedOutUnlessSwitchedOff() throws IOException {
        set("--default-branch", "trunk");
        assertEquals("on: an address opens its picture\n", pictures().out());

        assertEquals(
                "off: no picture opens without a token\n", pictures("--off").out());
        assertEquals("off: no picture opens without a token\n", pictures().out());
        assertEquals("on: an address opens its picture\n", pictures("--renew").out());
        assertEquals(2, pictures("--renew", "--off").number());
        CommandRun unknown = CommandRun.of("project", "pictures", "motor", "--data", folder.toString());
        assertEquals(2, unknown.number());
        assertTrue(unknown.err().contains("there is no project 'motor'"), unknown.err());
    }

    private CommandRun pictures(String... options) {
        List<String> arguments = new ArrayList<>(List.of("project", "pictures", "engine", "--data", folder.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void aBenchmarkIsRenamedAndRunsAreExpected() throws Exception {
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            upload(server, "1", "100.0");
            assertEquals("a.B.c [avgt]\n", benchmark("list").out());

            CommandRun renamed = benchmark("rename", "a.B.c", "a.B.d");

            assertEquals(new CommandRun(0, "renamed a.B.c to a.B.d\n", ""), renamed);
            // Results under the old name go there, too.
            upload(server, "2", "100.0");
            assertEquals("a.B.d [avgt]\n", benchmark("list").out());
        }
        CommandRun unknown = benchmark("rename", "a.B.x", "a.B.y");
        assertEquals(2, unknown.number());
        assertTrue(unknown.err().contains("has no benchmark 'a.B.x'"), unknown.err());
        assertEquals(2, benchmark("rename", "a.B.d", "a.B.d").number());
        assertEquals(2, benchmark("rename", "a.B.d", " ").number());

        assertEquals(0, expect("local", "24h").number());
        assertEquals(0, expect("local", "never").number());
        CommandRun mistyped = expect("local", "daily");
        assertEquals(2, mistyped.number());
        assertTrue(mistyped.err().contains("such as 24h or 7d, not daily"), mistyped.err());
        CommandRun nowhere = expect("bench-9", "24h");
        assertEquals(2, nowhere.number());
        assertTrue(nowhere.err().contains("'bench-9' yet"), nowhere.err());
    }

    @Test
    void aBadRunIsTakenOutAndInAgain() throws Exception {
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            for (int commit = 1; commit <= 3; commit++) upload(server, Integer.toString(commit), "100.0");

            String newest = runs("list").out().lines().findFirst().orElseThrow();
            String run = newest.substring(0, newest.indexOf(' '));
            CommandRun unexplained = runs("exclude", run);
            CommandRun unknown = runs("exclude", "none", "--reason", "old kernel");
            CommandRun excluded = runs("exclude", run, "--reason", "old kernel", "--by", "ada");

            assertEquals(2, unexplained.number());
            assertTrue(unexplained.err().contains("--reason"), unexplained.err());
            assertEquals(2, unknown.number());
            assertTrue(unknown.err().contains("there is no run 'none' in engine"), unknown.err());
            assertEquals(0, excluded.number(), excluded.err());
            assertTrue(runs("exclude", run, "--reason", "again").out().contains("was excluded already"));
            assertTrue(
                    runs("list", "--limit", "1").out().endsWith("  excluded by ada: old kernel\n"),
                    runs("list").out());
            assertEquals(2, runs("list", "--limit", "0").number());

            assertEquals(0, runs("include", run).number());
            assertTrue(runs("include", run).out().contains("was not excluded"));
            assertEquals(newest + "\n", runs("list", "--limit", "1").out());
        }
    }

    private CommandRun runs(String command, String... more) {
        List<String> all =
                new ArrayList<>(List.of("runs", command, "--project", "engine", "--data", folder.toString()));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    void aProjectsHistoryTellsWhichLimitSuits() throws Exception {
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            String[] scores = {"100.0", "104.0", "97.0", "101.0", "106.0", "95.0", "103.0", "98.0", "100.0"};
            for (int i = 0; i < scores.length; i++) upload(server, Integer.toString(i + 1), scores[i]);

            CommandRun advice =
                    CommandRun.of("backtest", "--server", server.url(), "--project", "engine", "--warmup", "3");

            assertEquals(0, advice.number(), advice.err());
            assertTrue(advice.out().startsWith("1 series, 6 uploads of them\n"), advice.out());
            assertTrue(advice.out().contains("  a.B.c [avgt]\n"), advice.out());
            assertTrue(advice.out().contains("[[rules]]\nbenchmark = \"a.B.c\"\nwarning = \"15%\"\n"), advice.out());
            assertEquals(
                    4,
                    CommandRun.of("backtest", "--server", server.url(), "--project", "nobody")
                            .number());
        }
        assertEquals(2, CommandRun.of("backtest").number());
        assertEquals(
                2, CommandRun.of("backtest", "--project", "engine", "series").number());
    }

    @Test
    void aWebhooksSecretIsPrintedOnceAndIsAnotherEachTime() throws IOException {
        set("--default-branch", "main");
        CommandRun first = CommandRun.of("project", "webhook", "engine", "--data", folder.toString());
        CommandRun second = CommandRun.of("project", "webhook", "engine", "--data", folder.toString());

        assertTrue(first.out().matches("[0-9a-f]{64}\n"), first.out());
        assertFalse(first.out().equals(second.out()));
        assertTrue(first.err().contains("/api/v1/hooks/github/engine"), first.err());
        String shown = CommandRun.of("project", "show", "engine", "--data", folder.toString())
                .out();
        assertFalse(shown.contains(second.out().strip()), shown);
        assertEquals(
                new CommandRun(0, "", ""),
                CommandRun.of("project", "webhook", "engine", "--remove", "--data", folder.toString()));
        assertEquals(
                2,
                CommandRun.of("project", "webhook", "motor", "--data", folder.toString())
                        .number());
    }

    private CommandRun benchmark(String command, String... names) {
        List<String> all =
                new ArrayList<>(List.of("benchmark", command, "--project", "engine", "--data", folder.toString()));
        all.addAll(List.of(names));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private CommandRun expect(String testbed, String every) {
        return CommandRun.of(
                "project", "expect", "engine", "--data", folder.toString(), "--testbed", testbed, "--every", every);
    }

    private CommandRun set(String... options) {
        String[] all = new String[options.length + 5];
        System.arraycopy(new String[] {"project", "set", "engine", "--data", folder.toString()}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return CommandRun.of(all);
    }

    private String toml(String thresholds) throws IOException {
        return Files.writeString(folder.resolve("pawl.toml"), "[thresholds]\n" + thresholds + "\n")
                .toString();
    }

    private static String upload(PawlServer server, String commit, String score)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url()
                        + "/api/v1/projects/engine/runs?branch=main&commit=" + commit.repeat(40)
                        + (commit.equals("1")
                                ? ""
                                : "&parent="
                                        + String.valueOf((char) (commit.charAt(0) - 1))
                                                .repeat(40))
                        + "&run=" + commit))
                .POST(HttpRequest.BodyPublishers.ofString(RESULTS.formatted(score)))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(201, response.statusCode(), response.body());
        return response.body();
    }
}
