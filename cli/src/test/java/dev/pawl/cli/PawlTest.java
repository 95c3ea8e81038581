package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PawlTest {

    @Test
    void noCommandIsWrongUsage() {
        CommandRun run = CommandRun.of();

        assertEquals(2, run.number());
        assertEquals("error: no command given\nTry 'pawl --help'.\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        CommandRun run = CommandRun.of("uplaod");

        assertEquals(2, run.number());
        assertTrue(run.err().startsWith("error: Unmatched argument at index 0: 'uplaod'\n"), run.err());
    }

    @Test
    void aWrongOptionOfACommandNamesTheCommandsHelp() {
        CommandRun run = CommandRun.of("gpu", "probe", "--output", "xml");

        assertEquals(2, run.number());
        assertEquals(
                "error: Invalid value for option '--output': expected one of [TEXT, JSON] (case-insensitive)"
                        + " but was 'xml'\nTry 'pawl gpu probe --help'.\n",
                run.err());
    }

    @Test
    void helpListsTheCommandsAndIsFine() {
        CommandRun run = CommandRun.of("--help");

        assertEquals(0, run.number());
        assertTrue(run.out().contains("\n  gpu "), run.out());
        assertEquals("", run.err());
    }

    @Test
    void aPlainComparisonSaysTheSameAsOneWhoseDefaultsAreWrittenOut(@TempDir Path folder) throws IOException {
        String base = results(folder.resolve("base.json"), 1.0);
        String head = results(folder.resolve("head.json"), 1.2);

        CommandRun plain = CommandRun.of("compare", base, head);
        CommandRun parsed = CommandRun.of("compare", base, head, "--output", "table");
        CommandRun writtenOut = CommandRun.of(
                "compare",
                base,
                head,
                "--warning",
                "5%",
                "--critical",
                "10%",
                "--policy",
                "significant",
                "--fail-on",
                "critical");

        assertTrue(plain.out().contains("a.B.c"), plain.out());
        assertEquals(parsed, plain);
        assertEquals(writtenOut, plain);
    }

    @Test
    void aPlainComparisonOfWhatIsNoResultFailsLikeAnyOther(@TempDir Path folder) throws IOException {
        String page = Files.writeString(folder.resolve("page.json"), "<html>").toString();

        CommandRun plain = CommandRun.of("compare", page, page);

        assertEquals(3, plain.number());
        assertEquals(CommandRun.of("compare", page, page, "--output", "table"), plain);
    }

    private static String results(Path file, double score) throws IOException {
        String results = """
                [{"benchmark":"a.B.c","mode":"avgt","threads":1,"forks":1,
                  "primaryMetric":{"score":%1$s,"scoreError":0.1,"scoreConfidence":[1.0,2.0],
                   "scorePercentiles":{"50.0":%1$s},"scoreUnit":"ns/op","rawData":[[%1$s,%1$s]]},"secondaryMetrics":{}}]""".formatted(score);
        return Files.writeString(file, results).toString();
    }

    @Test
    void theVersionIsOneLine() {
        CommandRun run = CommandRun.of("--version");

        assertEquals(0, run.number());
        assertEquals("pawl (not packaged)\n", run.out());
    }
}
