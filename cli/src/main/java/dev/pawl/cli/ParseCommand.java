package dev.pawl.cli;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultPaths;
import dev.pawl.report.Quantities;
import dev.pawl.report.VisibleText;
import dev.pawl.wire.ResultFileJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl parse}: what Pawl read from result files. */
@Command(name = "parse", description = "Show what Pawl reads from result files.", mixinStandardHelpOptions = true)
final class ParseCommand implements Callable<Integer> {

    /** How the results are printed. */
    enum Output {
        TABLE,
        JSON
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Result files, globs, a Criterion directory, or - for standard input.")
    private List<String> files;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "Read the files as this format instead of finding it by content.")
    private ResultFormat format;

    @Option(names = "--output", defaultValue = "table", description = "table or json (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Option(names = "--base-units", description = "Print values in base units (s, B, 1/s) instead of the file's own.")
    private boolean baseUnits;

    @Override
    public Integer call() throws IOException {
        List<ResultFile> results = Parsers.parse(new ResultPaths(Path.of(""), System.in).sources(files), format);
        switch (output) {
            case JSON -> ResultFileJson.write(System.out, results, baseUnits);
            case TABLE -> results.forEach(ParseCommand::print);
        }
        System.out.flush();
        return ExitCode.FINE.number();
    }

    /** The table of one result, to standard output. */
    static void print(ResultFile result) {
        System.out.println(result.format()
                + (result.suite().isEmpty() ? "" : ", suite " + VisibleText.of(result.suite())) + ": "
                + result.benchmarks().size() + (result.benchmarks().size() == 1 ? " benchmark" : " benchmarks"));
        for (BenchmarkResult benchmark : result.benchmarks()) {
            System.out.println("  " + VisibleText.of(benchmark.benchmark().displayName()));
            for (Measurement measurement : benchmark.measurements()) {
                System.out.println("    " + VisibleText.of(measurement.metric().name()) + "  "
                        + Quantities.value(measurement.inBaseUnits().value(), measurement.metric())
                        + (measurement.sampleCount() == 0 ? "" : "  " + measurement.sampleCount() + " samples"));
            }
        }
        for (String warning : result.warnings()) System.out.println("  warning: " + VisibleText.of(warning));
    }
}
