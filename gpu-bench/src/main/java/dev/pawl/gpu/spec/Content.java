package dev.pawl.gpu.spec;

import org.jspecify.annotations.Nullable;

/**
 * A number that is given as an expression, or as a decimal.
 *
 * @param expression {@code null} for a decimal
 */
public record Content(@Nullable Expression expression, double decimal) {

    static final Content ZERO = new Content(null, 0);

    /** @throws ArithmeticException as the expression does */
    public double of(long... values) {
        return expression == null ? decimal : expression.of(values);
    }

    /** For 64 bits, of which a double has only 53. */
    public long wholeOf(long... values) {
        return expression == null ? (long) decimal : expression.of(values);
    }
}
