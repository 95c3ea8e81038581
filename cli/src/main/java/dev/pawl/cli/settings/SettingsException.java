package dev.pawl.cli.settings;

import java.util.List;

/** A {@code pawl.toml} that cannot be followed. The message names all that is wrong with it, each with its line. */
public final class SettingsException extends RuntimeException {

    /**
     * @param problems at least one, each with file and line
     */
    SettingsException(String file, List<String> problems) {
        super(file + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + "\n  "
                + String.join("\n  ", problems));
    }
}
