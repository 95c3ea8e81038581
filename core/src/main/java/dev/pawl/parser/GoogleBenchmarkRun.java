package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All entries of one benchmark in Google Benchmark's JSON, and what they say together. */
final class GoogleBenchmarkRun {

    private static final Set<String> FIGURES = Set.of("mean", "min", "max");

    /** Hardware counters that say how much work was done ({@code --benchmark_perf_counters}); a mean for one iteration. */
    private static final Set<String> JUDGED_COUNTERS = Set.of("instructions", "cycles");

    /** Names that are taken; a counter of the user's may be called so, too. */
    private static final Set<String> OWN_NAMES =
            Set.of("time", "time.cpu", "throughput", "items", "allocs", "memory.peak");

    private final String name;
    private final GoogleBenchmarkEntry first;
    private final Set<Long> repetitionsSeen = new HashSet<>();
    private final Map<String, DoubleList> samples = new LinkedHashMap<>();
    private final Map<String, GoogleBenchmarkEntry> aggregates = new HashMap<>();
    private @Nullable String failure;

    /**
     * @param first the entry that names it first
     */
    GoogleBenchmarkRun(String name, GoogleBenchmarkEntry first) {
        this.name = name;
        this.first = first;
    }

    void add(GoogleBenchmarkEntry entry) {
        if (entry.failure != null) {
            if (failure == null) failure = entry.failure;
        } else if (!entry.isAggregate()) {
            if (entry.repetition >= 0 && !repetitionsSeen.add(entry.repetition))
                throw new ParseException(
                        entry.where,
                        "is the same benchmark as " + first.where + ", and no repetition of it; give the two different"
                                + " names, or the files of separate runs one by one");
            if (!entry.timeUnit.equals(first.timeUnit))
                throw new ParseException(entry.where, "has another time_unit than " + first.where);
            for (Map.Entry<String, Double> value : entry.values.entrySet()) {
                DoubleList ofKey = samples.get(value.getKey());
                if (ofKey == null) samples.put(value.getKey(), ofKey = new DoubleList());
                ofKey.add(value.getValue());
            }
        } else if (!entry.isPercentage()) {
            aggregates.put(String.valueOf(entry.aggregate), entry);
        }
    }

    /** What went wrong in a sentence, {@code null} if nothing did. */
    @Nullable
    String failure() {
        if (failure == null) return null;
        String where = samples.isEmpty() ? " has no result: " : " failed in some of its repetitions: ";
        return Excerpt.quote(name) + where + Excerpt.of(failure, Excerpt.LONGEST);
    }

    /** {@code null} if nothing was measured. */
    @Nullable
    BenchmarkResult result() {
        List<Measurement> measurements = new ArrayList<>();
        try {
            if (!samples.isEmpty()) ofRepetitions(measurements);
            else if (!aggregates.isEmpty()) ofAggregates(measurements);
            return measurements.isEmpty() ? null : new BenchmarkResult(Benchmark.named(name), measurements);
        } catch (IllegalArgumentException e) {
            throw new ParseException(first.where, String.valueOf(e.getMessage()), e);
        }
    }

    private void ofRepetitions(List<Measurement> measurements) {
        for (Map.Entry<String, DoubleList> one : samples.entrySet()) {
            Metric metric = metric(one.getKey());
            Measurement measurement =
                    SampleSummary.measurement(metric, Samples.of(one.getValue().toArray()));
            if (one.getKey().equals(GoogleBenchmarkEntry.REAL_TIME)) measurements.add(0, measurement);
            else measurements.add(measurement);
        }
    }

    private void ofAggregates(List<Measurement> measurements) {
        GoogleBenchmarkEntry centre = aggregates.get("median");
        if (centre == null) centre = aggregates.get("mean");
        if (centre == null) {
            // Aggregates of nothing but failed repetitions stand in the file, too.
            if (failure != null) return;
            throw new ParseException(
                    first.where,
                    "has neither a median nor a mean beside it; run without --benchmark_report_aggregates_only");
        }
        for (Map.Entry<String, Double> value : centre.values.entrySet()) {
            String key = value.getKey();
            TreeMap<String, Double> figures = new TreeMap<>();
            for (String figure : FIGURES) {
                Double known = aggregate(figure, key);
                if (known != null) figures.put(figure, known);
            }
            Measurement measurement = new Measurement(
                    metric(key),
                    value.getValue(),
                    null,
                    null,
                    aggregate("stddev", key),
                    null,
                    centre.repetitions,
                    Samples.NONE,
                    figures);
            if (key.equals(GoogleBenchmarkEntry.REAL_TIME)) measurements.add(0, measurement);
            else measurements.add(measurement);
        }
    }

    private @Nullable Double aggregate(String figure, String key) {
        GoogleBenchmarkEntry entry = aggregates.get(figure);
        return entry == null ? null : entry.values.get(key);
    }

    private Metric metric(String key) {
        return switch (key) {
            case GoogleBenchmarkEntry.REAL_TIME -> Metric.headline("time", first.timeUnit);
            case GoogleBenchmarkEntry.CPU_TIME -> supporting("time.cpu", first.timeUnit);
            case "bytes_per_second" -> supporting("throughput", Unit.of("B/s"));
            case "items_per_second" -> supporting("items", Unit.of("elem/s"));
            case "allocs_per_iter" ->
                new Metric("allocs", Unit.of("allocs/iter"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
            case "max_bytes_used" -> supporting("memory.peak", Unit.of("B"));
            default -> counter(key);
        };
    }

    private static Metric supporting(String name, Unit unit) {
        return new Metric(name, unit, Direction.of(unit.dimension()), Role.SUPPORTING);
    }

    /** The file tells neither a counter's unit nor whether it is a rate, so nobody can say which way is better. */
    private static Metric counter(String key) {
        Unit unit = Unit.of("");
        if (JUDGED_COUNTERS.contains(key.toLowerCase(Locale.ROOT)))
            return new Metric(key, unit, Direction.LOWER_IS_BETTER, Role.SUPPORTING);
        return new Metric(OWN_NAMES.contains(key) ? ":" + key : key, unit, Direction.UNKNOWN, Role.INFORMATIONAL);
    }
}
