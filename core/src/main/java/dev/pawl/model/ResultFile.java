package dev.pawl.model;

import java.util.List;

/**
 * What a parser read from one file (or one Criterion tree).
 *
 * @param format id of the format, such as {@code pytest-benchmark}
 * @param suite the suite that all benchmarks share, or empty
 * @param warnings what a person should know about the file though it could be read; one sentence each
 */
public record ResultFile(
        String format, String suite, Environment environment, List<BenchmarkResult> benchmarks, List<String> warnings) {
    public ResultFile {
        benchmarks = List.copyOf(benchmarks);
        warnings = List.copyOf(warnings);
    }
}
