package dev.pawl.parser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one benchmark as {@code go test -bench} prints them: {@code BenchmarkSort-8  200  152.9 ns/op  1 allocs/op}.
 *
 * @param name with the suffix for GOMAXPROCS; {@code null} where the benchmark's own output stands between it and the figures
 * @param values one for each unit; not finite where the tool says so
 */
record GoBenchLine(@Nullable String name, double[] values, List<String> units) {

    static final String TIME = "ns/op";

    private static final String PREFIX = "Benchmark";

    /**
     * What stands in the line, {@code null} if it is something else.
     *
     * @throws IllegalArgumentException if a result stands in it that is cut off or garbled
     */
    static @Nullable GoBenchLine find(String line) {
        List<String> words = words(line);
        boolean isNamed = !words.isEmpty() && isName(words.get(0));
        String name = isNamed ? words.get(0) : null;
        if (isNamed && isFigures(words, 1)) return of(name, words, 1);
        // What a benchmark prints may end without a new line, right before its figures.
        for (int at = isNamed ? 1 : 0; at + 2 < words.size(); at++)
            if (isFigures(words, at) && words.contains(TIME)) return of(name, words, at);
        boolean isBroken =
                isNamed && words.size() > 1 && isWhole(words.get(1)) && (words.size() == 2 || isNumber(words.get(2)));
        if (isBroken)
            throw new IllegalArgumentException("the result of " + Excerpt.quote(words.get(0))
                    + " cannot be read; expected 'BenchmarkName-8 200 152.9 ns/op'");
        return null;
    }

    /** The name that the line begins with, {@code null} if it begins with something else. */
    static @Nullable String nameIn(String line) {
        if (!line.startsWith(PREFIX)) return null;
        String name = words(line).get(0);
        return isName(name) ? name : null;
    }

    private static boolean isName(String word) {
        return word.length() > PREFIX.length() && word.startsWith(PREFIX);
    }

    private static GoBenchLine of(@Nullable String name, List<String> words, int from) {
        int count = (words.size() - from - 1) / 2;
        double[] values = new double[count];
        List<String> units = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values[i] = number(words.get(from + 1 + 2 * i));
            units.add(words.get(from + 2 + 2 * i));
        }
        return new GoBenchLine(name, values, units);
    }

    /** Whether the rest of the words is a number of iterations and then values with their units. */
    private static boolean isFigures(List<String> words, int from) {
        int rest = words.size() - from;
        if (rest < 3 || rest % 2 == 0 || !isWhole(words.get(from))) return false;
        for (int at = from + 1; at < words.size(); at += 2)
            if (!isNumber(words.get(at)) || isNumber(words.get(at + 1))) return false;
        return true;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int at = 0; at <= line.length(); at++) {
            boolean isSpace = at == line.length() || line.charAt(at) == ' ' || line.charAt(at) == '\t';
            if (isSpace && start >= 0) words.add(line.substring(start, at));
            if (isSpace) start = -1;
            else if (start < 0) start = at;
        }
        return words;
    }

    private static boolean isWhole(String word) {
        for (int at = 0; at < word.length(); at++) if (word.charAt(at) < '0' || word.charAt(at) > '9') return false;
        return true;
    }

    /** Stricter than Java, for which {@code 12d} is a number, too. */
    private static boolean isNumber(String word) {
        switch (word) {
            case "NaN", "+Inf", "-Inf", "Inf" -> {
                return true;
            }
            default -> {}
        }
        boolean hasDigit = false;
        for (int at = 0; at < word.length(); at++) {
            char character = word.charAt(at);
            boolean isDigit = character >= '0' && character <= '9';
            if (!isDigit && "+-.eE".indexOf(character) < 0) return false;
            hasDigit |= isDigit;
        }
        return hasDigit && !Double.isNaN(number(word));
    }

    private static double number(String word) {
        try {
            return switch (word) {
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(word);
            };
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
