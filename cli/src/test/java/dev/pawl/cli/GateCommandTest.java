package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.cli.client.VirtualTime;
import dev.pawl.cli.git.TestRepository;
import dev.pawl.server.PawlServer;
import dev.pawl.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pawl gate} against a real server, with runs that {@code pawl upload} brought there. */
final class GateCommandTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private PawlServer server;
    private TestRepository repository;
    private Path here;

    @BeforeEach
    void releaseOnce() throws IOException {
        here = folder.resolve("engine");
        repository = TestRepository.in(here);
        server = PawlServer.start(new ServerConfig(
                "127.0.0.1", 0, null, folder.resolve(ServerConfig.DATABASE_FILE), ServerConfig.Limits.DEFAULT));
        environment.put("PAWL_SERVER", server.url());
        repository.commit("Release");
        for (int run = 0; run < 8; run++) upload(100 + run % 3, "--release", "v1.2", "--run", "r" + run);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCommitThatIsAsFastAsTheReleasePasses() throws IOException {
        repository.commit("Go on");
        upload(101);

        CommandRun gate = gate("--baseline", "release:v1.2");

        assertEquals(0, gate.number(), gate.out() + gate.err());
        assertTrue(gate.out().startsWith("1 unchanged"), gate.out());
        assertTrue(gate.out().contains("release v1.2"), gate.out());
    }

    @Test
    void aSlowerCommitIsHeldBackFromTheSeverityOnThatIsAskedFor() throws IOException {
        repository.commit("Slow down");
        String slow = repository.head();
        upload(140);
        repository.commit("Go on");

        assertEquals(1, gate("--baseline", "release:v1.2", "--head", slow).number());
        assertEquals(
                0,
                gate("--baseline", "release:v1.2", "--head", slow, "--fail-on", "never")
                        .number());
        Path summary = folder.resolve("summary.md");
        environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        CommandRun markdown = gate("--baseline", "release:v1.2", "--head", "main", "--output", "markdown");
        assertEquals(1, markdown.number(), markdown.err());
        assertTrue(markdown.out().contains("1 regressed (critical)"), markdown.out());
        assertTrue(Files.readString(summary).contains("1 regressed (critical)"));
    }

    /** Not the gate's, but it asks the same server for what a gate would stumble over. */
    @Test
    void theSuspectsOfAStoredRunCanBeConfirmed() throws IOException {
        repository.commit("Slow down");
        String said = upload(140);
        String run = said.replaceAll("(?s).*/runs/(\\w+).*", "$1");

        CommandRun confirm =
                CommandRun.of(new ConfirmCommand(environment, here), "run:" + run, "--project", "engine", "--pairs");
        CommandRun unknown = CommandRun.of(new ConfirmCommand(environment, here), "run:nowhere", "--project", "engine");
        CommandRun nameless = CommandRun.of(new ConfirmCommand(environment, here), "run:" + run);

        assertEquals(0, confirm.number(), confirm.err());
        assertTrue(confirm.out().contains("-rff ../runs/head/$i-jmh.json '^a\\.B\\.c$'"), confirm.out());
        assertTrue(confirm.err().contains("git worktree add --detach head " + repository.head()), confirm.err());
        assertEquals(4, unknown.number(), unknown.err());
        assertEquals(2, nameless.number(), nameless.err());
    }

    @Test
    void theSettingsThatCameWithTheHeadDecide() throws IOException {
        Files.writeString(here.resolve("pawl.toml"), "baseline = \"release:v1.2\"\n[thresholds]\nwarning = \"80%\"\n");
        repository.commit("Slow down on purpose");
        upload(140);
        Files.writeString(here.resolve("pawl.toml"), "baseline = \"release:v1.2\"\n");

        CommandRun gate = gate();

        assertEquals(0, gate.number(), gate.out() + gate.err());
        assertTrue(gate.out().startsWith("1 unchanged"), gate.out());
    }

    @Test
    void aGateThatCannotJudgeDoesNotOpen() throws IOException {
        repository.commit("Release something else");
        upload(101, "--release", "v1.3", "--suite", "other");
        repository.commit("Go on");
        upload(101);

        CommandRun nothingInCommon = gate("--baseline", "release:v1.3");
        CommandRun noSuchRelease = gate("--baseline", "release:v9");
        CommandRun noSuchHead = gate("--baseline", "release:v1.2", "--head", "nowhere");
        CommandRun nothingFixed = gate();
        CommandRun moving = gate("--baseline", "previous");

        assertEquals(5, nothingInCommon.number(), nothingInCommon.out());
        assertEquals("no verdict: nothing could be judged\n", nothingInCommon.err());
        assertEquals(4, noSuchRelease.number(), noSuchRelease.out());
        assertEquals(4, noSuchHead.number(), noSuchHead.err());
        assertEquals(2, nothingFixed.number());
        assertEquals(
                "error: a gate needs something fixed to compare with;"
                        + " name it with --baseline release:NAME, branch:NAME or run:ID\n",
                nothingFixed.err());
        assertEquals(2, moving.number());
    }

    @Test
    void aServerThatIsAwayIsAFailure() throws IOException {
        server.close();

        assertEquals(4, gate("--baseline", "release:v1.2").number());
    }

    private CommandRun gate(String... arguments) {
        return CommandRun.of(new GateCommand(environment, here, new VirtualTime()::patience), arguments);
    }

    /** @return what the command said */
    private String upload(int nanoseconds, String... options) throws IOException {
        Files.writeString(here.resolve("jmh.json"), """
                [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":1,
                  "primaryMetric":{"score":%1$d.0,"scoreError":0.5,"scoreConfidence":[1.0,2.0],"scorePercentiles":{"50.0":1.5},
                   "scoreUnit":"ns/op","rawData":[[%1$d.1,%1$d.0,%1$d.2]]},"secondaryMetrics":{}}]""".formatted(nanoseconds));
        List<String> arguments = new ArrayList<>(List.of("jmh.json", "--fail-on", "never"));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(
                new UploadCommand(environment, here, InputStream.nullInputStream(), new VirtualTime()::patience),
                arguments.toArray(String[]::new));
        assertEquals(0, run.number(), run.err());
        return run.out() + run.err();
    }
}
