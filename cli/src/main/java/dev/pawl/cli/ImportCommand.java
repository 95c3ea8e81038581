package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.cli.ci.CiContext;
import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.client.RunDescription;
import dev.pawl.cli.client.UploadBody;
import dev.pawl.cli.git.GitFacts;
import dev.pawl.cli.history.History;
import dev.pawl.cli.history.HistoryFile;
import dev.pawl.cli.history.HistoryOptions;
import dev.pawl.cli.history.HistoryTotals;
import dev.pawl.cli.history.PastRun;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.Thresholds;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.ResultSource;
import dev.pawl.report.VisibleText;
import dev.pawl.wire.ThresholdsJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pawl import}: the past, from another tracker, a spreadsheet or another server, run by run and oldest first. All of the
 * file is read before anything is sent.
 */
@Command(
        name = "import",
        description = {
            "Bring in a history: github-action-benchmark's data.js, CSV, or what pawl export wrote.",
            "Nobody is told of the past, and the same file twice changes nothing."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file with the history.")
    private Path file;

    @Mixin
    private ServerOptions server;

    @Mixin
    private ProjectOption project;

    @Option(
            names = "--testbed",
            paramLabel = "T",
            description = {
                "Where it was measured: the label that later uploads have, such as github-linux-x64",
                "(default: pawl.toml; needed where neither that nor the file says it)."
            })
    private @Nullable String testbed;

    @Option(
            names = "--branch",
            paramLabel = "B",
            description = "Branch of what the file names none for (default: the project's default branch).")
    private @Nullable String branch;

    @Option(names = "--suite", paramLabel = "S", description = "Suite of the benchmarks that name none.")
    private @Nullable String suite;

    @Option(names = "--only", paramLabel = "NAME", description = "Of data.js this list only.")
    private @Nullable String only;

    @Option(names = "--format", paramLabel = "FORMAT", description = "action, csv or jsonl (default: by content).")
    private HistoryFile.@Nullable Format format;

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean isDryRun;

    private final Map<String, String> environment;
    private final Path folder;

    ImportCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /** @param folder the working directory */
    ImportCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.of(folder);
        Optional<GitFacts> git = GitFacts.of(folder, CiContext.of(environment).isCi());
        String slug = project.slug(environment, folder, settings);
        Path path = folder.resolve(file);
        if (Files.isDirectory(path)) throw new UsageException(file + " is a folder; name the file with the history");
        if (!Files.exists(path)) throw new NoSuchFileException(file.toString());
        History history = HistoryFile.open(
                ResultSource.ofFile(file.toString(), path),
                format,
                new HistoryOptions(
                        branch, testbed != null ? testbed : settings.testbed(), suite, only, git.orElse(null)));
        HistoryTotals totals = new HistoryTotals();
        history.forEach(totals::add);
        for (String warning : history.warnings()) System.err.println("warning: " + VisibleText.of(warning));
        if (totals.runsWithoutTestbed() > 0)
            throw new UsageException("nobody says where this was measured; name it with --testbed, the same as later"
                    + " uploads have: on GitHub's own Linux runners that is github-linux-x64");
        if (isDryRun) {
            System.out.println("would import into project " + slug + ": " + VisibleText.of(totals.toString()));
            return ExitCode.FINE.number();
        }
        send(server.client(environment, settings, Patience::of), slug, history, totals, settings.thresholds());
        return ExitCode.FINE.number();
    }

    private void send(PawlClient client, String slug, History history, HistoryTotals totals, Thresholds thresholds)
            throws IOException {
        ImportProgress progress = new ImportProgress(Clock.systemUTC(), System.err, totals.runs());
        Path body = Files.createTempFile("pawl-import", ".gz");
        int[] sent = {0, 0};
        try {
            history.forEach(run -> {
                if (send(client, slug, run, thresholds, body, sent[0])) sent[1]++;
                progress.at(++sent[0]);
            });
        } finally {
            Files.deleteIfExists(body);
        }
        System.out.println("imported into project " + slug + ": " + VisibleText.of(totals.toString()) + "; "
                + (sent[1] == sent[0] ? "all" : sent[1] == 0 ? "none" : sent[1]) + " new");
        System.err.println("project: " + client.server() + "/p/" + slug);
    }

    /** @return whether the server did not have it */
    private boolean send(PawlClient client, String slug, PastRun run, Thresholds thresholds, Path body, int done) {
        RunDescription description = run.description().with("client", "pawl/" + PawlClient.version());
        if (branch != null) description = description.with("default-branch", branch);
        if (!thresholds.equals(Thresholds.DEFAULT))
            description = description.with("settings", new RunDescription.Json(ThresholdsJson.write(thresholds)));
        try {
            return isNew(client.upload(slug, UploadBody.write(body, description, List.of(run.body()))));
        } catch (RefusedException refused) {
            throw new RefusedException(
                    refused.status(),
                    "run " + (done + 1) + " (commit " + run.commit() + ", " + run.measuredAt() + "): "
                            + refused.getMessage() + "; the " + done + " before it are there, and repeating the import"
                            + " goes on from here");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNew(byte[] answer) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(answer)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY) json.skipChildren();
                else if (token.isBoolean()
                        && json.getParsingContext().pathAsPointer().toString().equals("/run/new"))
                    return json.getBooleanValue();
            }
        }
        throw new ParseException(
                "the server's answer", "does not say whether the run is new; use the server's version");
    }
}
