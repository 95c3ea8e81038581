package dev.pawl.gpu.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A fact of a GPU, or why it is not known.
 *
 * @param name such as {@code clock.sm}
 * @param value a number, or a word; {@code null} if it is not known
 * @param unit of the number; empty for words
 * @param why it is not known; {@code null} if it is
 */
public record Detail(
        String name,
        @Nullable String value,
        String unit,
        @Nullable String why) {

    public static Detail of(String name, Object value, String unit) {
        return new Detail(name, String.valueOf(value), unit, null);
    }

    public static Detail unavailable(String name, String why) {
        return new Detail(name, null, "", why);
    }

    /** {@code 1410 MHz}, or {@code unavailable: Not Supported}. */
    public String text() {
        if (value == null) return "unavailable: " + why;
        return unit.isEmpty() ? value : value + " " + unit;
    }
}
