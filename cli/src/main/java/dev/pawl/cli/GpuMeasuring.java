package dev.pawl.cli;

import dev.pawl.gpu.GpuFacts;
import dev.pawl.gpu.GpuProbe;
import dev.pawl.gpu.command.CommandRunner;
import dev.pawl.gpu.command.MeasuredCommand;
import dev.pawl.gpu.suite.SuiteResult;
import dev.pawl.gpu.suite.SuiteRunner;
import dev.pawl.gpu.telemetry.GpuTelemetry;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code gpu run} and {@code gpu upload} share: the command, and how it is measured. */
final class GpuMeasuring {

    /** Longer command lines make no name that anybody wants to read in a table. */
    private static final int LONGEST_NAME = 200;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "After --: the program to measure, and its arguments; without one, Pawl's own kernels.")
    private List<String> words = List.of();

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = {
                "Measure the kernels that this YAML file describes instead of Pawl's own; see docs/benchmark-a-gpu.md.",
                "Not together with a command."
            })
    private @Nullable Path spec;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the benchmark (default: the command).")
    private @Nullable String name;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Executions of the command that are not recorded (default: 1).")
    private @Nullable Integer warmups;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Executions of the command that are measured (default: 5).")
    private @Nullable Integer repetitions;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "The longest that one execution, or one group of kernels, may take (default: 3600, or 300).")
    private @Nullable Integer timeout;

    @Option(
            names = "--no-telemetry",
            description = "Do not watch the GPUs meanwhile, to see whether watching is what disturbs.")
    private boolean noTelemetry;

    /** What {@code --suite} takes, for the help. */
    static final class Suites implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SuiteRunner.suites().iterator();
        }
    }

    /** What was measured, and the exit code if it is only a part. */
    record Measured(ResultFile result, ExitCode exitCode) {}

    /**
     * Measures the command, or Pawl's own kernels. Empty where those are wanted and there is no GPU, or none of them gave a
     * result, which has been said on standard error then.
     *
     * @param suite of the kernels; {@code null} if none was named
     * @throws UsageException if the options make no sense
     */
    Optional<Measured> measure(@Nullable String suite) throws IOException {
        if (words.isEmpty()) return measureSuite(suite == null ? "default" : suite);
        if (suite != null) throw new UsageException("name a suite or a command, not both");
        if (spec != null) throw new UsageException("name a spec file or a command, not both");
        String title = name == null ? String.join(" ", words) : name;
        if (title.length() > LONGEST_NAME)
            throw new UsageException("the command is too long to be the benchmark's name; give it one with --name");
        MeasuredCommand command;
        try {
            command = new MeasuredCommand(
                    title,
                    words,
                    Path.of("").toAbsolutePath(),
                    warmups == null ? 1 : warmups,
                    repetitions == null ? 5 : repetitions,
                    timeoutOr(3600));
        } catch (IllegalArgumentException senseless) {
            throw new UsageException(String.valueOf(senseless.getMessage()));
        }
        // Standard output is for the result.
        return Optional.of(new Measured(new CommandRunner(System.err, telemetry()).measure(command), ExitCode.FINE));
    }

    private Optional<Measured> measureSuite(String suite) throws IOException {
        if (name != null || warmups != null || repetitions != null)
            throw new UsageException("--name, --warmup and --repetitions are for a command, and none is named; kernels"
                    + " have names and an end of their own");
        if (spec != null && Files.isDirectory(spec))
            throw new UsageException(spec + " is a folder; name a spec file in it");
        SuiteRunner runner;
        try {
            runner = spec == null
                    ? SuiteRunner.of(suite, timeoutOr(300), telemetry(), System.err)
                    : SuiteRunner.ofSpec(spec, suite, timeoutOr(300), telemetry(), System.err);
        } catch (IllegalArgumentException senseless) {
            throw new UsageException(String.valueOf(senseless.getMessage()));
        }
        GpuFacts facts = GpuProbe.ofThisMachine().probe();
        if (!facts.isReady()) {
            System.err.println("error: " + facts);
            System.err.println("A command can be measured without one: pawl gpu run -- COMMAND");
            return Optional.empty();
        }
        SuiteResult result = runner.run();
        if (result.result().benchmarks().isEmpty()) {
            System.err.println("error: no benchmark gave a result; the reasons are above");
            return Optional.empty();
        }
        return Optional.of(
                new Measured(result.result(), result.failures().isEmpty() ? ExitCode.FINE : ExitCode.UNREADABLE_INPUT));
    }

    private GpuTelemetry telemetry() {
        return noTelemetry ? GpuTelemetry.none("switched off by --no-telemetry") : GpuTelemetry.ofThisMachine();
    }

    private Duration timeoutOr(int seconds) {
        return Duration.ofSeconds(timeout == null ? seconds : timeout);
    }
}
