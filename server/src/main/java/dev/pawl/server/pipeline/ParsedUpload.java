package dev.pawl.server.pipeline;

import dev.pawl.compare.RunSeries;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.Finding;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.parser.Parsers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an upload's files say, in the files' own units.
 *
 * @param formats ids of the formats, joined by {@code ,}
 */
record ParsedUpload(List<BenchmarkResult> results, Environment environment, String formats, List<Finding> findings) {

    /** More than this is not a benchmark suite but a mistake. */
    private static final int MOST_MEASUREMENTS = 50_000;

    private static final int LONGEST_SUITE = 256;
    private static final int LONGEST_MODE = 64;

    /** Names and values together. */
    private static final int LONGEST_PARAMETERS = 4096;

    private static final int LONGEST_UNIT = 64;

    /**
     * @throws dev.pawl.parser.ParseException if a file cannot be read
     * @throws UnprocessableUploadException if there are too many results, or a name is too long
     */
    static ParsedUpload of(Upload upload) {
        List<BenchmarkResult> results = new ArrayList<>();
        Environment environment = Environment.UNKNOWN;
        Set<String> formats = new LinkedHashSet<>();
        List<Finding> findings = new ArrayList<>();
        int measurements = 0;
        for (ResultFile file :
                Parsers.parse(upload.content().files(), upload.content().format())) {
            formats.add(file.format());
            environment = environment.with(file.environment());
            for (String warning : file.warnings()) findings.add(new Finding(Finding.Kind.PARSER_WARNING, warning));
            for (BenchmarkResult result : file.benchmarks()) {
                requireLengths(result);
                for (Measurement measurement : result.measurements()) requireRange(result, measurement);
                results.add(inSuite(result, upload.run().suite()));
                measurements += result.measurements().size();
            }
        }
        if (measurements > MOST_MEASUREMENTS)
            throw new UnprocessableUploadException("the upload holds " + measurements + " measurements; at most "
                    + MOST_MEASUREMENTS + " are taken at once");
        return new ParsedUpload(results, environment, String.join(",", formats), findings);
    }

    /**
     * @throws UnprocessableUploadException if a benchmark and metric occur twice
     */
    Map<SeriesKey, Series> series(String runId, String sha, String testbed) {
        try {
            return RunSeries.of(runId, sha, testbed, results);
        } catch (IllegalArgumentException twice) {
            throw new UnprocessableUploadException(twice.getMessage());
        }
    }

    /** Every measurement with the key of its series. */
    Map<SeriesKey, Measurement> measurements(String testbed) {
        Map<SeriesKey, Measurement> measurements = new LinkedHashMap<>();
        for (BenchmarkResult result : results) {
            for (Measurement measurement : result.measurements()) {
                measurements.put(
                        new SeriesKey(result.benchmark(), measurement.metric().identity(), testbed), measurement);
            }
        }
        return measurements;
    }

    /** Names are shown in lists, messages and addresses; a document in their place is a mistake. */
    private static void requireLengths(BenchmarkResult result) {
        Benchmark benchmark = result.benchmark();
        requireLength(benchmark, "its suite", benchmark.suite().length(), LONGEST_SUITE);
        requireLength(benchmark, "its mode", benchmark.mode().length(), LONGEST_MODE);
        int parameters = 0;
        for (Map.Entry<String, String> parameter : benchmark.params().entrySet())
            parameters += parameter.getKey().length() + parameter.getValue().length();
        requireLength(benchmark, "the text of its parameters", parameters, LONGEST_PARAMETERS);
        for (Measurement measurement : result.measurements()) {
            Metric metric = measurement.metric();
            requireLength(
                    benchmark,
                    "the unit of " + metric.name(),
                    metric.unit().symbol().length(),
                    LONGEST_UNIT);
        }
    }

    private static void requireLength(Benchmark benchmark, String what, int length, int most) {
        if (length > most)
            throw new UnprocessableUploadException("benchmark " + benchmark.name() + ": " + what + " has " + length
                    + " characters; at most " + most + " are taken");
    }

    /** A file's values are finite in its own unit; in base units they must be so too. */
    private static void requireRange(BenchmarkResult result, Measurement measurement) {
        double factor = measurement.metric().unit().factor();
        if (factor <= 1) return;
        double largest = Math.abs(measurement.value());
        for (double sample : measurement.samples().values()) largest = Math.max(largest, Math.abs(sample));
        if (!Double.isFinite(largest * factor))
            throw new UnprocessableUploadException(
                    "benchmark " + result.benchmark().displayName() + ": a value of "
                            + measurement.metric().name() + " is too large to be kept: " + largest + " "
                            + measurement.metric().unit().symbol());
    }

    private static BenchmarkResult inSuite(BenchmarkResult result, String suite) {
        if (!result.benchmark().suite().isEmpty()) return result;
        return new BenchmarkResult(result.benchmark().inSuite(suite), result.measurements());
    }
}
