package dev.pawl.cli;

import dev.pawl.cli.client.ServerAddress;
import dev.pawl.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl badge}: the Markdown that puts a project's badge into its README. It asks no server. */
@Command(
        name = "badge",
        description = "Print the Markdown of a project's badge, for its README.",
        mixinStandardHelpOptions = true)
final class BadgeCommand implements Callable<Integer> {

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's public address (default: PAWL_SERVER, else that of pawl.toml).")
    private @Nullable String server;

    @Mixin
    private ProjectOption project;

    private final Map<String, String> environment;
    private final Path folder;

    BadgeCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /**
     * @param folder the working directory
     */
    BadgeCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.of(folder);
        ServerAddress address = ServerOptions.address(server, environment, settings);
        String slug = project.slug(environment, folder, settings);
        if (address.isLoopback())
            System.err.println(
                    "warning: " + address + " is this machine only; name the address that others see with --server");
        System.out.println("[![benchmarks](" + address + "/api/v1/projects/" + slug + "/badge.svg)](" + address + "/p/"
                + slug + ")");
        return ExitCode.FINE.number();
    }
}
