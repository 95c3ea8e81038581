package dev.pawl.cli;

import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.RunDescription;
import dev.pawl.cli.client.ServerAddress;
import dev.pawl.cli.client.UploadBody;
import dev.pawl.cli.demo.SampleHistory;
import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.Verdict;
import dev.pawl.report.TableRenderer;
import dev.pawl.server.PawlServer;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.wire.ComparisonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code pawl demo}: the main job at once. A server, histories that real tools wrote, one pull request that makes a benchmark
 * slower, and the verdict.
 */
@Command(
        name = "demo",
        description = "See the main job at once: real sample histories, a pull request with a regression, the verdict.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    /** The history whose last commit is uploaded as a pull request. */
    private static final String PULL_REQUEST_OF = "python-pytest";

    private static final int PULL_REQUEST = 12;

    @Option(
            names = "--once",
            description = "Exit after the verdict: 0 if and only if the planted regression was all that was found.")
    private boolean once;

    @Option(
            names = "--port",
            description = "Port of the dashboard; 0 takes any free one (default: " + ServerConfig.DEFAULT_PORT
                    + " if it is free, else any).")
    private @Nullable Integer port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.setProperty("PAWL_REQUEST_LOG", "warn");
        int chosen = port != null ? port : ServerStart.portOrAny(ServerConfig.DEFAULT_HOST, ServerConfig.DEFAULT_PORT);
        Path folder = Files.createTempDirectory("pawl-demo");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "cleaning"));
        try (PawlServer server = ServerStart.start(
                ServerStart.config(ServerConfig.DEFAULT_HOST, chosen, null, ServerStart.databaseIn(folder)))) {
            return run(server, folder);
        }
    }

    private int run(PawlServer server, Path folder) throws IOException, InterruptedException {
        PawlClient client = new PawlClient(
                ServerAddress.of(server.url()), null, Patience.of(Duration.ofSeconds(10)), System.err::println);
        for (String name : SampleHistory.NAMES) load(client, SampleHistory.load(name), folder);

        SampleHistory history = SampleHistory.load(PULL_REQUEST_OF);
        SampleHistory.Step planted = history.steps().get(history.steps().size() - 1);
        RunDescription pullRequest = described(planted, "feature")
                .with("pr", PULL_REQUEST)
                .with("base", "main")
                .with("merge-base", planted.commit().parent());
        System.out.println("$ pawl upload --pr " + PULL_REQUEST + " pytest.json        # \""
                + planted.commit().subject() + "\"\n");
        Comparison comparison = ComparisonReader.read(upload(client, history, planted, pullRequest, folder));
        System.out.println(TableRenderer.render(comparison));
        List<String> runs = comparison.contender().runs();
        System.out.println(
                "this run   " + server.url() + "/p/" + PULL_REQUEST_OF + "/runs/" + runs.get(runs.size() - 1));
        System.out.println("dashboard  " + server.url() + "/p/" + PULL_REQUEST_OF);
        if (once) return isRight(comparison, planted) ? ExitCode.FINE.number() : ExitCode.REGRESSION.number();
        System.out.println("           (Ctrl-C stops it; everything is forgotten then)");
        System.out.flush();
        new CountDownLatch(1).await();
        return ExitCode.FINE.number();
    }

    /** Uploads the history up to the planted commit, as CI would have done push by push. */
    private static void load(PawlClient client, SampleHistory history, Path folder) throws IOException {
        List<SampleHistory.Step> steps =
                history.steps().stream().filter(step -> step.planted() == null).toList();
        boolean isWatched = System.console() != null;
        for (int i = 0; i < steps.size(); i++) {
            if (isWatched)
                System.err.print("\rloading " + history.name() + ": " + (i + 1) + " of " + steps.size() + " commits ");
            upload(client, history, steps.get(i), described(steps.get(i), "main"), folder);
        }
        System.err.println(isWatched ? "" : "loaded " + history.name() + ": " + steps.size() + " commits");
    }

    private static RunDescription described(SampleHistory.Step step, String branch) {
        return new RunDescription.Builder()
                .with("branch", branch)
                .with("commit", step.commit().sha())
                .with("testbed", "demo")
                .with("run", "demo-" + step.commit().shortSha())
                .with(List.of(step.commit()));
    }

    private static byte[] upload(
            PawlClient client, SampleHistory history, SampleHistory.Step step, RunDescription run, Path folder)
            throws IOException {
        return client.upload(
                history.name(), UploadBody.write(folder.resolve("upload.body"), run, history.sources(step)));
    }

    /** Whether the planted regression was reported, and nothing else was. */
    private static boolean isRight(Comparison comparison, SampleHistory.Step planted) {
        List<String> regressed = comparison.results().stream()
                .filter(result -> result.metric().role() == Role.HEADLINE && result.verdict() == Verdict.REGRESSED)
                .map(JudgedMeasurement::series)
                .map(series -> series.benchmark().name())
                .toList();
        return regressed.equals(List.of(String.valueOf(planted.planted())));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
