package dev.pawl.cli;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.cli.ci.CiContext;
import dev.pawl.cli.client.Patience;
import dev.pawl.cli.git.GitFacts;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.Comparison;
import dev.pawl.report.MarkdownRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code pawl gate}: may this commit be released? It compares what is stored and measures nothing.
 *
 * <p>A gate that could not judge does not open: an absent server and an empty comparison are failures here, other than at an
 * upload.
 */
@Command(
        name = "gate",
        description = {
            "Compare a commit with a release, or another baseline, on the server; for release jobs.",
            "Exits with 1 at a regression, and with 5 if nothing could be judged."
        },
        mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {

    @Option(
            names = "--baseline",
            paramLabel = "SPEC",
            description = "release:NAME, branch:NAME, run:ID, a branch or a commit (default: that of pawl.toml).")
    private @Nullable String baseline;

    @Option(
            names = "--head",
            paramLabel = "REF",
            description =
                    "What is judged: a commit, a branch, release:NAME or run:ID (default: the commit that is checked out).")
    private @Nullable String head;

    @Option(
            names = "--project",
            paramLabel = "P",
            description =
                    "Project on the server (default: PAWL_PROJECT, else that of pawl.toml, else the repository's name).")
    private @Nullable String project;

    @Option(
            names = "--testbed",
            paramLabel = "T",
            description = "Where both were measured (default: where the head was last).")
    private @Nullable String testbed;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "critical",
            description =
                    "warning, critical or never: from which regression on to exit with 1 (default: ${DEFAULT-VALUE}).")
    private FailOn failOn;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, json or markdown (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Mixin
    private ServerOptions server;

    private final Map<String, String> environment;
    private final Path folder;
    private final Function<Duration, Patience> patience;

    GateCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath(), Patience::of);
    }

    /**
     * @param folder the working directory
     * @param patience makes it from the time that the user grants
     */
    GateCommand(Map<String, String> environment, Path folder, Function<Duration, Patience> patience) {
        this.environment = environment;
        this.folder = folder;
        this.patience = patience;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.of(folder);
        CiContext ci = CiContext.of(environment);
        RunOptions options = new RunOptions();
        options.project = project;
        RunDescriber describer = new RunDescriber(options, settings, ci, GitFacts.of(folder, ci.isCi()));
        Comparison comparison = StoredComparison.ask(
                server.client(environment, settings, patience),
                describer.project(environment.get("PAWL_PROJECT")),
                base(settings),
                head == null ? describer.commit() : head,
                testbed);
        output.print(comparison, System.out);
        JobSummary.of(environment).append(MarkdownRenderer.render(comparison));
        return code(comparison).number();
    }

    /** What to compare with; policies that depend on an upload's place have no meaning here. */
    private String base(Settings settings) {
        String spec = baseline;
        if (spec == null && settings.baseline() != null)
            spec = settings.baseline().spec();
        boolean depends = new BaselinePolicy.MergeBase().spec().equals(spec)
                || new BaselinePolicy.Previous().spec().equals(spec);
        if (spec == null || spec.isBlank() || depends)
            throw new UsageException("a gate needs something fixed to compare with" + (depends ? ", not " + spec : "")
                    + "; name it with --baseline release:NAME, branch:NAME or run:ID");
        return spec;
    }

    private ExitCode code(Comparison comparison) {
        List<ExitCode> codes = new ArrayList<>(List.of(failOn.codeOf(comparison)));
        if (!comparison.summary().isVerdict()) {
            System.err.println("no verdict: nothing could be judged");
            codes.add(ExitCode.NO_VERDICT);
        }
        return ExitCode.first(codes);
    }
}
