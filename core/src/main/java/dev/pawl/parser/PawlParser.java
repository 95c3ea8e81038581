package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pawl's own JSON: what {@code pawl parse} prints, and what people write by hand for tools that Pawl does not read. One object,
 * or an array of them.
 *
 * <p>Only {@code benchmarks} with {@code name} and {@code measurements}, and in these {@code metric} with {@code value} or
 * {@code samples} are needed. Unknown keys are fine.
 */
final class PawlParser implements Parser {

    private static final int LONGEST_TEXT = 1 << 16;

    private static final int MOST_THREADS = 1 << 20;

    private static final String FORMAT = "pawl";

    @Override
    public boolean recognises(FileHead head) {
        Set<String> keys = head.keys();
        return keys.contains("benchmarks/measurements") || keys.containsAll(Set.of("format", "suite", "benchmarks"));
    }

    /** Of a file that holds exactly one object; others are read by {@link #parseAll}. */
    @Override
    public ResultFile parse(ResultSource source) {
        List<ResultFile> files = parseAll(source);
        if (files.size() != 1)
            throw new ParseException(source.name(), "holds " + files.size() + " results where one is wanted");
        return files.get(0);
    }

    @Override
    public List<ResultFile> parseAll(ResultSource source) {
        return JsonInput.read(source, json -> {
            if (!json.isArray()) return List.of(readFile(json));
            List<ResultFile> files = new ArrayList<>();
            json.array(() -> files.add(readFile(json)));
            if (files.isEmpty()) throw json.refuse("is an empty array; there is no result in it");
            return files;
        });
    }

    private static ResultFile readFile(JsonInput json) throws IOException {
        String where = json.where();
        String[] formatAndSuite = {FORMAT, ""};
        TreeMap<String, String> facts = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        json.object(key -> {
            switch (key) {
                case "format" -> formatAndSuite[0] = json.string(LONGEST_TEXT);
                case "suite" -> formatAndSuite[1] = json.string(LONGEST_TEXT);
                case "environment" -> {
                    if (!json.isNull()) json.object(fact -> facts.put(fact, json.scalar(LONGEST_TEXT)));
                }
                case "benchmarks" -> json.array(() -> entries.add(readBenchmark(json, warnings)));
                case "warnings" -> {
                    if (!json.isNull()) json.array(() -> warnings.add(json.string(LONGEST_TEXT)));
                }
                default -> {}
            }
        });
        if (entries.isEmpty()) throw new ParseException(where, "holds no benchmarks");
        Map<Benchmark, String> places = new HashMap<>();
        List<BenchmarkResult> results = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            BenchmarkResult result = entry.result(formatAndSuite[1]);
            String earlier = places.putIfAbsent(result.benchmark(), entry.where);
            if (earlier != null)
                throw new ParseException(
                        entry.where, "is the same benchmark as " + earlier + "; name each of them once");
            results.add(result);
        }
        return new ResultFile(formatAndSuite[0], formatAndSuite[1], new Environment(facts), results, warnings);
    }

    private static Entry readBenchmark(JsonInput json, List<String> warnings) throws IOException {
        Entry entry = new Entry(json.where());
        json.object(key -> {
            switch (key) {
                case "suite" -> entry.suite = json.stringOrNull(LONGEST_TEXT);
                case "name" -> entry.name = json.string(LONGEST_TEXT);
                case "params" -> {
                    if (!json.isNull())
                        json.object(param -> entry.params.put(
                                param,
                                json.isString()
                                        ? json.string(ParameterText.LONGEST_READ)
                                        : json.compact(LONGEST_TEXT)));
                }
                case "mode" -> entry.mode = json.isNull() ? "" : json.string(LONGEST_TEXT);
                case "threads" -> entry.threads = json.isNull() ? 0 : (int) json.count(MOST_THREADS);
                case "measurements" ->
                    json.array(() -> {
                        PawlMeasurement measurement = PawlMeasurement.read(json, warnings);
                        String identity = measurement.measurement().metric().identity();
                        PawlMeasurement earlier = entry.measurements.putIfAbsent(identity, measurement);
                        if (earlier != null)
                            throw new ParseException(
                                    measurement.where(),
                                    "measures the same metric as " + earlier.where() + ": " + Excerpt.quote(identity));
                    });
                default -> {}
            }
        });
        return entry;
    }

    /** One benchmark as its members come, in any order. */
    private static final class Entry {
        private final String where;
        private @Nullable String suite;
        private String name = "";
        private final TreeMap<String, String> params = new TreeMap<>();
        private String mode = "";
        private int threads;
        private final Map<String, PawlMeasurement> measurements = new LinkedHashMap<>();

        Entry(String where) {
            this.where = where;
        }

        BenchmarkResult result(String fileSuite) {
            if (measurements.isEmpty()) throw new ParseException(where, "has no 'measurements'");
            try {
                Benchmark benchmark = new Benchmark(suite == null ? fileSuite : suite, name, params, mode, threads);
                return new BenchmarkResult(
                        benchmark,
                        measurements.values().stream()
                                .map(PawlMeasurement::measurement)
                                .toList());
            } catch (IllegalArgumentException e) {
                throw new ParseException(where, String.valueOf(e.getMessage()), e);
            }
        }
    }
}
