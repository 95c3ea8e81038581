package dev.pawl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.Benchmark;
import dev.pawl.report.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pawl bisect}: prints the script that finds an alert's commit. Git chooses the commits. Each takes turns on this machine with the
 * last commit that was measured as fast, and is bad if it is slower by more than half of the alert's change: as far from both levels as
 * can be.
 */
@Command(
        name = "bisect",
        description = {
            "Print a script that finds the commit behind an alert.",
            "It measures the alert's benchmark alone, by git bisect, in turns with the last commit that was fast."
        },
        mixinStandardHelpOptions = true)
final class BisectCommand implements Callable<Integer> {

    private static final int FEWEST_ROUNDS = 3;

    @Parameters(
            index = "0",
            paramLabel = "ALERT",
            description = "The alert's number, as the dashboard and the API say.")
    private long alert;

    @Option(
            names = "--build",
            paramLabel = "COMMAND",
            description = "What makes a checkout ready to measure, such as 'mvn -q package' (default: nothing).")
    private @Nullable String build;

    @Option(names = "--tool", description = "${COMPLETION-CANDIDATES} (default: by the benchmark's name).")
    private @Nullable RerunTool tool;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often each commit is measured (default: ${DEFAULT-VALUE}, at least " + FEWEST_ROUNDS + ").")
    private int rounds;

    @Mixin
    private ProjectOption project;

    @Mixin
    private ServerOptions server;

    private final Map<String, String> environment;
    private final Path folder;

    /** For the parser of the command line, which sets the rest. */
    BisectCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath());
    }

    /**
     * @param folder the working directory
     */
    BisectCommand(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < FEWEST_ROUNDS)
            throw new UsageException("--rounds must be at least " + FEWEST_ROUNDS + ": fewer pairs prove nothing");
        JsonNode told = alert();
        if (told.path("kind").asText().equals("creep"))
            throw new UsageException(
                    "alert " + alert + " crept, in steps too small to be told apart:" + " no one commit did it");
        String good = sha(told, "lastGoodSha");
        String bad = sha(told, "sha");
        if (good == null || bad == null)
            throw new UsageException("nothing is known of the commits before alert " + alert
                    + "; measure an older one, or name both to git bisect yourself");
        System.out.print(script(told, benchmark(told.path("identity")), good, bad));
        System.out.flush();
        System.err.println("run it in a clean checkout whose history reaches back to " + good.substring(0, 7)
                + ", with pawl on the PATH: pawl bisect " + alert + " > bisect.sh && sh bisect.sh");
        return ExitCode.FINE.number();
    }

    private JsonNode alert() throws IOException {
        Settings settings = Settings.of(folder);
        String slug = project.slug(environment, folder, settings);
        JsonNode told = new ObjectMapper()
                .readTree(server.client(environment, settings, Patience::of)
                        .get(List.of("projects", slug, "alerts", Long.toString(alert)), Map.of()));
        if (!told.path("identity").hasNonNull("benchmark")
                || !told.path("change").isNumber())
            throw new RefusedException(
                    200, "this version of Pawl does not understand the server's answer; use the server's version");
        return told;
    }

    /** What stands in a script must be a commit's name and nothing else, whoever answered. */
    private static @Nullable String sha(JsonNode told, String member) {
        String sha = told.path(member).asText();
        return sha.matches("[0-9a-f]{7,64}") ? sha : null;
    }

    private static Benchmark benchmark(JsonNode identity) {
        Map<String, String> params = new TreeMap<>();
        identity.path("params")
                .fields()
                .forEachRemaining(
                        param -> params.put(param.getKey(), param.getValue().asText()));
        return new Benchmark(
                identity.path("suite").asText(),
                identity.path("benchmark").asText(),
                params,
                identity.path("mode").asText(),
                Math.max(0, identity.path("threads").asInt()));
    }

    /** For a POSIX shell. Git takes 125 for a commit that cannot be measured. */
    private String script(JsonNode told, Benchmark benchmark, String good, String bad) {
        RerunTool by = tool == null ? RerunTool.of(benchmark) : tool;
        double change = Math.abs(told.path("change").asDouble());
        String limit = String.format(Locale.ROOT, "%.2f%%", change * 100 / 2);
        String ready = build == null ? ":" : VisibleText.of(build);
        return """
                #!/bin/sh
                # %s (%s) moved by %s after $good, and not after $bad.
                # Ends at the commit that did it. Needs a clean checkout, and pawl on the PATH.
                set -eu
                good=%s
                bad=%s
                limit=%s
                where=$(git rev-parse --show-prefix)
                from=$(git symbolic-ref -q --short HEAD || git rev-parse HEAD)
                cd "$(git rev-parse --show-toplevel)"
                work=$(mktemp -d)
                export where work limit
                trap 'git bisect reset; git checkout --quiet "$from"; git worktree remove --force "$work/base"; rm -rf "$work"' EXIT
                git worktree add --quiet --detach "$work/base" "$good"
                (cd "$work/base/$where" && %s)
                cat > "$work/measure" <<'MEASURE'
                rm -rf "$work/runs"
                mkdir -p "$work/runs/base" "$work/runs/head"
                (cd "./$where" && %s) || exit 125
                for i in %s; do
                  (cd "$work/base/$where" && %s) &&
                  (cd "./$where" && %s) || exit 125
                done
                pawl compare --pairs --policy plain --warning "$limit" --critical "$limit" --fail-on warning "$work/runs/base" "$work/runs/head"
                case $? in 0) exit 0 ;; 1) exit 1 ;; *) exit 125 ;; esac
                MEASURE
                git checkout --quiet --detach "$bad"
                sh "$work/measure" && status=0 || status=$?
                case $status in
                  0) echo "$bad is not slower than $good here: nothing to find on this machine" >&2; exit 5 ;;
                  125) echo "$good or $bad cannot be measured here" >&2; exit 5 ;;
                esac
                git bisect start "$bad" "$good"
                git bisect run sh "$work/measure"
                """.formatted(
                VisibleText.of(benchmark.displayName()),
                VisibleText.of(told.path("metric").asText()),
                change * 100,
                good,
                bad,
                limit,
                ready,
                ready,
                IntStream.rangeClosed(1, rounds).mapToObj(Integer::toString).collect(Collectors.joining(" ")),
                measuring(by, benchmark, "base"),
                measuring(by, benchmark, "head"));
    }

    private static String measuring(RerunTool by, Benchmark benchmark, String side) {
        return VisibleText.of(by.command(List.of(benchmark), "\"$work\"/runs/" + side + "/$i"));
    }
}
