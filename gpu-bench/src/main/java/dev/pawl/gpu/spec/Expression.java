package dev.pawl.gpu.spec;

import java.util.List;

/**
 * A whole number that depends on names: {@code ceildiv(n, threads) * 2}. Of 64 bits; what does not fit is an error and not
 * another number. {@code /} and {@code %} round down.
 *
 * <pre>
 *   sum     = product { ("+" | "-") product }
 *   product = factor { ("*" | "/" | "%") factor }
 *   factor  = number | name | function "(" sum "," sum ")" | "(" sum ")" | "-" factor
 * </pre>
 *
 * Functions: {@code ceildiv}, {@code min}, {@code max}.
 */
public final class Expression {

    static final List<String> FUNCTIONS = List.of("ceildiv", "min", "max");

    private final String text;
    private final Node node;

    private Expression(String text, Node node) {
        this.text = text;
        this.node = node;
    }

    /** A part of an expression. */
    interface Node {
        /** @throws ArithmeticException if there is no such number */
        long of(long[] values);
    }

    /**
     * @param names that it may use, in the order of their values
     * @throws IllegalArgumentException if it is none; the message says where it goes wrong
     */
    static Expression parse(String text, List<String> names) {
        return new Expression(text, new ExpressionReader(text, names).read());
    }

    /**
     * @param values of the names, in their order
     * @throws ArithmeticException if it divides by zero, or does not fit into 64 bits
     */
    public long of(long... values) {
        return node.of(values);
    }

    @Override
    public String toString() {
        return text;
    }
}
