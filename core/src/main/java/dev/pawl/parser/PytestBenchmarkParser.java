package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * pytest-benchmark's JSON: what {@code --benchmark-json} writes, with samples, and what autosave keeps, without.
 *
 * <p>All times are seconds for one call. The value is the median; {@code mean}, {@code min}, {@code max} and the quartiles
 * stand beside it; {@code ops} is the inverse of the mean and not a second metric. The identity is {@code fullname} (the
 * pytest node id) with the parameters; the group is for display only. A benchmark that occurs several times, as in merged
 * files, is one measurement with a group of samples for each occurrence.
 */
final class PytestBenchmarkParser implements Parser {

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));

    /** Members of {@code stats} that are kept for display under the tool's own names. */
    private static final Set<String> FIGURES = Set.of("mean", "min", "max", "q1", "q3", "iqr");

    private static final int LONGEST_TEXT = 1 << 16;

    private static final long MOST_ROUNDS = 1L << 53;

    @Override
    public boolean recognises(FileHead head) {
        Set<String> keys = head.keys();
        return keys.contains("machine_info")
                || keys.contains("commit_info")
                || keys.contains("benchmarks/fullname")
                || keys.contains("benchmarks/stats");
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return JsonInput.read(source, PytestBenchmarkParser::readFile);
    }

    private static ResultFile readFile(JsonInput json) throws IOException {
        if (json.isArray()) throw json.refuse("is an array; give the files that pytest-benchmark wrote one by one");
        Map<Benchmark, List<Occurrence>> benchmarks = new LinkedHashMap<>();
        TreeMap<String, String> facts = new TreeMap<>();
        boolean[] listed = {false};
        json.object(key -> {
            switch (key) {
                case "machine_info" -> readMachine(json, facts);
                case "benchmarks" -> {
                    listed[0] = true;
                    json.array(() -> {
                        Occurrence occurrence = readBenchmark(json);
                        benchmarks
                                .computeIfAbsent(occurrence.benchmark(), benchmark -> new ArrayList<>(1))
                                .add(occurrence);
                    });
                }
                default -> {}
            }
        });
        if (!listed[0]) throw json.refuse("has no 'benchmarks'; is it what pytest --benchmark-json wrote?");
        if (benchmarks.isEmpty())
            throw json.refuse("holds no benchmarks; was every one of them skipped, or did the tests fail?");
        List<BenchmarkResult> results = new ArrayList<>(benchmarks.size());
        benchmarks.forEach((benchmark, occurrences) ->
                results.add(new BenchmarkResult(benchmark, List.of(measurement(occurrences)))));
        return new ResultFile("pytest-benchmark", "", new Environment(facts), results, List.of());
    }

    /** Takes the facts that explain a time; the host's name is nobody's business. A hook may have replaced all of it. */
    private static void readMachine(JsonInput json, Map<String, String> facts) throws IOException {
        if (!json.isObject()) return;
        json.object(key -> {
            switch (key) {
                case "python_version" -> addFact(json, facts, "python");
                case "python_implementation" -> addFact(json, facts, "pythonImplementation");
                case "system" -> addFact(json, facts, "os");
                case "release" -> addFact(json, facts, "osRelease");
                case "machine" -> addFact(json, facts, "arch");
                case "cpu" -> {
                    if (json.isObject())
                        json.object(fact -> {
                            switch (fact) {
                                case "brand_raw", "brand" -> addFact(json, facts, "cpu");
                                case "count" -> addFact(json, facts, "cpuCount");
                                default -> {}
                            }
                        });
                }
                default -> {}
            }
        });
    }

    private static void addFact(JsonInput json, Map<String, String> facts, String name) throws IOException {
        if (!json.isString() && !json.isNumber()) return;
        String value = ParameterText.of(json.scalar(LONGEST_TEXT));
        if (!value.isBlank() && !value.equals("unknown")) facts.put(name, value);
    }

    private static Occurrence readBenchmark(JsonInput json) throws IOException {
        String where = json.where();
        String[] names = new String[2];
        TreeMap<String, String> params = new TreeMap<>();
        Stats stats = new Stats();
        json.object(key -> {
            switch (key) {
                case "fullname" -> names[0] = json.stringOrNull(LONGEST_TEXT);
                case "name" -> names[1] = json.stringOrNull(LONGEST_TEXT);
                case "params" -> readParams(json, params);
                case "stats" -> stats.read(json);
                default -> {}
            }
        });
        String name = names[0] != null ? names[0] : names[1];
        if (name == null) throw new ParseException(where, "has neither 'fullname' nor 'name'");
        return new Occurrence(where, benchmark(where, name, params), stats.complete(where));
    }

    private static Benchmark benchmark(String where, String name, SortedMap<String, String> params) {
        try {
            return new Benchmark("", name, params, "", 0);
        } catch (IllegalArgumentException e) {
            throw new ParseException(where, String.valueOf(e.getMessage()), e);
        }
    }

    private static void readParams(JsonInput json, Map<String, String> params) throws IOException {
        if (!json.isObject()) return;
        json.object(name -> {
            String value = json.isString()
                    ? json.string(ParameterText.LONGEST_READ)
                    : json.compact(ParameterText.LONGEST_READ);
            params.put(name, ParameterText.of(value));
        });
    }

    private static Measurement measurement(List<Occurrence> occurrences) {
        Occurrence first = occurrences.get(0);
        if (occurrences.size() == 1) return first.stats().measurement();
        for (Occurrence occurrence : occurrences) {
            if (occurrence.stats().data.length == 0)
                throw new ParseException(
                        first.where(),
                        "the benchmark occurs again at " + occurrences.get(1).where()
                                + ", and without its samples the two cannot be joined; write the files with"
                                + " --benchmark-json instead of autosave, or upload them one by one");
        }
        List<double[]> groups =
                occurrences.stream().map(occurrence -> occurrence.stats().data).toList();
        return SampleSummary.measurement(TIME, Samples.ofGroups(groups));
    }

    private record Occurrence(String where, Benchmark benchmark, Stats stats) {}

    /** The members of {@code stats} as they come, in any order. */
    private static final class Stats {
        private @Nullable Double median;
        private @Nullable Double stddev;
        private long rounds = -1;
        private double[] data = {};
        private final TreeMap<String, Double> figures = new TreeMap<>();

        void read(JsonInput json) throws IOException {
            json.object(key -> {
                if (FIGURES.contains(key)) {
                    Double figure = json.numberOrNull();
                    if (figure != null) figures.put(key, figure);
                    return;
                }
                switch (key) {
                    case "median" -> median = json.number();
                    case "stddev" -> stddev = json.numberOrNull();
                    case "rounds" -> rounds = json.count(MOST_ROUNDS);
                    case "data" -> data = json.isNull() ? data : json.numbers();
                    default -> {}
                }
            });
        }

        /** Fills in what can be computed from the samples. */
        Stats complete(String where) {
            if (median == null) {
                if (data.length == 0)
                    throw new ParseException(where + "/stats", "has neither a 'median' nor 'data' to compute it from");
                SampleSummary summary = SampleSummary.of(data);
                median = summary.median();
                stddev = summary.stddev();
            }
            if (rounds < 0) rounds = data.length;
            // With one round the tool writes 0, which would claim perfect repeatability.
            if (rounds < 2) stddev = null;
            return this;
        }

        Measurement measurement() {
            double centre = median == null ? Double.NaN : median;
            return new Measurement(TIME, centre, null, null, stddev, null, rounds, Samples.of(data), figures);
        }
    }
}
