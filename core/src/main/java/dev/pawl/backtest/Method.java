package dev.pawl.backtest;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A way to decide that an upload is worse: Pawl's, or a rule that other trackers use, for comparison.
 *
 * @param limit what the rule compares with; its meaning is the kind's. Written behind the kind's name: {@code z-score:3}.
 */
public record Method(Kind kind, double limit) {

    /** Pawl's own detector with its default caution. */
    public static final Method PAWL = new Method(Kind.PAWL, 1);

    public Method {
        if (!(limit > 0) || Double.isInfinite(limit))
            throw new IllegalArgumentException("the limit of " + kind.label + " must be positive, is " + limit);
    }

    /** The rules. */
    public enum Kind {
        /** Pawl's detector; the limit is its caution. */
        PAWL("pawl", 1),
        /** Worse than the run before by more than a fraction. */
        PREVIOUS_RUN("previous-run", 0.05),
        /** Worse than the mean of the window before by more than a fraction. */
        WINDOW_MEAN("window-mean", 0.05),
        /** More standard deviations above the window's mean than the limit; 1.995 is the one-sided 97.7 %. */
        Z_SCORE("z-score", 1.995),
        /** The same, where the limit is a quantile's probability and the quantile Student's. */
        T_TEST("t-test", 0.99),
        /** Above the window's third quartile by more interquartile ranges than the limit. */
        IQR_FENCE("iqr-fence", 3);

        private final String label;
        private final double usualLimit;

        Kind(String label, double usualLimit) {
            this.label = label;
            this.usualLimit = usualLimit;
        }
    }

    /** The kind with its usual limit. */
    public static Method of(Kind kind) {
        return new Method(kind, kind.usualLimit);
    }

    /**
     * Reads {@code previous-run} or {@code previous-run:0.1}.
     *
     * @throws IllegalArgumentException naming the methods there are
     */
    public static Method parse(String text) {
        int colon = text.indexOf(':');
        String label = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        Kind kind = Arrays.stream(Kind.values())
                .filter(candidate -> candidate.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no method is called \"" + label + "\"; there are "
                        + Arrays.stream(Kind.values())
                                .map(candidate -> candidate.label)
                                .collect(Collectors.joining(", "))));
        if (colon < 0) return of(kind);
        String limit = text.substring(colon + 1).strip();
        try {
            return new Method(kind, Double.parseDouble(limit));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the limit of method " + label + " is not a number: \"" + limit + "\"", e);
        }
    }

    /** As it is parsed; the limit only where it is not the usual one. */
    @Override
    public String toString() {
        return limit == kind.usualLimit ? kind.label : kind.label + ":" + limit;
    }
}
