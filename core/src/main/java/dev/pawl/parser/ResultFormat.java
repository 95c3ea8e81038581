package dev.pawl.parser;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The formats that Pawl reads; the order is the order in which they are tried on a file. */
public enum ResultFormat {
    PAWL("pawl", "Pawl's own JSON"),
    PYTEST_BENCHMARK("pytest-benchmark", "pytest --benchmark-json"),
    JMH("jmh", "JMH: -rf json or csv, or the console table"),
    /** Before Criterion and libtest: their lines can stand around its tables. */
    DIVAN("divan", "divan: the table that cargo bench printed"),
    CRITERION("criterion", "Criterion: a target/criterion directory, or what cargo bench printed"),
    LIBTEST("libtest", "cargo bench with libtest, and Criterion's --output-format bencher"),
    NVBENCH("nvbench", "nvbench: --json or --jsonbin"),
    NVBANDWIDTH("nvbandwidth", "nvbandwidth -j"),
    HYPERFINE("hyperfine", "hyperfine --export-json"),
    GOOGLE_BENCHMARK("google-benchmark", "Google Benchmark: --benchmark_out, or --benchmark_format=json"),
    GO("go", "go test -bench, with or without -json"),
    PYPERF("pyperf", "pyperf and pyperformance: -o");

    private final String id;
    private final String description;

    ResultFormat(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** The name on the command line and in JSON. */
    public String id() {
        return id;
    }

    /** What a user of the tool would call it. */
    public String description() {
        return description;
    }

    /**
     * @throws IllegalArgumentException if there is no such format; the message lists those that exist
     */
    public static ResultFormat ofId(String id) {
        return Arrays.stream(values())
                .filter(format -> format.id.equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown format '" + id + "'; known are " + ids()));
    }

    static String ids() {
        return Arrays.stream(values()).map(ResultFormat::id).collect(Collectors.joining(", "));
    }

    /** Parsers of one format, in the order in which they are tried; a format can have a JSON, a CSV and a text form. */
    List<Parser> parsers() {
        return switch (this) {
            case PAWL -> List.of(new PawlParser());
            case PYTEST_BENCHMARK -> List.of(new PytestBenchmarkParser());
            case JMH -> List.of(new JmhJsonParser(), new JmhCsvParser(), new JmhTextParser());
            case DIVAN -> List.of(new DivanParser());
            case CRITERION -> List.of(new CriterionTextParser());
            case LIBTEST -> List.of(new LibtestJsonParser(), new LibtestParser());
            case NVBENCH -> List.of(new NvbenchParser(new NvbenchSamples(List.of())));
            case NVBANDWIDTH -> List.of(new NvbandwidthParser());
            case HYPERFINE -> List.of(new HyperfineParser());
            case GOOGLE_BENCHMARK -> List.of(new GoogleBenchmarkParser());
            case GO -> List.of(new GoBenchJsonParser(), new GoBenchParser());
            case PYPERF -> List.of(new PyperfParser());
        };
    }
}
