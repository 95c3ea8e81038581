package dev.pawl.cli.ci;

import org.jspecify.annotations.Nullable;

/** Reads counting numbers that CI systems hand over as text. */
final class Numbers {
    private Numbers() {}

    /** The number, or {@code null} if the text is no whole number from 1 up. */
    static @Nullable Integer positive(@Nullable String text) {
        if (text == null || !text.matches("\\d{1,9}")) return null;
        int number = Integer.parseInt(text);
        return number == 0 ? null : number;
    }
}
