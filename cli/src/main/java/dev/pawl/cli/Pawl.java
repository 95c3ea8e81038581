package dev.pawl.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's table of contents. */
@Command(
        name = "pawl",
        description = "Tells whether the code got slower, and shows the proof.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Pawl.Version.class)
public final class Pawl implements Runnable {

    private static final List<String> COMMANDS = List.of(
            "demo",
            "serve",
            "upload",
            "compare",
            "parse",
            "detect",
            "backtest",
            "confirm",
            "bisect",
            "gate",
            "import",
            "export",
            "project",
            "benchmark",
            "runs",
            "token",
            "channel",
            "deliveries",
            "init",
            "badge",
            "report",
            "backup",
            "gpu");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        // Results and commit subjects are UTF-8, whatever the locale of a CI machine is.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        int number = run(arguments);
        System.out.flush();
        System.exit(number);
    }

    /** Runs one command and says what the process must end with. */
    static int run(String... arguments) {
        if (isPlainComparison(arguments)) return comparePlainly(arguments[1], arguments[2]);
        return run(commandLine(arguments), arguments);
    }

    /** {@code compare BASE HEAD} and nothing else. */
    private static boolean isPlainComparison(String[] arguments) {
        return arguments.length == 3
                && arguments[0].equals("compare")
                && !arguments[1].startsWith("-")
                && !arguments[2].startsWith("-")
                && !arguments[1].startsWith("@")
                && !arguments[2].startsWith("@");
    }

    /**
     * Runs the command that people wait for most without setting up a parser for its command line: in a short process that
     * takes longer than the comparison.
     */
    private static int comparePlainly(String base, String head) {
        try {
            return new CompareCommand(base, head).call();
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError thrown) {
            return report(Failure.of(thrown));
        }
    }

    static int run(CommandLine root, String... arguments) {
        try {
            return root.setParameterExceptionHandler(Pawl::explainUsage)
                    .setExecutionExceptionHandler((thrown, commandLine, parsed) -> report(Failure.of(thrown)))
                    .execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError thrown) {
            return report(Failure.of(thrown));
        }
    }

    /** Only the command that is asked for is set up: reflection over all of them would take longer than most of them run. */
    static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new Pawl());
        boolean oneIsNamed = arguments.length > 0 && COMMANDS.contains(arguments[0]);
        for (String name : oneIsNamed ? List.of(arguments[0]) : COMMANDS) root.addSubcommand(name, command(name));
        return root.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static Object command(String name) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "serve" -> new ServeCommand();
            case "upload" -> new UploadCommand();
            case "compare" -> new CompareCommand();
            case "parse" -> new ParseCommand();
            case "detect" -> new DetectCommand();
            case "backtest" -> new BacktestCommand();
            case "confirm" -> new ConfirmCommand();
            case "bisect" -> new BisectCommand();
            case "gate" -> new GateCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "project" -> new ProjectCommand();
            case "benchmark" -> new BenchmarkCommand();
            case "runs" -> new RunsCommand();
            case "token" -> new TokenCommand();
            case "channel" -> new ChannelCommand();
            case "deliveries" -> new DeliveriesCommand();
            case "backup" -> new BackupCommand();
            case "init" -> new InitCommand();
            case "badge" -> new BadgeCommand();
            case "report" -> new ReportCommand();
            case "gpu" -> new GpuCommand();
            default -> throw new IllegalArgumentException("unknown command '" + name + "'");
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int explainUsage(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + thrown.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(thrown, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.WRONG_USAGE.number();
    }

    private static int report(Failure failure) {
        System.err.println("error: " + failure.message());
        return failure.code().number();
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Pawl.class.getPackage().getImplementationVersion();
            return new String[] {"pawl " + (version == null ? "(not packaged)" : version)};
        }
    }
}
