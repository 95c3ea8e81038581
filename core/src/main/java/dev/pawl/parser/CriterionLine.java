package dev.pawl.parser;

import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Three figures of Criterion's in brackets: lower bound, estimate and upper bound, each with a unit of its own:
 * {@code time:   [998.21 ns 1.0031 µs 1.0102 µs]}.
 *
 * @param start where in the line the word before the brackets begins
 * @param figures what stands in the brackets
 * @param unit the estimate's unit; empty where the figures cannot be read
 */
record CriterionLine(int start, String figures, String unit) {

    private static final Pattern BRACKETS = Pattern.compile("\\s++\\[([^\\[\\]]++)\\].*+");

    /** Only letters that units are made of: what a wrong code page made of {@code µs} must not pass for a unit. */
    private static final Pattern THREE =
            Pattern.compile("\\s*+([-+0-9.eE]++)\\s++([\\w#/µμ]++)\\s++([-+0-9.eE]++)\\s++([\\w#/µμ]++)"
                    + "\\s++([-+0-9.eE]++)\\s++([\\w#/µμ]++)\\s*+");

    /**
     * @param word {@code time:} or {@code thrpt:}
     * @return {@code null} if the line is not of this form
     */
    static @Nullable CriterionLine find(String line, String word) {
        int start = line.lastIndexOf(word);
        if (start < 0) return null;
        Matcher brackets = BRACKETS.matcher(line).region(start + word.length(), line.length());
        if (!brackets.matches()) return null;
        String figures = brackets.group(1);
        Matcher three = THREE.matcher(figures);
        if (three.matches()) return new CriterionLine(start, figures, three.group(4));
        // Others print brackets, too; Criterion's stand in a fixed column.
        return line.startsWith("   [", start + word.length()) || line.startsWith("  [", start + word.length())
                ? new CriterionLine(start, figures, "")
                : null;
    }

    /** Whether it compares with an earlier run, in percent. */
    boolean isChange() {
        return figures.indexOf('%') >= 0;
    }

    boolean isReadable() {
        Matcher three = THREE.matcher(figures);
        return three.matches() && isFinite(three.group(1)) && isFinite(three.group(3)) && isFinite(three.group(5));
    }

    /**
     * @param metric has the estimate's unit, to which the bounds are converted
     * @throws IllegalStateException if the figures are not readable
     */
    Measurement measurement(Metric metric) {
        Matcher three = THREE.matcher(figures);
        if (!three.matches()) throw new IllegalStateException("not readable: " + figures);
        return new Measurement(
                metric,
                Double.parseDouble(three.group(3)),
                converted(Double.parseDouble(three.group(1)), Unit.of(three.group(2)), metric.unit()),
                converted(Double.parseDouble(three.group(5)), Unit.of(three.group(6)), metric.unit()),
                null,
                null,
                0,
                Samples.NONE,
                new TreeMap<>());
    }

    /**
     * The units of one bracket are powers of 1000 or of 1024 apart; dividing by the whole number keeps decimals as they are
     * printed. A bound in a unit that does not convert is no bound.
     */
    private static @Nullable Double converted(double value, Unit from, Unit to) {
        if (from.symbol().equals(to.symbol())) return value;
        if (from.dimension() != to.dimension() || !from.baseSymbol().equals(to.baseSymbol())) return null;
        return from.factor() < to.factor()
                ? value / Math.rint(to.factor() / from.factor())
                : value * Math.rint(from.factor() / to.factor());
    }

    private static boolean isFinite(String number) {
        try {
            return Double.isFinite(Double.parseDouble(number));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
