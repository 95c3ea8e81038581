package dev.pawl.cli;

import dev.pawl.cli.ci.UnsafeEventException;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.client.UnreachableException;
import dev.pawl.cli.settings.SettingsException;
import dev.pawl.parser.ParseException;
import dev.pawl.server.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Why a command ended early, as the user gets to see it. The one place that turns what was thrown into an exit code.
 *
 * @param message what, where and what to do; no class names, no stack trace
 */
record Failure(ExitCode code, String message) {

    static Failure of(Throwable thrown) {
        if (thrown instanceof UsageException
                || thrown instanceof UnsafeEventException
                || thrown instanceof SettingsException) return new Failure(ExitCode.WRONG_USAGE, messageOf(thrown));
        if (thrown instanceof RefusedException || thrown instanceof UnreachableException)
            return new Failure(ExitCode.REFUSED, messageOf(thrown));
        if (thrown instanceof UnusableServerException) return new Failure(ExitCode.REFUSED, messageOf(thrown));
        if (thrown instanceof ParseException) return new Failure(ExitCode.UNREADABLE_INPUT, messageOf(thrown));
        if (thrown instanceof UncheckedIOException) return of((IOException) thrown.getCause());
        if (thrown instanceof IOException) return new Failure(ExitCode.UNREADABLE_INPUT, wording((IOException) thrown));
        if (thrown instanceof OutOfMemoryError)
            return new Failure(
                    ExitCode.UNREADABLE_INPUT,
                    "the results do not fit into memory; give Pawl more with PAWL_JAVA_OPTIONS=-Xmx4g, or pass fewer files");
        // Last, because it is a class of the server, which a comparison of files has no need to load.
        if (thrown instanceof StoreException) return new Failure(ExitCode.REFUSED, messageOf(thrown));
        return new Failure(ExitCode.DEFECT, defect(thrown));
    }

    private static String wording(IOException thrown) {
        if (thrown instanceof NoSuchFileException)
            return fileOf((FileSystemException) thrown) + ": there is no such file; check the path";
        if (thrown instanceof AccessDeniedException)
            return fileOf((FileSystemException) thrown) + ": may not be read; check its permissions";
        if (thrown instanceof FileNotFoundException) return messageOf(thrown) + "; check the path";
        if (thrown instanceof FileSystemException) {
            @Nullable String reason = ((FileSystemException) thrown).getReason();
            return fileOf((FileSystemException) thrown) + ": " + (reason == null ? "cannot be read" : reason);
        }
        return messageOf(thrown);
    }

    private static String fileOf(FileSystemException thrown) {
        return thrown.getFile() == null ? "a file" : thrown.getFile();
    }

    private static String messageOf(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    private static String defect(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        return "Pawl itself failed: " + thrown + place
                + ". This is a defect; please report it with the command and, if you may, the file";
    }
}
