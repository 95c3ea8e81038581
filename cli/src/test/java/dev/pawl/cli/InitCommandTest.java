package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InitCommandTest {

    @TempDir
    Path folder;

    @Test
    void theWorkflowsAreTheExamples() throws IOException {
        CommandRun run = init();

        assertEquals(0, run.number(), run.err());
        assertEquals(List.of("benchmark-pull-request.yml", "benchmark-push.yml"), written());
        assertEquals(example("push.yml"), workflow("benchmark-push.yml"));
        assertEquals(example("pull-request.yml"), workflow("benchmark-pull-request.yml"));
        assertTrue(run.out().startsWith("wrote " + Path.of(".github", "workflows", "benchmark-push.yml") + "\n"));
    }

    /** The split is worth nothing if the half that runs strangers' code has a secret, or the other half runs it. */
    @Test
    void forForksTheHalfThatRunsTheirCodeHasNoSecret() throws IOException {
        assertEquals(0, init("--forks").number());

        assertEquals(
                List.of("benchmark-fork-measure.yml", "benchmark-fork-upload.yml", "benchmark-push.yml"), written());
        String measure = workflow("benchmark-fork-measure.yml");
        assertFalse(measure.contains("secrets."), measure);
        assertFalse(measure.contains(": write"), measure);
        String upload = workflow("benchmark-fork-upload.yml");
        assertTrue(upload.contains("workflows: [benchmark-measure]"), upload);
        assertTrue(measure.contains("\nname: benchmark-measure\n"), measure);
        for (String danger : List.of("ref:", "workflow_run.head", "pull_request.head", "pytest ", "pip "))
            assertFalse(upload.contains(danger), danger);
        for (String file : written()) assertFalse(workflow(file).contains("pull_request_target"), file);
    }

    @Test
    void noWorkflowPutsTextOfAnEventIntoAScript() throws IOException {
        init("--forks");
        init();
        for (String file : written()) {
            boolean isScript = false;
            for (String line : workflow(file).split("\n")) {
                if (line.matches("\\s*(- )?[a-z-]+:.*")) isScript = line.contains("run:");
                assertFalse(isScript && line.contains("${{"), file + ": " + line);
            }
        }
    }

    @Test
    void whatIsThereIsNotWrittenOver() throws IOException {
        init();
        assertEquals(0, init().number(), "the same files are no conflict");
        Path mine = folder.resolve(".github/workflows/benchmark-push.yml");
        Files.writeString(mine, "mine");

        CommandRun run = init("--forks");

        assertEquals(2, run.number());
        assertTrue(run.err().contains("benchmark-push.yml is there already; nothing was written"), run.err());
        assertEquals("mine", Files.readString(mine));
        assertFalse(written().contains("benchmark-fork-upload.yml"));
        assertEquals(0, init("--forks", "--force").number());
        assertEquals(example("push.yml"), workflow("benchmark-push.yml"));
    }

    @Test
    void withoutASystemItSaysWhich() {
        CommandRun run = CommandRun.of("init");

        assertEquals(2, run.number());
        assertTrue(run.err().startsWith("error: say for what: pawl init github\n"), run.err());
    }

    private CommandRun init(String... arguments) {
        return CommandRun.of(new InitCommand.GitHub(folder), arguments);
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".github/workflows"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String workflow(String name) throws IOException {
        return Files.readString(folder.resolve(".github/workflows").resolve(name));
    }

    private static String example(String name) {
        return DocumentationPages.read("examples/workflows/" + name);
    }
}
