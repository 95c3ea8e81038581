package dev.pawl.parser;

import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one benchmark in divan's table: times, then a line for each counter, then two for each kind of allocation,
 * number and bytes. Of each line the median counts.
 */
final class DivanFigures {

    private static final int MEDIAN = 2;

    private static final String MAX_ALLOCATED = "max alloc:";
    private static final String ALLOCATED = "alloc:";

    private final List<Measurement> measurements = new ArrayList<>();

    /** The kind of allocation whose lines come, empty where counters do. */
    private String section = "";

    private int lineOfSection;

    DivanFigures(String where, String[] cells) {
        Quantity median = Quantity.of(where, cells[MEDIAN]);
        Unit unit = timeUnit(where, median.unit());
        TreeMap<String, Double> statistics = new TreeMap<>();
        if (!cells[0].isEmpty()) statistics.put("min", in(unit, where, cells[0]));
        statistics.put("max", in(unit, where, cells[1]));
        statistics.put("mean", in(unit, where, cells[3]));
        measurements.add(new Measurement(
                Metric.headline("time", unit),
                median.finite(where),
                null,
                null,
                null,
                null,
                count(where, cells[4]),
                Samples.NONE,
                statistics));
    }

    List<Measurement> measurements() {
        return measurements;
    }

    /** Whether it took no time at all. */
    boolean isEmpty() {
        return measurements.get(0).value() == 0;
    }

    /** A line that goes on with the benchmark. */
    void takeMore(String where, String[] cells) {
        if (cells[0].endsWith(":")) {
            section = cells[0];
            lineOfSection = 0;
            return;
        }
        Quantity median = Quantity.of(where, cells[MEDIAN]);
        lineOfSection++;
        Metric metric = section.isEmpty() ? counter(median.unit()) : allocation(median.unit());
        if (metric == null) return;
        double value = median.value() * (section.isEmpty() ? prefix(median.unit()) : 1);
        if (Double.isFinite(value)) measurements.add(Measurement.of(metric, value));
    }

    /** Counts and bytes of allocations; what is freed, grown and shrunk follows from them. */
    private @Nullable Metric allocation(String unit) {
        boolean isBytes = lineOfSection == 2;
        if (section.equals(MAX_ALLOCATED) && isBytes) return lower("memory.peak", unit);
        if (!section.equals(ALLOCATED)) return null;
        return isBytes ? lower("allocated", unit + "/iter") : lower("allocs", "allocs/iter");
    }

    private static Metric lower(String name, String unit) {
        return new Metric(name, Unit.of(unit), Direction.LOWER_IS_BETTER, Role.SUPPORTING);
    }

    private static @Nullable Metric counter(String unit) {
        if (unit.endsWith("B/s")) return rate("throughput", unit);
        if (unit.endsWith("item/s")) return rate("items", "item/s");
        if (unit.endsWith("char/s")) return rate("chars", "char/s");
        return unit.endsWith("Hz") ? rate("cycles", "Hz") : null;
    }

    private static Metric rate(String name, String unit) {
        return new Metric(name, Unit.of(unit), Direction.HIGHER_IS_BETTER, Role.SUPPORTING);
    }

    /** What the counter's first letter stands for; units of bytes are known with theirs. */
    private static double prefix(String unit) {
        if (unit.endsWith("B/s")) return 1;
        return switch (unit.charAt(0)) {
            case 'K' -> 1e3;
            case 'M' -> 1e6;
            case 'G' -> 1e9;
            case 'T' -> 1e12;
            case 'P' -> 1e15;
            default -> 1;
        };
    }

    private static double in(Unit unit, String where, String cell) {
        Quantity quantity = Quantity.of(where, cell);
        return quantity.finite(where) * timeUnit(where, quantity.unit()).factor() / unit.factor();
    }

    private static Unit timeUnit(String where, String symbol) {
        return switch (symbol) {
            case "ps", "ns", "µs", "ms", "s", "h" -> Unit.of(symbol);
            case "m" -> Unit.of("min");
            case "d" -> Unit.of("day");
            default -> throw unreadable(where, symbol);
        };
    }

    private static long count(String where, String cell) {
        try {
            return Long.parseLong(cell);
        } catch (NumberFormatException e) {
            throw unreadable(where, cell);
        }
    }

    private static ParseException unreadable(String where, String cell) {
        return new ParseException(
                where, "cannot be read: " + Excerpt.quote(cell) + "; expected a number and a unit such as '12.5 ns'");
    }

    /**
     * @param unit empty for a bare number
     */
    private record Quantity(double value, String unit) {

        static Quantity of(String where, String cell) {
            int space = cell.indexOf(' ');
            String number = space < 0 ? cell : cell.substring(0, space);
            if (number.equals("inf"))
                return new Quantity(Double.POSITIVE_INFINITY, space < 0 ? "" : cell.substring(space + 1));
            for (int at = 0; at < number.length(); at++)
                if ("0123456789.".indexOf(number.charAt(at)) < 0) throw unreadable(where, cell);
            try {
                return new Quantity(Double.parseDouble(number), space < 0 ? "" : cell.substring(space + 1));
            } catch (NumberFormatException e) {
                throw unreadable(where, cell);
            }
        }

        double finite(String where) {
            if (!Double.isFinite(value)) throw unreadable(where, "inf " + unit);
            return value;
        }
    }
}
