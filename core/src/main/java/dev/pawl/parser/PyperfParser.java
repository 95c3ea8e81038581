package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * pyperf's JSON, file version 1.0: what {@code -o} writes, of one benchmark or a suite; pyperformance writes the same.
 *
 * <p>A run is a process: its values are a group of samples. Warmups are no values, and runs that only calibrate have none. What
 * all benchmarks share, even the only name, stands at the end of the file. Source: psf/pyperf, pyperf/_bench.py.
 */
final class PyperfParser implements Parser {

    private static final Metric MEMORY_BESIDE =
            new Metric("memory.peak", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);

    private static final int LONGEST_TEXT = 1 << 16;

    private static final String VERSION = "1.0";

    @Override
    public boolean recognises(FileHead head) {
        return head.keys().contains("benchmarks/runs") || head.keys().contains("metadata/perf_version");
    }

    @Override
    public ResultFile parse(ResultSource source) {
        // No lambda, see JsonInput.firstKey.
        return JsonInput.read(source, new JsonInput.Reading<>() {
            @Override
            public ResultFile read(JsonInput json) throws IOException {
                return readFile(json);
            }
        });
    }

    private static ResultFile readFile(JsonInput json) throws IOException {
        List<Occurrence> occurrences = new ArrayList<>();
        TreeMap<String, String> facts = new TreeMap<>();
        Metadata common = new Metadata();
        boolean isListed = false;
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "version" -> requireVersion(json);
                case "metadata" -> common.read(json, facts);
                case "benchmarks" -> {
                    isListed = true;
                    for (boolean more = json.firstElement(); more; more = json.nextElement())
                        occurrences.add(readBenchmark(json));
                }
                default -> {}
            }
        }
        if (!isListed) throw json.refuse("has no 'benchmarks'; is it what pyperf -o wrote?");
        NameList withoutValues = new NameList();
        Map<String, String> places = new HashMap<>();
        List<BenchmarkResult> results = new ArrayList<>();
        for (Occurrence occurrence : occurrences) {
            String name = occurrence.metadata.name == null ? common.name : occurrence.metadata.name;
            if (name == null || name.isBlank())
                throw new ParseException(occurrence.where, "has no name; run pyperf with --name");
            String earlier = places.putIfAbsent(name, occurrence.where);
            if (earlier != null)
                throw new ParseException(
                        occurrence.where,
                        "has the same name as " + earlier + "; give the files of separate runs one by one");
            if (occurrence.values.isEmpty()) withoutValues.add(name);
            else results.add(occurrence.result(name, common));
        }
        if (results.isEmpty())
            throw json.refuse("holds no values"
                    + (withoutValues.isEmpty() ? "" : ": " + withoutValues + " was only calibrated")
                    + "; did the benchmarks run to their end?");
        List<String> warnings = new ArrayList<>();
        if (!withoutValues.isEmpty())
            warnings.add(withoutValues + " has no values: it was only calibrated, or broken off");
        return new ResultFile("pyperf", "", new Environment(facts), results, warnings);
    }

    private static void requireVersion(JsonInput json) throws IOException {
        if (!json.scalar(LONGEST_TEXT).equals(VERSION))
            throw json.refuse("must be \"" + VERSION + "\"; Pawl knows no other version of the file; convert it with a"
                    + " pyperf that writes it ('pyperf convert')");
    }

    private static Occurrence readBenchmark(JsonInput json) throws IOException {
        Occurrence occurrence = new Occurrence(json.where());
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "metadata" -> occurrence.metadata.read(json, null);
                case "runs" -> {
                    for (boolean more = json.firstElement(); more; more = json.nextElement()) readRun(json, occurrence);
                }
                default -> {}
            }
        }
        return occurrence;
    }

    private static void readRun(JsonInput json, Occurrence occurrence) throws IOException {
        Metadata metadata = new Metadata();
        double[] values = {};
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "metadata" -> metadata.read(json, null);
                case "values" -> values = json.isNull() ? values : json.numbers();
                default -> {}
            }
        }
        if (values.length == 0) return;
        occurrence.values.add(values);
        if (metadata.memory != null) occurrence.memory.add(new double[] {metadata.memory});
    }

    /** What is said of a run, a benchmark or the file; of all that is the same, only the widest says it. */
    private static final class Metadata {
        private @Nullable String name;
        private @Nullable String unit;
        private @Nullable Double memory;

        /**
         * @param facts where to put what explains a time and stays the same from run to run, {@code null} for nowhere; the
         *     host's name is nobody's business
         */
        void read(JsonInput json, @Nullable Map<String, String> facts) throws IOException {
            for (String key = json.firstKey(); key != null; key = json.nextKey()) {
                switch (key) {
                    case "name" -> name = json.stringOrNull(LONGEST_TEXT);
                    case "unit" -> unit = json.stringOrNull(LONGEST_TEXT);
                    case "mem_max_rss" -> memory = json.numberOrNull();
                    case "cpu_model_name" -> addFact(json, facts, "cpu");
                    case "cpu_count" -> addFact(json, facts, "cpuCount");
                    case "cpu_config" -> addFact(json, facts, "cpuConfig");
                    case "cpu_affinity" -> addFact(json, facts, "cpuAffinity");
                    case "aslr" -> addFact(json, facts, "aslr");
                    case "platform" -> addFact(json, facts, "platform");
                    case "python_version" -> addFact(json, facts, "python");
                    case "python_implementation" -> addFact(json, facts, "pythonImplementation");
                    case "python_compiler" -> addFact(json, facts, "pythonCompiler");
                    default -> {}
                }
            }
        }

        private static void addFact(JsonInput json, @Nullable Map<String, String> facts, String name)
                throws IOException {
            if (facts == null || !json.isString() && !json.isNumber()) return;
            String value = ParameterText.of(json.scalar(LONGEST_TEXT));
            if (!value.isBlank()) facts.put(name, value);
        }
    }

    /** One benchmark as it stands in the file. */
    private static final class Occurrence {
        private final String where;
        private final Metadata metadata = new Metadata();
        private final List<double[]> values = new ArrayList<>();
        private final List<double[]> memory = new ArrayList<>();

        Occurrence(String where) {
            this.where = where;
        }

        BenchmarkResult result(String name, Metadata common) {
            try {
                String unit = metadata.unit == null ? common.unit : metadata.unit;
                Metric metric = metric(unit == null ? "second" : unit);
                List<Measurement> measurements = new ArrayList<>();
                measurements.add(SampleSummary.measurement(metric, Samples.ofGroups(values)));
                Double shared = metadata.memory == null ? common.memory : metadata.memory;
                if (!metric.name().equals(MEMORY_BESIDE.name())) {
                    if (!memory.isEmpty())
                        measurements.add(SampleSummary.measurement(MEMORY_BESIDE, Samples.ofGroups(memory)));
                    else if (shared != null) measurements.add(Measurement.of(MEMORY_BESIDE, shared));
                }
                return new BenchmarkResult(Benchmark.named(name), measurements);
            } catch (IllegalArgumentException e) {
                throw new ParseException(where, String.valueOf(e.getMessage()), e);
            }
        }

        private Metric metric(String unit) {
            return switch (unit) {
                case "second" -> Metric.headline("time", Unit.of("s"));
                case "byte" -> Metric.headline("memory.peak", Unit.of("B"));
                case "integer" -> Metric.headline("value", Unit.of(""));
                default ->
                    throw new ParseException(
                            where, "has the unit " + Excerpt.quote(unit) + "; pyperf has second, byte and integer");
            };
        }
    }
}
