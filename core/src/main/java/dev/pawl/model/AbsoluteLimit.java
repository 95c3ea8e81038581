package dev.pawl.model;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that a metric must not go beyond, whatever the baseline: {@code <= 1 s}, {@code >= 200 MB/s}, {@code <= 1000}. It
 * holds for metrics of its unit's dimension.
 *
 * @param value in {@code unit}; finite
 */
public record AbsoluteLimit(Bound bound, double value, Unit unit) {

    private static final Pattern FORM =
            Pattern.compile("(<=|>=)\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*(\\S.{0,63})?");

    /** Forgives what the way to base units adds: 1000 ms is not more than 1 s. */
    private static final double ROUNDING = 1e-9;

    /** Which side of the limit is allowed; the limit itself always is. */
    public enum Bound {
        AT_MOST("<="),
        AT_LEAST(">=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    public AbsoluteLimit {
        if (!Double.isFinite(value) || !Double.isFinite(unit.toBase(value)))
            throw new IllegalArgumentException("a limit must be a finite number, is " + value);
    }

    /**
     * @throws IllegalArgumentException if it is not {@code <=} or {@code >=}, a number and a unit
     */
    public static AbsoluteLimit of(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (parts.matches()) {
            try {
                String unit = parts.group(3) == null ? "" : parts.group(3);
                return new AbsoluteLimit(
                        parts.group(1).equals(Bound.AT_MOST.sign) ? Bound.AT_MOST : Bound.AT_LEAST,
                        Double.parseDouble(parts.group(2)),
                        Unit.of(unit));
            } catch (NumberFormatException notANumber) {
                // falls through to the one message
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no limit; write <= or >=, a number and a unit, such as \"<= 1 s\"");
    }

    /** Whether it says anything about a metric: a limit in seconds says nothing about bytes. */
    public boolean isAbout(Metric metric) {
        return metric.unit().baseSymbol().equals(unit.baseSymbol());
    }

    /** Whether a value in base units is beyond it. */
    public boolean isExceededBy(double base) {
        double limit = unit.toBase(value);
        double tolerance = ROUNDING * Math.abs(limit);
        return switch (bound) {
            case AT_MOST -> base > limit + tolerance;
            case AT_LEAST -> base < limit - tolerance;
        };
    }

    /** The number with its unit, as it was written: {@code 1 s}. */
    public String quantity() {
        String number =
                new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
        return unit.symbol().equals("1") ? number : number + " " + unit.symbol();
    }

    /** As people write it; {@link #of} reads it back. */
    @Override
    public String toString() {
        return bound.sign + " " + quantity();
    }
}
