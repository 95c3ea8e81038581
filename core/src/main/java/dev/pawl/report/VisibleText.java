package dev.pawl.report;

/**
 * Makes text from outside safe to put into a line: whatever would break the line, move the cursor or turn the reading
 * direction is shown as {@code \\u{…}} instead.
 */
public final class VisibleText {

    private VisibleText() {}

    /** The text on one line, with control, bidirectional and unpaired surrogate characters made visible. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int c = text.codePointAt(at);
            if (isHarmful(c))
                visible.append("\\u{").append(Integer.toHexString(c)).append('}');
            else visible.appendCodePoint(c);
        }
        return visible.toString();
    }

    /** As {@link #of}, shortened in the middle to at most {@code length} characters (at least 8). */
    public static String of(String text, int length) {
        String visible = of(text);
        int characters = visible.codePointCount(0, visible.length());
        if (characters <= length) return visible;
        int head = length / 2;
        int tail = length - head - 1;
        return visible.substring(0, visible.offsetByCodePoints(0, head))
                + "…"
                + visible.substring(visible.offsetByCodePoints(visible.length(), -tail));
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
