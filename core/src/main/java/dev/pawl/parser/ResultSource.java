package dev.pawl.parser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named piece of input that can be opened more than once: first to find its format, then to read it.
 *
 * @param name path relative to where the user pointed, with {@code /} between its parts; used in messages and, for Criterion
 *     trees, to find files that belong together
 * @param modified when the file was last written, where that is known; finds what a Criterion tree kept from older runs
 */
public record ResultSource(String name, @Nullable Instant modified, Opener opener) {

    /** Opens the bytes from the beginning. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    public static ResultSource ofFile(String name, Path file) throws IOException {
        return new ResultSource(name, Files.getLastModifiedTime(file).toInstant(), new OfFile(file));
    }

    public static ResultSource ofBytes(String name, byte[] bytes) {
        return new ResultSource(name, null, () -> new ByteArrayInputStream(bytes));
    }

    private record OfFile(Path file) implements Opener {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    public InputStream open() throws IOException {
        return opener.open();
    }
}
