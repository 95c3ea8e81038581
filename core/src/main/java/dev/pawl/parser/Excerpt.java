package dev.pawl.parser;

/**
 * A piece of input that can stand in a message: short, on one line, without control characters.
 *
 * <p>Input is written by strangers: its escapes must not reach a terminal, and a megabyte of it must not reach a log.
 */
final class Excerpt {

    /** The most characters of input that one message repeats. */
    static final int LONGEST = 120;

    private Excerpt() {}

    /** The beginning of the text in single quotes. */
    static String quote(String text) {
        return "'" + of(text, LONGEST) + "'";
    }

    /**
     * The beginning of the text, with control characters, lone surrogates and text-direction marks as {@code \}{@code uXXXX}.
     *
     * @param longest how many characters of the text are shown at most; a longer one ends in {@code …}
     */
    static String of(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), longest);
        for (int at = 0; at < end; ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            switch (Character.getType(character)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> shown.append(escape(character));
                default -> shown.appendCodePoint(character);
            }
        }
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04X", character);
        };
    }
}
