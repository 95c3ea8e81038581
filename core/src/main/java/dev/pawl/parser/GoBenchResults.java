package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Dimension;
import dev.pawl.model.Direction;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what {@code go test -bench} printed of each benchmark: lines that are repeated ({@code -count}) are samples of one. */
final class GoBenchResults {

    private final String source;
    private final Map<String, GoBenchSeries> series = new LinkedHashMap<>();
    private final TreeMap<String, String> facts = new TreeMap<>();
    private final Map<String, Direction> directions = new HashMap<>();
    private final NameList unfinished = new NameList();

    GoBenchResults(String source) {
        this.source = source;
    }

    /**
     * @param process which process printed it, counted in the package
     */
    void add(String where, String suite, String name, int process, GoBenchLine figures) {
        // No package has a line end in it.
        String key = suite + "\n" + name;
        GoBenchSeries ofName = series.get(key);
        if (ofName == null) series.put(key, ofName = new GoBenchSeries(where, suite, name));
        ofName.add(where, process, figures);
    }

    void addFact(String where, String name, String value) {
        if (value.isEmpty()) return;
        String earlier = facts.putIfAbsent(name, value);
        if (earlier != null && !earlier.equals(value))
            throw new ParseException(
                    where,
                    "the results come from different machines: " + name + " is " + Excerpt.quote(value) + " here and "
                            + Excerpt.quote(earlier) + " before; give the outputs one by one");
    }

    /** A line of Go's benchmark format that says of a unit which way is better: {@code req/s better=higher}. */
    void addUnit(String definition) {
        String[] words = definition.strip().split("[ \t]+", -1);
        for (String word : words) {
            if (word.equals("better=higher")) directions.put(words[0], Direction.HIGHER_IS_BETTER);
            if (word.equals("better=lower")) directions.put(words[0], Direction.LOWER_IS_BETTER);
        }
    }

    void addUnfinished(String suite) {
        unfinished.add(suite);
    }

    ResultFile result() {
        if (series.isEmpty())
            throw new ParseException(
                    source,
                    "no benchmark was measured; did go test run with -bench, and does its pattern name a benchmark?");
        GoMaxProcs procs = GoMaxProcs.of(series.values());
        if (procs.isOne() && procs.only() > 1) facts.put("gomaxprocs", String.valueOf(procs.only()));
        List<BenchmarkResult> results = new ArrayList<>(series.size());
        NameList empty = new NameList();
        for (GoBenchSeries one : series.values()) {
            Map<String, String> params = procs.isSeveral() ? Map.of("cpu", String.valueOf(procs.of(one))) : Map.of();
            BenchmarkResult result = result(one, procs.nameOf(one), params);
            results.add(result);
            if (result.measurements().get(0).value() == 0)
                empty.add(result.benchmark().name());
        }
        List<String> warnings = new ArrayList<>();
        if (!empty.isEmpty())
            warnings.add(empty + " took no time: nothing is measured, or the compiler removed what should be (use"
                    + " b.Loop)");
        if (!unfinished.isEmpty())
            warnings.add("the output of " + unfinished
                    + " has no end ('PASS'); if the run was broken off, benchmarks are" + " missing");
        return new ResultFile("go", "", new Environment(facts), results, warnings);
    }

    private BenchmarkResult result(GoBenchSeries one, String name, Map<String, String> params) {
        try {
            List<Measurement> measurements = new ArrayList<>();
            boolean isTimed = one.units().contains(GoBenchLine.TIME);
            for (String unit : one.units()) {
                Samples samples = one.samples(unit);
                if (samples.isEmpty()) continue;
                Measurement measurement = SampleSummary.measurement(metric(unit, isTimed), samples);
                if (measurement.metric().name().equals("time")) measurements.add(0, measurement);
                else measurements.add(measurement);
            }
            if (measurements.isEmpty())
                throw new ParseException(one.where(), "has no finite value; find out why and run the benchmark again");
            return new BenchmarkResult(new Benchmark(one.suite(), name, params, "", 0), measurements);
        } catch (IllegalArgumentException e) {
            throw new ParseException(one.where(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * @param isTimed whether the benchmark's time was measured; {@code ReportMetric} can take it away and put another metric in
     *     its place
     */
    private Metric metric(String symbol, boolean isTimed) {
        Metric known = GoMetric.of(symbol);
        return known == null ? reported(symbol, isTimed) : known;
    }

    /** Go has no names for metrics beside the unit; the unit proper is often what follows the last dash: {@code p99-ns}. */
    private Metric reported(String symbol, boolean isTimed) {
        Unit last = Unit.of(symbol.substring(symbol.lastIndexOf('-') + 1));
        Unit unit = last.dimension() == Dimension.OTHER ? Unit.of(symbol) : last;
        Direction direction = directions.getOrDefault(symbol, Direction.of(unit.dimension()));
        Role judged = isTimed ? Role.SUPPORTING : Role.HEADLINE;
        return new Metric(symbol, unit, direction, direction == Direction.UNKNOWN ? Role.INFORMATIONAL : judged);
    }
}
