package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.cli.client.VirtualTime;
import dev.pawl.cli.git.TestRepository;
import dev.pawl.server.PawlServer;
import dev.pawl.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pawl bisect}: a real server's alert, a real repository, and git's own bisect. */
final class BisectCommandTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private PawlServer server;
    private TestRepository repository;
    private Path here;

    @BeforeEach
    void start() throws IOException {
        here = folder.resolve("engine");
        repository = TestRepository.in(here);
        server = PawlServer.start(new ServerConfig(
                "127.0.0.1", 0, null, folder.resolve(ServerConfig.DATABASE_FILE), ServerConfig.Limits.DEFAULT));
        environment.put("PAWL_SERVER", server.url());
        program("pytest", """
                file=${1#--benchmark-json=}
                round=$(basename "$file" .json)
                ms=$(cat speed); case $round in 2) ms=$((ms * 13 / 10));; 3) ms=$((ms * 9 / 10));; esac
                [ "$2" = 'tests/b.py::test_find[a b]' ] || exit 9
                printf '{"machine_info":{},"benchmarks":[{"fullname":"%s","name":"x","params":null,"stats":{"median":0.%03d,"rounds":1}}]}' \\
                    "$2" "$ms" > "$file"
                """);
        program(
                "pawl",
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' dev.pawl.cli.Pawl \"$@\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theScriptEndsAtTheCommitThatMadeItSlow() throws Exception {
        for (int commit = 0; commit < 6; commit++) {
            commit(100 + commit % 2);
            upload();
        }
        commit(101);
        String culprit = commit(140);
        for (int commit = 0; commit < 4; commit++) commit(140 + commit % 2);
        upload();
        commit(141);
        upload();
        repository.git("checkout", "-q", "main");

        CommandRun bisect = bisect("1", "--rounds", "3");

        assertEquals(0, bisect.number(), bisect.err());
        assertTrue(bisect.err().contains("pawl bisect 1 > bisect.sh && sh bisect.sh"), bisect.err());
        String said = shell(bisect.out(), 0);
        assertTrue(said.contains(culprit + " is the first bad commit"), said);
        assertEquals("main", repository.git("rev-parse", "--abbrev-ref", "HEAD"), said);
        assertEquals(1, repository.git("worktree", "list").lines().count(), said);
    }

    @Test
    void onAMachineThatDoesNotShowItNothingIsAccused() throws Exception {
        for (int commit = 0; commit < 6; commit++) {
            commit(100 + commit % 2);
            upload();
        }
        commit(140);
        upload();
        CommandRun bisect = bisect("1", "--rounds", "3");
        program(
                "pytest",
                "printf '{\"machine_info\":{},\"benchmarks\":[{\"fullname\":\"x\",\"name\":\"x\",\"params\":null,"
                        + "\"stats\":{\"median\":0.1,\"rounds\":1}}]}' > \"${1#--benchmark-json=}\"");

        String said = shell(bisect.out(), 5);

        assertTrue(said.contains(" here: nothing to find on this machine"), said);
        assertEquals("main", repository.git("rev-parse", "--abbrev-ref", "HEAD"), said);
    }

    @Test
    void anAlertThatIsNotThereIsNamed() throws IOException {
        commit(100);
        upload();

        CommandRun bisect = bisect("7");

        assertEquals(4, bisect.number());
        assertTrue(bisect.err().contains("there is no alert 7"), bisect.err());
        assertEquals(2, bisect("7", "--rounds", "2").number());
    }

    private CommandRun bisect(String... arguments) {
        return CommandRun.of(new BisectCommand(environment, here), arguments);
    }

    private String commit(int milliseconds) throws IOException {
        Files.writeString(here.resolve("speed"), Integer.toString(milliseconds));
        return repository.commit("Take " + milliseconds + " ms");
    }

    /** What the checked out commit takes. */
    private void upload() throws IOException {
        String seconds = "0." + Files.readString(here.resolve("speed"));
        Path results = Files.writeString(
                folder.resolve("results.json"),
                "{\"machine_info\":{},\"benchmarks\":[{\"fullname\":\"tests/b.py::test_find[a b]\",\"name\":\"x\",\"params\":null,"
                        + "\"stats\":{\"median\":" + seconds + ",\"rounds\":1}}]}");
        CommandRun run = CommandRun.of(
                new UploadCommand(environment, here, InputStream.nullInputStream(), new VirtualTime()::patience),
                results.toString(),
                "--fail-on",
                "never");
        assertEquals(0, run.number(), run.err());
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
    }

    private String shell(String script, int status) throws IOException, InterruptedException {
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", script).directory(here.toFile()).redirectErrorStream(true);
        shell.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        shell.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), said);
        return said;
    }
}
