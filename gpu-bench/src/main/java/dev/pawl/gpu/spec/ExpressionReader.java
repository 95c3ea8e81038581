package dev.pawl.gpu.spec;

import dev.pawl.gpu.spec.Expression.Node;
import java.util.List;

/** Reads one expression, from left to right. */
final class ExpressionReader {

    private static final int LONGEST = 1000;

    /** Each parenthesis takes some of the stack. */
    private static final int DEEPEST = 100;

    private final String text;
    private final List<String> names;
    private int at;
    private int depth;

    ExpressionReader(String text, List<String> names) {
        this.text = text;
        this.names = names;
    }

    Node read() {
        if (text.length() > LONGEST) throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        Node node = sum();
        if (next() != 0) throw refuse("'" + text.charAt(at) + "' where an operator is expected");
        return node;
    }

    private Node sum() {
        Node left = product();
        while (true) {
            Node first = left;
            if (skip('+')) {
                Node second = product();
                left = values -> Math.addExact(first.of(values), second.of(values));
            } else if (skip('-')) {
                Node second = product();
                left = values -> Math.subtractExact(first.of(values), second.of(values));
            } else {
                return left;
            }
        }
    }

    /** The one quotient that does not fit would be taken for another number. */
    private static long quotient(long a, long b) {
        return b == -1 ? Math.negateExact(a) : Math.floorDiv(a, b);
    }

    private Node product() {
        Node left = factor();
        while (true) {
            Node first = left;
            if (skip('*')) {
                Node second = factor();
                left = values -> Math.multiplyExact(first.of(values), second.of(values));
            } else if (skip('/')) {
                Node second = factor();
                left = values -> quotient(first.of(values), second.of(values));
            } else if (skip('%')) {
                Node second = factor();
                left = values -> Math.floorMod(first.of(values), second.of(values));
            } else {
                return left;
            }
        }
    }

    private Node factor() {
        if (++depth > DEEPEST) throw refuse("more than " + DEEPEST + " levels of parentheses and signs");
        try {
            char first = next();
            if (skip('-')) {
                Node negated = factor();
                return values -> Math.negateExact(negated.of(values));
            }
            if (skip('(')) {
                Node inner = sum();
                expect(')');
                return inner;
            }
            if (isDigit(first)) return number();
            if (isLetter(first)) return named();
            throw refuse(
                    first == 0
                            ? "its end where a number or name is expected"
                            : "'" + first + "' where a number or name is expected");
        } finally {
            depth--;
        }
    }

    private Node number() {
        String digits = word();
        try {
            long number = Long.parseLong(digits);
            return values -> number;
        } catch (NumberFormatException notWhole) {
            throw refuse("'" + digits + "', which is no whole number of 64 bits");
        }
    }

    private Node named() {
        String name = word();
        if (next() == '(') return function(name);
        int index = names.indexOf(name);
        if (index < 0)
            throw refuse("'" + name + "', which is no name here"
                    + (names.isEmpty() ? "" : "; known are " + String.join(", ", names)));
        return values -> values[index];
    }

    private Node function(String name) {
        if (!Expression.FUNCTIONS.contains(name))
            throw refuse("'" + name + "', which is no function; there are " + String.join(", ", Expression.FUNCTIONS));
        expect('(');
        Node first = sum();
        expect(',');
        Node second = sum();
        expect(')');
        return switch (name) {
            case "min" -> values -> Math.min(first.of(values), second.of(values));
            case "max" -> values -> Math.max(first.of(values), second.of(values));
            default -> values -> Math.negateExact(quotient(Math.negateExact(first.of(values)), second.of(values)));
        };
    }

    private String word() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) at++;
        return text.substring(start, at);
    }

    /** The next character that is no space, without taking it; 0 at the end. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(char wanted) {
        if (next() != wanted) return false;
        at++;
        return true;
    }

    private void expect(char wanted) {
        char found = next();
        if (!skip(wanted))
            throw refuse((found == 0 ? "its end" : "'" + found + "'") + " where '" + wanted + "' is expected");
    }

    private IllegalArgumentException refuse(String what) {
        return new IllegalArgumentException("has " + what + " (at character " + (at + 1) + " of '" + text + "')");
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z' || character == '_';
    }
}
