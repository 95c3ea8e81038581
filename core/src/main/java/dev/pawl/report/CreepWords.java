package dev.pawl.report;

import org.jspecify.annotations.Nullable;

/** Words a level that got worse in many small steps, the same in messages, reports and on pages. */
public final class CreepWords {

    private static final int SHORT_SHA = 7;

    private CreepWords() {}

    /** {@code crept by +8.1 % since v1.2 over 34 runs}; the texts from outside are made visible, not yet harmless. */
    public static String of(double change, @Nullable String release, @Nullable String sha, long runs) {
        return "crept by " + Quantities.change(change) + since(release, sha, runs);
    }

    /** {@code since v1.2 over 34 runs}, with a space before it. */
    private static String since(@Nullable String release, @Nullable String sha, long runs) {
        String then = release != null
                ? VisibleText.of(release, 60)
                : sha == null ? null : VisibleText.of(sha.length() <= SHORT_SHA ? sha : sha.substring(0, SHORT_SHA));
        return (then == null ? "" : " since " + then) + " over " + runs + (runs == 1 ? " run" : " runs");
    }
}
