package dev.pawl.parser;

import dev.pawl.model.Dimension;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One element of Google Benchmark's {@code benchmarks}: a repetition, or a figure over the repetitions of one run. */
final class GoogleBenchmarkEntry {

    static final String REAL_TIME = "real_time";
    static final String CPU_TIME = "cpu_time";

    private static final int LONGEST_TEXT = 1 << 16;

    private static final long MOST_REPETITIONS = 1L << 40;

    /** File and JSON pointer. */
    final String where;

    String name = "";

    @Nullable
    String runType;

    @Nullable
    String aggregate;

    /** Whether it says how well a complexity fits. */
    boolean isFit;

    /** Which repetition it is; −1 where the version does not tell. */
    long repetition = -1;

    /** How often the run was repeated, as the file says; 0 where it does not. */
    long repetitions;

    Unit timeUnit = Unit.of("ns");

    /** Why there is no result; {@code null} where there is one. */
    @Nullable
    String failure;

    /** Times in {@link #timeUnit}, rates in 1/s, and counters, by the file's own keys. What is not finite is left out. */
    final Map<String, Double> values = new LinkedHashMap<>();

    private @Nullable String runName;
    private boolean isPercentage;

    private GoogleBenchmarkEntry(String where) {
        this.where = where;
    }

    static GoogleBenchmarkEntry read(JsonInput json) throws IOException {
        GoogleBenchmarkEntry entry = new GoogleBenchmarkEntry(json.where());
        boolean isSkipped = false;
        String message = "";
        // A benchmark that failed may have NaN for its times, and says so before or after them.
        ParseException notFinite = null;
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "name" -> entry.name = json.string(LONGEST_TEXT);
                case "run_name" -> entry.runName = json.string(LONGEST_TEXT);
                case "run_type" -> entry.runType = json.string(LONGEST_TEXT);
                case "aggregate_name" -> entry.aggregate = json.string(LONGEST_TEXT);
                case "aggregate_unit" ->
                    entry.isPercentage = json.string(LONGEST_TEXT).equals("percentage");
                case "repetitions" -> entry.repetitions = json.count(MOST_REPETITIONS);
                case "repetition_index" -> entry.repetition = json.count(MOST_REPETITIONS);
                case "time_unit" -> entry.timeUnit = readTimeUnit(json);
                case "error_occurred", "skipped" -> isSkipped |= isTrue(json);
                case "error_message", "skip_message" -> message = json.string(LONGEST_TEXT);
                case "big_o", "rms" -> entry.isFit = true;
                case "family_index",
                        "per_family_instance_index",
                        "threads",
                        "iterations",
                        "label",
                        "memory_iterations",
                        "real_coefficient",
                        "cpu_coefficient" -> {}
                case REAL_TIME -> {
                    Double time = json.numberOrNull();
                    if (time != null) entry.values.put(key, time);
                    else notFinite = json.refuse("is not finite, so it is no result; run the benchmark again");
                }
                default -> {
                    if (json.isNumber() || key.equals(CPU_TIME)) {
                        Double value = json.numberOrNull();
                        if (value != null) entry.values.put(key, value);
                    }
                }
            }
        }
        if (entry.runName().isBlank()) throw json.refuse("has no 'name'");
        if (isSkipped) entry.failure = message.isBlank() ? "no reason is given" : message;
        else if (notFinite != null && !entry.isPercentage) throw notFinite;
        else if (!entry.isFit && notFinite == null && !entry.values.containsKey(REAL_TIME))
            throw json.refuse("has no 'real_time'");
        return entry;
    }

    private static Unit readTimeUnit(JsonInput json) throws IOException {
        Unit unit = Unit.of(json.string(LONGEST_TEXT));
        if (unit.dimension() != Dimension.TIME) throw json.refuse("must be a unit of time such as ns, us, ms or s");
        return unit;
    }

    private static boolean isTrue(JsonInput json) throws IOException {
        return json.scalar(LONGEST_TEXT).equals("true");
    }

    /** The name without that of an aggregate. */
    String runName() {
        return runName == null ? name : runName;
    }

    boolean isAggregate() {
        return aggregate != null || "aggregate".equals(runType);
    }

    /** Whether the figure is a part of the value, such as {@code cv}; its {@code time_unit} is not true then. */
    boolean isPercentage() {
        return isPercentage || "cv".equals(aggregate);
    }

    void becomeAggregate(String ofRun, String figure) {
        runName = ofRun;
        aggregate = figure;
    }
}
