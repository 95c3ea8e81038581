package dev.pawl.cli.settings;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.cli.client.ServerAddress;
import dev.pawl.model.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pawl.toml} says; {@code null} where it says nothing. The command line and the environment win over it, it wins over
 * what CI and git tell.
 *
 * @param project slug
 * @param suite of the benchmarks that name none themselves
 * @param thresholds limits and rules; those of the server's project are the default under them
 */
public record Settings(
        @Nullable String project,
        @Nullable String suite,
        @Nullable String testbed,
        @Nullable ServerAddress server,
        @Nullable BaselinePolicy baseline,
        Thresholds thresholds) {

    /** The file's name. */
    public static final String FILE = "pawl.toml";

    /** What holds where there is no file. */
    public static final Settings NONE = new Settings(null, null, null, null, null, Thresholds.DEFAULT);

    /**
     * The settings that hold in a folder: those of the nearest file in it or above it, up to the repository's root. Outside of a
     * repository only the folder itself counts.
     *
     * @throws SettingsException if the file makes no sense
     * @throws IOException if it cannot be read
     */
    public static Settings of(Path folder) throws IOException {
        Optional<Path> file = find(folder.toAbsolutePath().normalize());
        // Only here, so that who has no such file does not pay for loading a reader of it.
        return file.isPresent() ? TomlSettings.read(file.get(), named(folder, file.get())) : NONE;
    }

    /**
     * The settings of one file.
     *
     * @throws SettingsException if it makes no sense
     * @throws IOException if it cannot be read
     */
    public static Settings read(Path file) throws IOException {
        return TomlSettings.read(file, file.toString());
    }

    private static Optional<Path> find(Path folder) {
        Path nearest = null;
        for (Path here = folder; here != null; here = here.getParent()) {
            Path file = here.resolve(FILE);
            if (nearest == null && Files.isRegularFile(file)) nearest = file;
            // A worktree and a submodule have a file of this name, a repository a folder.
            if (Files.exists(here.resolve(".git"))) return Optional.ofNullable(nearest);
        }
        Path own = folder.resolve(FILE);
        return Files.isRegularFile(own) ? Optional.of(own) : Optional.empty();
    }

    /** As a reader in the folder would name the file. */
    private static String named(Path folder, Path file) {
        return folder.toAbsolutePath().normalize().relativize(file).toString().replace('\\', '/');
    }
}
