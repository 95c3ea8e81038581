package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a JMH table, printed as CSV or as text, gathered into benchmarks.
 *
 * <p>Such tables hold no samples and round small scores away ({@code 0.000000}, {@code ≈ 10⁻⁴}). A benchmark without a number
 * is left out with a warning while others have one. Not safe to share between threads.
 */
final class JmhTable {

    /** What to do instead; every warning and refusal of tables ends in it. */
    static final String BETTER = "write the results with -rf json";

    /** With fewer digits the rounding alone is a change of 5 % and more. */
    private static final int FEWEST_DIGITS = 3;

    private static final int MOST_NAMES_SHOWN = 5;

    /**
     * @param label of a secondary metric; {@code null} in the row of the benchmark itself
     * @param score {@code null} where the table has no number, only that it is small
     * @param digits significant digits of the score as printed
     * @param error half the width of the confidence interval
     */
    record Row(
            String where,
            Benchmark benchmark,
            @Nullable String label,
            long samples,
            @Nullable Double score,
            int digits,
            @Nullable Double error,
            String unit) {}

    private final Map<Benchmark, Map<String, Row>> rows = new LinkedHashMap<>();

    void add(Row row) {
        String metric = row.label() == null ? "" : row.label();
        Row earlier = rows.computeIfAbsent(row.benchmark(), benchmark -> new LinkedHashMap<>())
                .putIfAbsent(metric, row);
        if (earlier != null)
            throw new ParseException(
                    row.where(),
                    "is the same benchmark, with the same parameters and mode, as " + earlier.where()
                            + "; give the tables of separate JMH runs as separate files");
    }

    /**
     * @throws ParseException if no benchmark has a number
     */
    ResultFile toResultFile(String name, Environment environment) {
        List<BenchmarkResult> results = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        Set<String> rounded = new LinkedHashSet<>();
        Set<String> leftOut = new LinkedHashSet<>();
        rows.forEach((benchmark, byMetric) -> {
            Row headline = byMetric.get("");
            if (headline != null && headline.score() == null) {
                missing.add(benchmark.displayName());
                return;
            }
            if (headline != null && headline.digits() < FEWEST_DIGITS) rounded.add(benchmark.displayName());
            Map<String, Measurement> measurements = new LinkedHashMap<>();
            for (Row row : byMetric.values()) {
                if (row.score() == null) {
                    leftOut.add(benchmark.displayName() + ":" + row.label());
                    continue;
                }
                Measurement measurement = measurement(row, row.score());
                if (measurements.putIfAbsent(measurement.metric().identity(), measurement) != null)
                    throw new ParseException(
                            row.where(),
                            "is another metric of the same name: "
                                    + Excerpt.quote(measurement.metric().name()));
            }
            if (!measurements.isEmpty())
                results.add(new BenchmarkResult(benchmark, List.copyOf(measurements.values())));
        });
        if (results.isEmpty() && missing.isEmpty())
            throw new ParseException(name, "holds no benchmarks; did JMH find and finish any?");
        if (results.isEmpty())
            throw new ParseException(
                    name, "prints every score as zero or as a power of ten, so there is no number to read; " + BETTER);
        List<String> warnings = new ArrayList<>();
        warnings.add("A table of JMH holds no samples, so that changes can hardly be told from noise; " + BETTER + ".");
        if (!missing.isEmpty())
            warnings.add(
                    "Left out, because their scores are rounded to nothing: " + some(missing) + "; " + BETTER + ".");
        if (!rounded.isEmpty())
            warnings.add("Printed with fewer than " + FEWEST_DIGITS + " digits, too few to see a change of 5 %: "
                    + some(rounded) + "; " + BETTER + ".");
        if (!leftOut.isEmpty())
            warnings.add(
                    "Secondary metrics left out, because the table has no number for them: " + some(leftOut) + ".");
        return new ResultFile("jmh", "", environment, results, warnings);
    }

    private static String some(Set<String> names) {
        String shown = String.join(
                ", ",
                names.stream()
                        .limit(MOST_NAMES_SHOWN)
                        .map(name -> Excerpt.of(name, Excerpt.LONGEST))
                        .toList());
        int more = names.size() - MOST_NAMES_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static Measurement measurement(Row row, double score) {
        Metric metric = metric(row);
        try {
            return new Measurement(
                    metric,
                    score,
                    row.error() == null ? null : Double.valueOf(score - row.error()),
                    row.error() == null ? null : Double.valueOf(score + row.error()),
                    null,
                    null,
                    row.samples(),
                    Samples.NONE,
                    new TreeMap<>());
        } catch (IllegalArgumentException e) {
            throw new ParseException(row.where(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Metric metric(Row row) {
        try {
            return row.label() == null
                    ? JmhMetrics.primary(row.unit(), row.benchmark().mode())
                    : JmhMetrics.secondary(
                            row.label(), row.unit(), row.benchmark().name());
        } catch (IllegalArgumentException e) {
            throw new ParseException(row.where(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads a printed score: a number, or {@code null} where it is rounded to zero though a time or a rate never is zero.
     *
     * @throws ParseException if it is no number, or not a finite one
     */
    static @Nullable Double score(String where, String text, String unit) {
        double score = number(where, text);
        if (!Double.isFinite(score))
            throw new ParseException(
                    where,
                    "the score is " + Excerpt.quote(text) + ", so it is no result; look for the failure in JMH's log");
        boolean mayBeZero = switch (Unit.of(unit).dimension()) {
            case TIME -> !unit.endsWith("/op");
            case RATE -> false;
            case BYTES, BYTE_RATE, COUNT, RATIO, OTHER -> true;
        };
        return score == 0 && !mayBeZero ? null : score;
    }

    /**
     * @throws ParseException if it is no number
     */
    static double number(String where, String text) {
        try {
            return LocaleNumber.parse(text);
        } catch (NumberFormatException e) {
            throw new ParseException(where, "must be a number, is " + Excerpt.quote(text) + "; " + BETTER, e);
        }
    }

    /** How many significant digits a printed number has: leading zeros are none. */
    static int digits(String text) {
        return (int) text.codePoints()
                .filter(Character::isDigit)
                .map(digit -> Character.digit(digit, 10))
                .dropWhile(digit -> digit == 0)
                .count();
    }
}
