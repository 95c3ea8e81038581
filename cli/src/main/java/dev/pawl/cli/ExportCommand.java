package dev.pawl.cli;

import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.settings.Settings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl export}: everything that was measured in a project, in forms that others read and {@code pawl import} takes back. */
@Command(
        name = "export",
        description = "Write all of a project's measurements as CSV, or its runs as lines of JSON.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    /** Forms of an export. */
    enum Format {
        CSV("text/csv"),
        JSONL("application/jsonl");

        private final String type;

        Format(String type) {
            this.type = type;
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "PROJECT",
            description =
                    "Project on the server (default: PAWL_PROJECT, else that of pawl.toml, else the repository's name).")
    private @Nullable String project;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--format",
            defaultValue = "csv",
            paramLabel = "FORMAT",
            description = "csv: a line for each measurement; jsonl: a line for each run, with samples"
                    + " (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--branch", paramLabel = "B", description = "Of this branch only.")
    private @Nullable String branch;

    @Option(names = "--testbed", paramLabel = "T", description = "Of this testbed only.")
    private @Nullable String testbed;

    @Option(
            names = "--since",
            paramLabel = "DAY",
            description = "From this day on, such as 2026-01-31, or a time with offset.")
    private @Nullable String since;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead of printing it.")
    private @Nullable Path file;

    private final Map<String, String> environment;
    private final Path folder;

    ExportCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /** @param folder the working directory */
    ExportCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.of(folder);
        String slug = ProjectOption.slug(project, environment, folder, settings);
        Map<String, String> query = new TreeMap<>();
        query.put("format", format.name().toLowerCase(Locale.ROOT));
        if (branch != null) query.put("branch", branch);
        if (testbed != null) query.put("testbed", testbed);
        if (since != null) query.put("since", since);
        PawlClient client = server.client(environment, settings, Patience::of);
        try (Notice notice = Notice.of("exporting project " + slug + " …")) {
            if (file == null) {
                client.download(List.of("projects", slug, "export"), query, format.type, System.out);
                System.out.flush();
            } else {
                save(client, slug, query, folder.resolve(file));
            }
        }
        return ExitCode.FINE.number();
    }

    /** The file has its name only when it is whole. */
    private void save(PawlClient client, String slug, Map<String, String> query, Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
            client.download(List.of("projects", slug, "export"), query, format.type, out);
            out.close();
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        System.err.println("wrote " + file);
    }
}
