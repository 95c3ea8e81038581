package dev.pawl.cli;

import dev.pawl.cli.client.Patience;
import dev.pawl.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl report}: what moved in the last days, which alerts are open, and how healthy the benchmarks are. */
@Command(
        name = "report",
        description = "Print what the last days brought: what moved, open alerts, noisy and missing benchmarks.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    private static final int WEEK = 7;

    /** Forms of a report. */
    enum Format {
        TEXT("report.txt", "text/plain"),
        HTML("report.html", "text/html"),
        JSON("report", "application/json");

        private final String resource;
        private final String type;

        Format(String resource, String type) {
            this.resource = resource;
            this.type = type;
        }
    }

    @Mixin
    private ServerOptions server;

    @Mixin
    private ProjectOption project;

    @Option(names = "--weekly", description = "Of the last seven days, which is the default.")
    private boolean isWeekly;

    @Option(names = "--days", paramLabel = "N", description = "Of the last N days, 1 to 92 (default: 7).")
    private @Nullable Integer days;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text, json, or html: one file that prints well (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead of printing it.")
    private @Nullable Path file;

    private final Map<String, String> environment;
    private final Path folder;

    ReportCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /**
     * @param folder the working directory
     */
    ReportCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        if (isWeekly && days != null) throw new UsageException("--weekly and --days exclude each other");
        Settings settings = Settings.of(folder);
        String slug = project.slug(environment, folder, settings);
        byte[] report = server.client(environment, settings, Patience::of)
                .get(
                        List.of("projects", slug, format.resource),
                        Map.of("days", Integer.toString(days == null ? WEEK : days)),
                        format.type);
        if (file == null) {
            System.out.write(report);
            if (format == Format.JSON) System.out.println();
            System.out.flush();
        } else {
            Files.write(file, report);
            System.err.println("wrote " + file);
        }
        return ExitCode.FINE.number();
    }
}
