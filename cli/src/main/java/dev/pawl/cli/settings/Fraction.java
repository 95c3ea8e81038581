package dev.pawl.cli.settings;

/** Limits on relative changes as people write them: {@code 5%} and {@code 0.05} are the same. */
public final class Fraction {

    private Fraction() {}

    /**
     * @throws IllegalArgumentException if it is no positive finite number
     */
    public static double of(String text) {
        boolean isPercent = text.endsWith("%");
        try {
            double number = Double.parseDouble(
                    isPercent ? text.substring(0, text.length() - 1).strip() : text);
            double fraction = isPercent ? number / 100 : number;
            if (fraction > 0 && Double.isFinite(fraction)) return fraction;
        } catch (NumberFormatException notANumber) {
            // falls through to the one message
        }
        throw new IllegalArgumentException("'" + text + "' is no limit; write 5% or 0.05");
    }
}
