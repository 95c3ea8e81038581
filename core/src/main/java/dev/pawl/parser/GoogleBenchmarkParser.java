package dev.pawl.parser;

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

/**
 * Google Benchmark's JSON, of any version: {@code --benchmark_out} or {@code --benchmark_format=json}.
 *
 * <p>The name is the run's name with everything that the library puts in it, such as {@code BM_Sort/1024/threads:2}. Repetitions
 * are samples of one benchmark, in one process; the aggregates that stand beside them are left out, and taken only where
 * {@code --benchmark_report_aggregates_only} left nothing else. Fits of complexity ({@code BigO}, {@code RMS}) are no
 * measurements. Source: google/benchmark, src/json_reporter.cc.
 */
final class GoogleBenchmarkParser implements Parser {

    private static final int LONGEST_TEXT = 1 << 16;

    /** What versions without {@code run_type} tell only by the name. */
    private static final Set<String> OLD_AGGREGATES = Set.of("mean", "median", "stddev");

    @Override
    public boolean recognises(FileHead head) {
        Set<String> keys = head.keys();
        return keys.contains("benchmarks/real_time")
                || keys.contains("benchmarks/run_type")
                || keys.contains("context/library_build_type");
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
        TreeMap<String, String> facts = new TreeMap<>();
        Map<String, GoogleBenchmarkRun> runs = new LinkedHashMap<>();
        // Which of them are aggregates is known when all are.
        List<GoogleBenchmarkEntry> ofOldVersions = new ArrayList<>();
        boolean isListed = false;
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "context" -> readContext(json, facts);
                case "benchmarks" -> {
                    isListed = true;
                    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
                        GoogleBenchmarkEntry entry = GoogleBenchmarkEntry.read(json);
                        if (entry.runType == null) ofOldVersions.add(entry);
                        else add(runs, entry);
                    }
                }
                default -> {}
            }
        }
        if (!isListed) throw json.refuse("has no 'benchmarks'; is it what --benchmark_out wrote?");
        nameAggregates(ofOldVersions);
        for (GoogleBenchmarkEntry entry : ofOldVersions) add(runs, entry);
        List<String> warnings = new ArrayList<>();
        NameList empty = new NameList();
        List<BenchmarkResult> results = new ArrayList<>();
        for (GoogleBenchmarkRun run : runs.values()) {
            String failure = run.failure();
            if (failure != null) warnings.add(failure);
            BenchmarkResult result = run.result();
            if (result == null) continue;
            results.add(result);
            if (result.measurements().get(0).value() == 0)
                empty.add(result.benchmark().name());
        }
        if (results.isEmpty())
            throw json.refuse("holds no benchmark that was measured; "
                    + (warnings.isEmpty() ? "does the filter name one?" : warnings.get(0)));
        if (!empty.isEmpty())
            warnings.add(empty + " took no time: nothing is measured, or the compiler removed what should be"
                    + " (benchmark::DoNotOptimize)");
        return new ResultFile("google-benchmark", "", new Environment(facts), results, warnings);
    }

    /** Takes what explains a time and stays the same from run to run; the host's name is nobody's business. */
    private static void readContext(JsonInput json, Map<String, String> facts) throws IOException {
        if (!json.isObject()) return;
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "num_cpus" -> addFact(json, facts, "cpuCount");
                case "cpu_scaling_enabled" -> addFact(json, facts, "cpuScaling");
                case "library_version" -> addFact(json, facts, "googleBenchmark");
                case "library_build_type" -> addFact(json, facts, "googleBenchmarkBuild");
                default -> {}
            }
        }
    }

    private static void addFact(JsonInput json, Map<String, String> facts, String name) throws IOException {
        if (!json.token().isScalarValue() || json.isNull()) return;
        String value = ParameterText.of(json.scalar(LONGEST_TEXT));
        if (!value.isBlank()) facts.put(name, value);
    }

    /**
     * Old versions write aggregates like any other run, as {@code BM_Sort_mean}. It is one where {@code BM_Sort} was repeated,
     * or where mean and standard deviation stand without it; else somebody called a benchmark so.
     */
    private static void nameAggregates(List<GoogleBenchmarkEntry> entries) {
        Map<String, Integer> occurrences = new HashMap<>();
        for (GoogleBenchmarkEntry entry : entries) {
            Integer before = occurrences.get(entry.name);
            occurrences.put(entry.name, before == null ? 1 : before + 1);
        }
        for (GoogleBenchmarkEntry entry : entries) {
            int end = entry.name.lastIndexOf('_');
            if (end <= 0) continue;
            String aggregate = entry.name.substring(end + 1);
            if (!OLD_AGGREGATES.contains(aggregate)) continue;
            String run = entry.name.substring(0, end);
            Integer repetitions = occurrences.get(run);
            boolean isAggregate = repetitions == null
                    ? occurrences.containsKey(run + "_mean") && occurrences.containsKey(run + "_stddev")
                    : repetitions > 1;
            if (isAggregate) entry.becomeAggregate(run, aggregate);
        }
    }

    private static void add(Map<String, GoogleBenchmarkRun> runs, GoogleBenchmarkEntry entry) {
        if (entry.isFit) return;
        GoogleBenchmarkRun run = runs.get(entry.runName());
        if (run == null) runs.put(entry.runName(), run = new GoogleBenchmarkRun(entry.runName(), entry));
        run.add(entry);
    }
}
