import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one file says of each benchmark, by the name that people read.
 *
 * @param values of the metrics by name
 */
record RecordedRun(ResultFile file, Map<String, Map<String, Double>> values) {

    /** @throws dev.pawl.parser.ParseException if it is no result of Pawl's */
    static RecordedRun read(Path path) {
        ResultFile file = parsed(path);
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        for (BenchmarkResult result : file.benchmarks()) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            for (Measurement measurement : result.measurements())
                metrics.put(measurement.metric().name(), measurement.inBaseUnits().value());
            values.put(result.benchmark().displayName(), metrics);
        }
        return new RecordedRun(file, values);
    }

    private static ResultFile parsed(Path path) {
        try {
            return Parsers.parse(List.of(ResultSource.ofFile(path.getFileName().toString(), path)), null)
                    .get(0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    OptionalDouble value(String benchmark, String metric) {
        Double value = values.getOrDefault(benchmark, Map.of()).get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The seconds that a benchmark took on the device; empty for what the host's clock timed, which is no kernel. */
    OptionalDouble kernelSeconds(String benchmark) {
        return value(benchmark, "time.batched").isPresent() ? value(benchmark, "time") : OptionalDouble.empty();
    }
}
