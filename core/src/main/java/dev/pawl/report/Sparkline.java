package dev.pawl.report;

import java.util.Arrays;

/** A series as one word of text, for where no picture can be shown: {@code ▁▁▂▁▂▇}. */
public final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    /** A table in a comment has no room for more. */
    private static final int LONGEST = 12;

    /**
     * Below this range, as a fraction of the level, a line stays flat. Stretching one percent of noise over all heights would
     * make an alarm of it.
     */
    private static final double LEAST_RANGE = 0.1;

    private Sparkline() {}

    /**
     * @param values oldest first; the newest {@value #LONGEST} are shown, and what is not finite is left out
     * @return empty if there are fewer than two
     */
    public static String of(double... values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        int shown = Math.min(LONGEST, finite.length);
        if (shown < 2) return "";
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = finite.length - shown; i < finite.length; i++) {
            least = Math.min(least, finite[i]);
            most = Math.max(most, finite[i]);
        }
        // Halves, because the distance of two extreme values is no finite number.
        double range = Math.max(most / 2 - least / 2, LEAST_RANGE / 2 * Math.max(Math.abs(most), Math.abs(least)));
        StringBuilder line = new StringBuilder(shown);
        for (int i = finite.length - shown; i < finite.length; i++) {
            double height = range > 0 ? (finite[i] / 2 - least / 2) / range : 0;
            line.append(BARS.charAt((int) Math.round(Math.min(1, Math.max(0, height)) * (BARS.length() - 1))));
        }
        return line.toString();
    }
}
