package dev.pawl.cli.settings;

import dev.pawl.report.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/** Collects what is wrong with a file, so that it can be said all at once. Not safe for several threads. */
final class Problems {

    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    /**
     * @param where {@code null} for the file as a whole
     */
    void add(@Nullable TomlPosition where, String text) {
        found.add(new Problem(where == null ? 0 : where.line(), VisibleText.of(text)));
    }

    /**
     * @throws SettingsException if there are any
     */
    void throwIfAny() {
        if (found.isEmpty()) return;
        throw new SettingsException(
                file,
                found.stream()
                        .sorted(Comparator.comparingInt(Problem::line))
                        .map(problem -> file + (problem.line == 0 ? "" : ":" + problem.line) + ": " + problem.text)
                        .toList());
    }
}
