package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.parser.ParseException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FailureTest {

    @Test
    void whatCannotBeParsedIsUnreadableInputWithItsPlace() {
        Failure failure = Failure.of(new ParseException("jmh.json:/3/score", "is not a number"));

        assertEquals(new Failure(ExitCode.UNREADABLE_INPUT, "jmh.json:/3/score: is not a number"), failure);
    }

    @Test
    void aFileThatIsNotThereIsUnreadableInputAndNamed() {
        Failure failure = Failure.of(new UncheckedIOException(new NoSuchFileException("out/jmh.json")));

        assertEquals(
                new Failure(ExitCode.UNREADABLE_INPUT, "out/jmh.json: there is no such file; check the path"), failure);
    }

    @Test
    void aFileThatMayNotBeReadIsUnreadableInputAndNamed() {
        Failure failure = Failure.of(new AccessDeniedException("out/jmh.json"));

        assertEquals(
                new Failure(ExitCode.UNREADABLE_INPUT, "out/jmh.json: may not be read; check its permissions"),
                failure);
    }

    @Test
    void aCommandLineThatMakesNoSenseIsWrongUsage() {
        assertEquals(
                new Failure(ExitCode.WRONG_USAGE, "--shard 3/2: there are only 2 shards"),
                Failure.of(new UsageException("--shard 3/2: there are only 2 shards")));
    }

    @Test
    void aDefectSaysWhereItIsInOneLine() {
        Failure failure = Failure.of(new IllegalStateException("no runs"));

        assertEquals(ExitCode.DEFECT, failure.code());
        assertTrue(failure.message().contains("no runs at dev.pawl.cli.FailureTest."), failure.message());
        assertFalse(failure.message().contains("\n"), failure.message());
    }
}
