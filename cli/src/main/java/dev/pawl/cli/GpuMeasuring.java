package dev.pawl.cli;

import dev.pawl.gpu.GpuFacts;
import dev.pawl.gpu.GpuProbe;
import dev.pawl.gpu.command.CommandRunner;
import dev.pawl.gpu.command.MeasuredCommand;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
            description = "After --: the program to measure, and its arguments.")
    private List<String> words = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the benchmark (default: the command).")
    private @Nullable String name;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "1",
            description = "Executions that are not recorded (default: ${DEFAULT-VALUE}).")
    private int warmups;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "5",
            description = "Executions that are measured (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "The longest that one execution may take (default: ${DEFAULT-VALUE}).")
    private int timeout;

    /**
     * Measures the command. Empty where there is none and no GPU either, which has been said on standard error then.
     *
     * @throws UsageException if the options make no sense
     */
    Optional<ResultFile> measure() throws IOException {
        if (words.isEmpty()) {
            GpuFacts facts = GpuProbe.ofThisMachine().probe();
            if (facts.isReady())
                throw new UsageException(
                        "kernels of Pawl's own do not exist yet; name a command: pawl gpu run -- COMMAND");
            System.err.println("error: " + facts);
            System.err.println("A command can be measured without one: pawl gpu run -- COMMAND");
            return Optional.empty();
        }
        String title = name == null ? String.join(" ", words) : name;
        if (title.length() > LONGEST_NAME)
            throw new UsageException("the command is too long to be the benchmark's name; give it one with --name");
        MeasuredCommand command;
        try {
            command = new MeasuredCommand(
                    title, words, Path.of("").toAbsolutePath(), warmups, repetitions, Duration.ofSeconds(timeout));
        } catch (IllegalArgumentException senseless) {
            throw new UsageException(String.valueOf(senseless.getMessage()));
        }
        // Standard output is for the result.
        return Optional.of(new CommandRunner(System.err).measure(command));
    }
}
