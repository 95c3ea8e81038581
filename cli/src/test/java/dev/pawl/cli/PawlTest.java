package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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
    void theVersionIsOneLine() {
        CommandRun run = CommandRun.of("--version");

        assertEquals(0, run.number());
        assertEquals("pawl (not packaged)\n", run.out());
    }
}
