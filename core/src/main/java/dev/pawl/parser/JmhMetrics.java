package dev.pawl.parser;

import dev.pawl.model.Dimension;
import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What JMH's scores mean. The unit decides ({@code us/op} is a time, {@code ops/us} a throughput), and only where it says
 * nothing the mode.
 *
 * <p>Secondary metrics:
 *
 * <ul>
 *   <li>{@code gc.alloc.rate.norm} (B/op) is judged, lower is better: it hardly varies and finds new allocations.
 *   <li>Times and throughputs for an operation are judged: the methods of a {@code @Group}, counters, and the percentiles
 *       from 50 to 99 of the mode {@code sample}. The outer percentiles are single events and only recorded.
 *   <li>Of the hardware counters {@code instructions} and {@code cycles} are judged; the others are recorded, lower is better.
 *   <li>All else is recorded. {@code gc.alloc.rate} has no better side: faster code allocates faster.
 * </ul>
 */
final class JmhMetrics {

    /** Older versions put this before the labels of profilers, and between a method and its percentile. */
    private static final char OLD_MARK = '·';

    private static final Set<String> JUDGED_COUNTERS = Set.of("instructions", "cycles");

    private static final Set<String> PRIMARY_NAMES = Set.of("time", "throughput", "score");

    /** Labels of secondary metrics. Loaded when there are any: compiling patterns is much for a short command. */
    private static final class Label {
        static final Pattern PERCENTILE = Pattern.compile("(?:.*:)?p[01]\\.\\d++");

        static final Pattern INNER_PERCENTILE = Pattern.compile("(?:.*:)?p0\\.(?:50|90|95|99)");

        /** Labels of profilers whose unit looks like a result's, or whose direction the unit does not tell. */
        static final Pattern PROFILER = Pattern.compile(
                "(?:gc|compiler|cl|class|classload|safepoints|mempool|rt|hs|jfr|async|stack)(?:[.:].*)?");
    }

    private JmhMetrics() {}

    /**
     * @param mode JMH's short label: thrpt, avgt, sample, ss
     */
    static Metric primary(String unitSymbol, String mode) {
        Unit unit = Unit.of(unitSymbol);
        if (unit.dimension() == Dimension.TIME)
            return new Metric("time", unit, Direction.LOWER_IS_BETTER, Role.HEADLINE);
        if (unit.dimension() == Dimension.RATE)
            return new Metric("throughput", unit, Direction.HIGHER_IS_BETTER, Role.HEADLINE);
        return switch (mode) {
            case "thrpt" -> new Metric("throughput", unit, Direction.HIGHER_IS_BETTER, Role.HEADLINE);
            case "avgt", "sample", "ss" -> new Metric("time", unit, Direction.LOWER_IS_BETTER, Role.HEADLINE);
            default -> Metric.headline("score", unit);
        };
    }

    /**
     * @param label as JMH writes it, with or without the mark of older versions
     * @param benchmark full name, whose last part is the method
     */
    static Metric secondary(String label, String unitSymbol, String benchmark) {
        String name = name(label, benchmark);
        Unit unit = Unit.of(unitSymbol);
        if (name.equals("gc.alloc.rate.norm"))
            return new Metric(name, unit, Direction.LOWER_IS_BETTER, Role.SUPPORTING);
        if (Label.PROFILER.matcher(name).matches()) return new Metric(name, unit, ofProfiler(unit), Role.INFORMATIONAL);
        String symbol = unit.symbol();
        if (symbol.endsWith("/op") && unit.dimension() == Dimension.TIME || symbol.startsWith("ops/")) {
            boolean outer = Label.PERCENTILE.matcher(name).matches()
                    && !Label.INNER_PERCENTILE.matcher(name).matches();
            return new Metric(name, unit, Direction.of(unit.dimension()), outer ? Role.INFORMATIONAL : Role.SUPPORTING);
        }
        if (symbol.equals("#/op")) {
            // perf names an event with its modifiers: instructions:u.
            String event = name.replaceFirst(":.*", "");
            return new Metric(
                    name,
                    unit,
                    Direction.LOWER_IS_BETTER,
                    JUDGED_COUNTERS.contains(event) ? Role.SUPPORTING : Role.INFORMATIONAL);
        }
        return new Metric(
                name,
                unit,
                switch (name) {
                    case "CPI" -> Direction.LOWER_IS_BETTER;
                    case "IPC" -> Direction.HIGHER_IS_BETTER;
                    default -> Direction.UNKNOWN;
                },
                Role.INFORMATIONAL);
    }

    /** Times of the collector and the compiler and counts of collections shrink when code gets better; rates tell nothing. */
    private static Direction ofProfiler(Unit unit) {
        return switch (unit.dimension()) {
            case TIME, BYTES, COUNT -> Direction.LOWER_IS_BETTER;
            case RATE, BYTE_RATE, RATIO, OTHER -> Direction.UNKNOWN;
        };
    }

    /**
     * The label as the newest JMH would write it, so that a series survives the upgrade. A method of a group may be called
     * like the benchmark's own metric.
     */
    private static String name(String label, String benchmark) {
        String name = withoutMark(label, benchmark);
        return PRIMARY_NAMES.contains(name) ? ":" + name : name;
    }

    private static String withoutMark(String label, String benchmark) {
        if (!label.isEmpty() && label.charAt(0) == OLD_MARK) return label.substring(1);
        String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        if (label.startsWith(method + OLD_MARK)) return label.substring(method.length() + 1);
        return label.replace(OLD_MARK, ':');
    }
}
