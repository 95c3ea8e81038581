package dev.pawl.cli;

import dev.pawl.cli.ci.CiContext;
import dev.pawl.cli.git.GitFacts;
import dev.pawl.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which project on the server a command is about, where an upload from here would go if nobody says. */
final class ProjectOption {

    @Option(
            names = "--project",
            paramLabel = "P",
            description =
                    "Project on the server (default: PAWL_PROJECT, else that of pawl.toml, else the repository's name).")
    private @Nullable String project;

    /**
     * The project's slug.
     *
     * @param folder the working directory
     * @throws UsageException if nobody says it
     */
    String slug(Map<String, String> environment, Path folder, Settings settings) throws IOException {
        return slug(project, environment, folder, settings);
    }

    /** @param named by the user; {@code null} if not */
    static String slug(@Nullable String named, Map<String, String> environment, Path folder, Settings settings)
            throws IOException {
        CiContext ci = CiContext.of(environment);
        RunOptions options = new RunOptions();
        options.project = named;
        return new RunDescriber(options, settings, ci, GitFacts.of(folder, ci.isCi()))
                .project(environment.get("PAWL_PROJECT"));
    }
}
