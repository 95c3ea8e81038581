package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JMH's JSON ({@code -rf json}) of any version. The identity is the benchmark with its parameters, mode and threads; what the
 * scores mean is said by {@link JmhMetrics}.
 *
 * <p>The value is the score, with its confidence interval where it is finite; samples are kept by fork, of the mode
 * {@code sample} at most {@value JmhHistogram#MOST_SAMPLES}. Metrics that are only recorded keep no samples. Secondary
 * metrics without a number, such as a profiler's text, are left out.
 */
final class JmhJsonParser implements Parser {

    private static final int LONGEST_TEXT = 1 << 16;

    private static final int MOST_THREADS = 1 << 20;

    private static final long MOST_ITERATIONS = Integer.MAX_VALUE;

    private static final long MOST_EQUAL_SAMPLES = 1_000_000_000_000L;

    /** The unit of a secondary result that is a text, such as the stack profiler's. */
    private static final String NO_UNIT = "---";

    /** Secrets are handed to a JVM as system properties. Loaded when there are arguments: most files need no pattern. */
    private static final class SecretProperty {
        private static final Pattern PATTERN =
                Pattern.compile("(?i)(-D[^=]*(?:pass|secret|token|key|cred|auth)[^=]*=).*");
    }

    private static final String UNESCAPED_QUOTES =
            "; old versions of JMH do not escape quotes and backslashes in parameters, upgrade JMH if that is the cause";

    @Override
    public boolean recognises(FileHead head) {
        Set<String> keys = head.keys();
        return keys.contains("primaryMetric")
                || keys.contains("jmhVersion")
                || keys.containsAll(Set.of("benchmark", "mode", "forks"))
                || head.isJson() && isEmptyArray(head.text());
    }

    private static boolean isEmptyArray(String text) {
        String array = text.strip();
        return array.startsWith("[")
                && array.endsWith("]")
                && array.substring(1, array.length() - 1).isBlank();
    }

    @Override
    public ResultFile parse(ResultSource source) {
        // No lambda, see JsonInput.firstKey.
        return JsonInput.read(source, UNESCAPED_QUOTES, new JsonInput.Reading<>() {
            @Override
            public ResultFile read(JsonInput json) throws IOException {
                return readFile(json);
            }
        });
    }

    private static ResultFile readFile(JsonInput json) throws IOException {
        if (!json.isArray()) throw json.refuse("must be an array of JMH results, is " + json.describe());
        Map<Benchmark, Integer> places = new LinkedHashMap<>();
        List<BenchmarkResult> results = new ArrayList<>();
        Map<String, Set<String>> facts = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            BenchmarkResult result = readBenchmark(json, facts, warnings);
            Integer earlier = places.putIfAbsent(result.benchmark(), results.size());
            if (earlier != null)
                throw json.refuse("is the same benchmark, with the same parameters, mode and threads, as "
                        + json.whereElement(earlier)
                        + "; upload the results of separate JMH runs as separate files");
            results.add(result);
        }
        if (results.isEmpty())
            throw json.refuse("holds no benchmarks; JMH writes an empty array when none matched or every one failed");
        TreeMap<String, String> joined = new TreeMap<>();
        for (Map.Entry<String, Set<String>> fact : facts.entrySet())
            joined.put(fact.getKey(), ParameterText.of(String.join("; ", fact.getValue())));
        return new ResultFile("jmh", "", new Environment(joined), results, warnings);
    }

    private static BenchmarkResult readBenchmark(JsonInput json, Map<String, Set<String>> facts, List<String> warnings)
            throws IOException {
        Entry entry = new Entry();
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "benchmark" -> entry.name = json.string(LONGEST_TEXT);
                case "mode" -> entry.mode = json.string(LONGEST_TEXT);
                case "threads" -> entry.threads = (int) json.count(MOST_THREADS);
                case "forks" -> entry.forks = json.count(MOST_ITERATIONS);
                case "measurementIterations" -> entry.iterations = json.count(MOST_ITERATIONS);
                case "params" -> {
                    if (!json.isNull())
                        for (String param = json.firstKey(); param != null; param = json.nextKey())
                            entry.params.put(param, ParameterText.of(json.scalar(ParameterText.LONGEST_READ)));
                }
                case "jmhVersion", "jdkVersion", "vmName", "vmVersion" -> {
                    if (json.isString()) addFact(facts, key, json.string(LONGEST_TEXT));
                }
                case "jvmArgs" -> {
                    if (json.isArray()) addFact(facts, key, readArguments(json));
                }
                case "primaryMetric" -> entry.primary = readScore(json, "primaryMetric", entry.mode, true);
                case "secondaryMetrics" -> {
                    if (!json.isNull())
                        for (String label = json.firstKey(); label != null; label = json.nextKey())
                            if (json.isObject()) entry.secondary.put(label, readScore(json, label, entry.mode, false));
                }
                default -> {}
            }
        }
        if (entry.primary == null) throw json.refuse("has no 'primaryMetric'");
        try {
            return entry.result(warnings);
        } catch (IllegalArgumentException e) {
            throw new ParseException(json.where(), String.valueOf(e.getMessage()), e);
        }
    }

    private static void addFact(Map<String, Set<String>> facts, String name, String value) {
        if (value.isBlank()) return;
        Set<String> values = facts.get(name);
        if (values == null) facts.put(name, values = new LinkedHashSet<>());
        values.add(value);
    }

    private static String readArguments(JsonInput json) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (boolean more = json.firstElement(); more; more = json.nextElement())
            arguments.add(
                    SecretProperty.PATTERN.matcher(json.scalar(LONGEST_TEXT)).replaceFirst("$1…"));
        return String.join(" ", arguments);
    }

    /**
     * @param name {@code primaryMetric}, or the label of a secondary one
     * @param mode empty where it is not known yet
     * @param strict whether a score or sample that is not finite refuses the file; else the score is left out, or the samples
     */
    private static Score readScore(JsonInput json, String name, String mode, boolean strict) throws IOException {
        Score score = new Score(json, name, strict);
        // Of other modes nobody asks for more than the ends; half of all numbers need not be decoded then.
        boolean onlyEnds = !mode.isEmpty() && !mode.equals("sample");
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "score" -> score.value = strict ? Double.valueOf(readFinite(json)) : readNumber(json);
                case "scoreError" -> score.error = readNumber(json);
                case "scoreConfidence" -> {
                    List<@Nullable Double> bounds = new ArrayList<>();
                    if (json.isArray())
                        for (boolean more = json.firstElement(); more; more = json.nextElement())
                            bounds.add(readNumber(json));
                    if (bounds.size() == 2) {
                        score.lower = bounds.get(0);
                        score.upper = bounds.get(1);
                    }
                }
                case "scorePercentiles" -> {
                    if (json.isObject())
                        for (String percentile = json.firstKey(); percentile != null; percentile = json.nextKey()) {
                            if (onlyEnds && !percentile.equals("0.0") && !percentile.equals("100.0")) continue;
                            Double value = readNumber(json);
                            if (value != null) score.percentiles.put(percentile, value);
                        }
                }
                case "scoreUnit" -> score.unit = json.string(LONGEST_TEXT);
                case "rawData" -> {
                    if (json.isArray())
                        for (boolean more = json.firstElement(); more; more = json.nextElement())
                            score.forks.add(readFork(json, strict));
                }
                case "rawDataHistogram" -> {
                    if (json.isArray()) score.histogram = readHistogram(json);
                }
                default -> {}
            }
        }
        return score;
    }

    /** JMH writes numbers that are not finite as strings: {@code "NaN"}, {@code "+INF"}, {@code "-INF"}. */
    private static @Nullable Double readNumber(JsonInput json) throws IOException {
        return json.isString() ? null : json.numberOrNull();
    }

    private static double readFinite(JsonInput json) throws IOException {
        if (json.isString())
            throw json.refuse("is " + Excerpt.quote(json.string(LONGEST_TEXT))
                    + " and not a finite number, so it is no result; look for the failure in JMH's log");
        return json.number();
    }

    private static double[] readFork(JsonInput json, boolean strict) throws IOException {
        DoubleList values = new DoubleList();
        boolean isBroken = false;
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            Double value = strict ? Double.valueOf(readFinite(json)) : readNumber(json);
            if (value == null) isBroken = true;
            else values.add(value);
        }
        return isBroken ? new double[0] : values.toArray();
    }

    private static JmhHistogram readHistogram(JsonInput json) throws IOException {
        JmhHistogram histogram = new JmhHistogram();
        for (boolean fork = json.firstElement(); fork; fork = json.nextElement()) {
            for (boolean iteration = json.firstElement(); iteration; iteration = json.nextElement())
                for (boolean bin = json.firstElement(); bin; bin = json.nextElement()) readBin(json, histogram);
            histogram.endFork();
        }
        return histogram;
    }

    private static void readBin(JsonInput json, JmhHistogram histogram) throws IOException {
        double value = 0;
        long count = 0;
        int read = 0;
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            if (read == 0) value = readFinite(json);
            else if (read == 1) count = json.count(MOST_EQUAL_SAMPLES);
            read++;
        }
        if (read != 2) throw json.refuse("must be a value and its count");
        histogram.add(value, count);
    }

    /** One element of the array, as its members come, in any order. */
    private static final class Entry {
        private @Nullable String name;
        private String mode = "";
        private int threads;
        private long forks;
        private long iterations;
        private final TreeMap<String, String> params = new TreeMap<>();
        private @Nullable Score primary;
        private final Map<String, Score> secondary = new LinkedHashMap<>();

        BenchmarkResult result(List<String> warnings) {
            if (name == null) throw new IllegalArgumentException("has no 'benchmark', which is its name");
            Benchmark benchmark = new Benchmark("", name, params, mode, threads);
            Map<String, Measurement> measurements = new LinkedHashMap<>();
            if (primary != null) {
                Metric metric = JmhMetrics.primary(primary.unit(), mode);
                measurements.put(metric.identity(), primary.measurement(metric, mode, forks * iterations));
            }
            for (Map.Entry<String, Score> other : secondary.entrySet()) {
                String label = other.getKey();
                Score score = other.getValue();
                if (score.unit().equals(NO_UNIT)) continue;
                if (score.value == null) {
                    warnings.add("The metric " + Excerpt.quote(label) + " of " + Excerpt.quote(name)
                            + " is left out: its score is not a finite number.");
                    continue;
                }
                Metric metric = JmhMetrics.secondary(label, score.unit(), name);
                if (measurements.putIfAbsent(metric.identity(), score.measurement(metric, "", 0)) != null)
                    throw score.refuse("is another metric of the same name: " + Excerpt.quote(metric.name()));
            }
            return new BenchmarkResult(benchmark, List.copyOf(measurements.values()));
        }
    }

    /** A primary or secondary metric, as its members come, in any order. */
    private static final class Score {
        private final JsonInput json;
        private final String key;
        private final boolean isPrimary;
        private @Nullable Double value;
        private @Nullable Double error;
        private @Nullable Double lower;
        private @Nullable Double upper;
        private @Nullable String unit;
        private final TreeMap<String, Double> percentiles = new TreeMap<>();
        private final List<double[]> forks = new ArrayList<>();
        private @Nullable JmhHistogram histogram;

        Score(JsonInput json, String key, boolean isPrimary) {
            this.json = json;
            this.key = key;
            this.isPrimary = isPrimary;
        }

        /** For use right after the benchmark was read. To work the place out for each metric would cost as much as reading it. */
        ParseException refuse(String what) {
            return new ParseException(
                    isPrimary ? json.whereMember(key) : json.whereMember("secondaryMetrics", key), what);
        }

        String unit() {
            if (unit == null) throw refuse("has no 'scoreUnit'");
            return unit;
        }

        /**
         * @param unprinted how many samples there are where the file has none ({@code -Djmh.json.rawData=false})
         */
        Measurement measurement(Metric metric, String mode, long unprinted) {
            if (value == null) throw refuse("has no 'score'");
            Double low = lower != null ? lower : error == null ? null : Double.valueOf(value - error);
            Double high = upper != null ? upper : error == null ? null : Double.valueOf(value + error);
            if (histogram != null && histogram.count() > 0)
                return new Measurement(
                        metric,
                        value,
                        low,
                        high,
                        histogram.stddev(),
                        null,
                        histogram.count(),
                        histogram.samples(),
                        statistics(true));
            Samples samples = Samples.ofGroups(forks);
            SampleSummary summary = samples.isEmpty() ? null : SampleSummary.of(samples.values());
            return new Measurement(
                    metric,
                    value,
                    low,
                    high,
                    summary == null || summary.count() < 2 ? null : summary.stddev(),
                    null,
                    summary == null ? mode.equals("sample") ? 0 : unprinted : summary.count(),
                    metric.role() == Role.INFORMATIONAL ? Samples.NONE : samples,
                    statistics(mode.equals("sample")));
        }

        /** Percentiles of a handful of iterations are nothing but the iterations; of a histogram they are the result. */
        private TreeMap<String, Double> statistics(boolean ofManySamples) {
            TreeMap<String, Double> statistics = new TreeMap<>();
            for (Map.Entry<String, Double> percentile : percentiles.entrySet()) {
                String rank = percentile.getKey();
                switch (rank) {
                    case "0.0" -> statistics.put("min", percentile.getValue());
                    case "100.0" -> statistics.put("max", percentile.getValue());
                    default -> {
                        if (ofManySamples) statistics.put("p" + rank.replaceFirst("\\.0$", ""), percentile.getValue());
                    }
                }
            }
            return statistics;
        }
    }
}
