package dev.pawl.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The thresholds of a project: a default, and rules that override it. The last rule that matches wins.
 */
public record Thresholds(Threshold defaults, List<Rule> rules) {

    public static final Thresholds DEFAULT = new Thresholds(Threshold.DEFAULT, List.of());

    public Thresholds {
        rules = List.copyOf(rules);
    }

    public static Thresholds everywhere(Threshold threshold) {
        return new Thresholds(threshold, List.of());
    }

    /** The threshold that holds for a series. */
    public Threshold of(SeriesKey series) {
        Threshold found = defaults;
        for (Rule rule : rules) if (rule.matches(series)) found = rule.threshold();
        return found;
    }

    /**
     * A threshold for the series whose names match all four globs ({@code *} any characters, {@code ?} one; {@code *} alone
     * matches the empty suite too).
     *
     * @param metric matched against the metric's name without its unit
     */
    public record Rule(String suite, String benchmark, String metric, String testbed, Threshold threshold) {

        boolean matches(SeriesKey series) {
            int bracket = series.metric().lastIndexOf('[');
            return matches(suite, series.benchmark().suite())
                    && matches(benchmark, series.benchmark().name())
                    && matches(
                            metric,
                            bracket < 0 ? series.metric() : series.metric().substring(0, bracket))
                    && matches(testbed, series.testbed());
        }

        private static boolean matches(String glob, String text) {
            if (glob.equals("*")) return true;
            StringBuilder regex = new StringBuilder();
            glob.codePoints().forEach(c -> {
                switch (c) {
                    case '*' -> regex.append(".*");
                    case '?' -> regex.append('.');
                    default -> regex.append(Pattern.quote(Character.toString(c)));
                }
            });
            return Pattern.compile(regex.toString(), Pattern.DOTALL)
                    .matcher(text)
                    .matches();
        }
    }
}
