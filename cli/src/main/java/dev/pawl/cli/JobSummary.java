package dev.pawl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that GitHub shows for a job ({@code GITHUB_STEP_SUMMARY}). It is a courtesy: that it cannot be written, or is full,
 * changes nothing about an upload.
 *
 * @param file {@code null} where there is no such page
 */
record JobSummary(@Nullable Path file) {

    /** GitHub drops the whole summary of a step beyond this. */
    private static final long LARGEST = 1 << 20;

    /** The page that the environment names, whichever CI system it is. */
    static JobSummary of(Map<String, String> environment) {
        String file = environment.getOrDefault("GITHUB_STEP_SUMMARY", "");
        return new JobSummary(file.isBlank() ? null : Path.of(file));
    }

    void append(String markdown) {
        if (file == null) return;
        try {
            byte[] bytes = (markdown.strip() + "\n\n").getBytes(StandardCharsets.UTF_8);
            long used = Files.exists(file) ? Files.size(file) : 0;
            if (used + bytes.length > LARGEST)
                bytes = "*Pawl's comparison is too long for this page.*\n\n".getBytes(StandardCharsets.UTF_8);
            if (used + bytes.length > LARGEST) return;
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            System.err.println("warning: the job summary could not be written: " + unwritable.getMessage());
        }
    }
}
