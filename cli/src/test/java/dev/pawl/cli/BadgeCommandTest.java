package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BadgeCommandTest {

    @TempDir
    Path folder;

    @Test
    void theMarkdownShowsTheBadgeAndLeadsToTheProject() {
        CommandRun run = badge(Map.of(), "--server", "https://pawl.example.com/tools/", "--project", "wordindex");

        assertEquals(0, run.number(), run.err());
        assertEquals(
                "[![benchmarks](https://pawl.example.com/tools/api/v1/projects/wordindex/badge.svg)]"
                        + "(https://pawl.example.com/tools/p/wordindex)\n",
                run.out());
        assertEquals("", run.err());
    }

    @Test
    void serverAndProjectCanComeFromTheSettings() throws Exception {
        Files.writeString(folder.resolve("pawl.toml"), "server = \"https://pawl.example.com\"\nproject = \"sorter\"\n");

        assertTrue(badge(Map.of()).out().contains("https://pawl.example.com/p/sorter)"));
        assertTrue(badge(Map.of("PAWL_SERVER", "https://other.example.com"))
                .out()
                .contains("https://other.example.com/p/sorter)"));
    }

    @Test
    void warnsOfAnAddressThatReadersDoNotReach() {
        CommandRun run = badge(Map.of(), "--project", "wordindex");

        assertEquals(0, run.number());
        assertTrue(run.err().contains("this machine only"), run.err());
    }

    @Test
    void fails_atAnAddressThatIsNone() {
        assertEquals(
                2, badge(Map.of(), "--server", "pawl", "--project", "wordindex").number());
    }

    private CommandRun badge(Map<String, String> environment, String... arguments) {
        return CommandRun.of(new BadgeCommand(environment, folder), arguments);
    }
}
