package dev.pawl.cli.settings;

/** Limits on relative changes as people write them: {@code 5%} and {@code 0.05} are the same. */
public final class Fraction {

    private Fraction() {}

    /**
     * @throws IllegalArgumentException if it is no positive finite number
     */
    public static double of(String text) {
        boolean isPercent = text.endsWith("%");
        double number = number(isPercent ? text.substring(0, text.length() - 1).strip() : text);
        double fraction = isPercent ? number / 100 : number;
        if (!(fraction > 0) || !Double.isFinite(fraction))
            throw new IllegalArgumentException("'" + text + "' is no limit; write 5% or 0.05");
        // 5 would be 500 %, which nobody means.
        if (!isPercent && fraction >= 1)
            throw new IllegalArgumentException(
                    "'" + text + "' is larger than the whole; write " + text + "% if you mean percent");
        return fraction;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
