package dev.pawl.parser;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tools printed or wrote, as kept under {@code results/}. */
final class RecordedOutput {

    private RecordedOutput() {}

    static Path path(String name) {
        try {
            return Path.of(RecordedOutput.class.getResource("/results/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(name, e);
        }
    }

    static String text(String name) {
        try (InputStream in = RecordedOutput.class.getResourceAsStream("/results/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the parsers make of a recorded file, its format found by content. */
    static ResultFile parsed(String name) {
        return parsedText(text(name));
    }

    static ResultFile parsedText(String text) {
        return parsedBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static ResultFile parsedBytes(byte[] bytes) {
        List<ResultFile> files = Parsers.parse(List.of(ResultSource.ofBytes("bench.txt", bytes)), null);
        if (files.size() != 1) throw new AssertionError(files.size() + " results");
        return files.get(0);
    }

    /** Suite and name of each benchmark, with the value of its first measurement. */
    static Map<String, Double> times(ResultFile file) {
        Map<String, Double> times = new TreeMap<>();
        for (BenchmarkResult result : file.benchmarks()) {
            String suite = result.benchmark().suite();
            times.put(
                    (suite.isEmpty() ? "" : suite + ": ") + result.benchmark().name(),
                    result.measurements().get(0).value());
        }
        return times;
    }

    static Measurement measurement(ResultFile file, String benchmark, String metric) {
        return file.benchmarks().stream()
                .filter(result -> result.benchmark().name().equals(benchmark))
                .flatMap(result -> result.measurements().stream())
                .filter(measurement -> measurement.metric().name().equals(metric))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + metric + " of " + benchmark));
    }
}
