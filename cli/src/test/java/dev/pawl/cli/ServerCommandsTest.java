package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.PawlServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets wrong at {@code serve}, {@code demo} and {@code token}. */
final class ServerCommandsTest {

    @TempDir
    Path folder;

    @Test
    void whatIsKeptForNoTimeIsRefused() {
        CommandRun odd = CommandRun.of("serve", "--keep-uploads", "90", "--data", folder.toString());
        CommandRun tooShort = CommandRun.of("serve", "--keep-samples", "23h", "--data", folder.toString());

        assertEquals(2, odd.number());
        assertTrue(odd.err().contains("--keep-uploads"), odd.err());
        assertTrue(odd.err().contains("such as 24h or 7d, not 90"), odd.err());
        assertEquals(2, tooShort.number());
        assertTrue(tooShort.err().contains("nothing is kept for less than a day"), tooShort.err());
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(other.getLocalPort());

            CommandRun served = CommandRun.of("serve", "--port", port, "--data", folder.toString());
            CommandRun shown = CommandRun.of("demo", "--once", "--port", port);

            String error = "error: port " + port
                    + " of 127.0.0.1 is taken; choose another with --port, or stop what listens there\n";
            assertEquals(4, served.number(), served.err());
            assertTrue(served.err().endsWith(error), served.err());
            assertEquals(4, shown.number(), shown.err());
            assertTrue(shown.err().endsWith(error), shown.err());
        }
    }

    @Test
    void aHostOfAnotherMachineIsWrongUsage() {
        CommandRun run = CommandRun.of("serve", "--host", "203.0.113.1", "--port", "0", "--data", folder.toString());

        assertEquals(2, run.number(), run.err());
        assertTrue(run.err().contains("error: --host 203.0.113.1 is no address of this machine; "), run.err());
    }

    @Test
    void aPortThatCannotBeOneIsWrongUsage() {
        for (String command : new String[] {"serve", "demo"}) {
            CommandRun run = CommandRun.of(command, "--port", "99999");

            assertEquals(new CommandRun(2, "", "error: the port must be 0 to 65535, is 99999\n"), run);
        }
    }

    @Test
    void aDataFolderThatIsAFileIsWrongUsage() throws IOException {
        String file = Files.writeString(folder.resolve("data"), "x").toString();
        String error = "error: --data " + file + " is no folder; name the one that holds pawl.db, or one to be made\n";

        assertEquals(new CommandRun(2, "", error), CommandRun.of("serve", "--port", "0", "--data", file));
        assertEquals(new CommandRun(2, "", error), CommandRun.of("token", "list", "--data", file));
        assertEquals(new CommandRun(2, "", error), CommandRun.of("token", "create", "--name", "ci", "--data", file));
    }

    @Test
    void aFileThatIsNoDatabaseCannotBeUsedAndIsNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("pawl.db"), "this is no database, but long enough to look at".repeat(40));

        for (String[] command : new String[][] {
            {"serve", "--port", "0", "--data", folder.toString()},
            {"token", "list", "--data", folder.toString()},
            {"token", "revoke", "1", "--data", folder.toString()}
        }) {
            CommandRun run = CommandRun.of(command);

            assertEquals(4, run.number(), run.err());
            assertTrue(run.err().contains("error: cannot open the database " + file + ": "), run.err());
            assertFalse(run.err().contains("defect"), run.err());
        }
    }

    @Test
    void aServerSaysWhoMayUpload() {
        String open = "; no token exists, so this machine may upload without one";
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            assertEquals("Pawl listens on " + server.url() + open, ServeCommand.greeting(server));
        }
        CommandRun.of("token", "create", "--name", "ci", "--data", folder.toString());
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            assertEquals("Pawl listens on " + server.url() + "; uploads need a token", ServeCommand.greeting(server));
        }
    }

    @Test
    void theDemoTakesAnyPortWhereItsOwnIsTaken() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = other.getLocalPort();
            assertEquals(0, ServerStart.portOrAny("127.0.0.1", port));
        }
        assertEquals(port, ServerStart.portOrAny("127.0.0.1", port));
    }

    @Test
    void aBackupOfARunningServerIsAWholeDatabase() {
        CommandRun.of("project", "set", "engine", "--data", folder.toString());
        Path copy = folder.resolve("elsewhere").resolve("pawl.db");
        try (PawlServer server =
                ServerStart.start(ServerStart.config("127.0.0.1", 0, null, ServerStart.databaseIn(folder)))) {
            CommandRun run = CommandRun.of("backup", copy.toString(), "--data", folder.toString());

            assertEquals(0, run.number(), run.err());
            assertTrue(run.out().startsWith(copy + "  0."), run.out());
        }
        CommandRun restored = CommandRun.of(
                "project", "show", "engine", "--data", copy.getParent().toString());
        assertTrue(restored.out().startsWith("project         engine\n"), restored.err());
        CommandRun again = CommandRun.of("backup", copy.toString(), "--data", folder.toString());
        assertEquals(new CommandRun(2, "", "error: " + copy + " exists already; name a new file\n"), again);
        CommandRun mistyped = CommandRun.of(
                "backup", copy + "2", "--data", folder.resolve("none").toString());
        assertEquals(2, mistyped.number());
        assertFalse(Files.exists(folder.resolve("none")));
    }
}
