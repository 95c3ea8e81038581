package dev.pawl.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import picocli.CommandLine;

/**
 * What one command line printed and ended with.
 *
 * @param number the exit code's number
 */
record CommandRun(int number, String out, String err) {

    /** Runs in this JVM; takes over standard output and error for as long. */
    static CommandRun of(String... arguments) {
        return of(() -> Pawl.run(arguments));
    }

    /** Runs a command that was made for the test. */
    static CommandRun of(Object command, String... arguments) {
        return of(() -> Pawl.run(new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true), arguments));
    }

    private static synchronized CommandRun of(IntSupplier command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int number = command.getAsInt();
            return new CommandRun(
                    number, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
