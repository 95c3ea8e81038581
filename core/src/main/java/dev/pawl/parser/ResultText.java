package dev.pawl.parser;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text that a tool printed, freed of what terminals, shells and people did to it on the way:
 *
 * <ul>
 *   <li>byte-order marks, UTF-16 and windows-1252 (see {@link TextDecoding}),
 *   <li>colours and other terminal escapes,
 *   <li>progress that was written over: only what follows the last carriage return of a line is left,
 *   <li>the time stamps that GitHub puts before each line of a log,
 *   <li>Markdown fences, and white space at the end of a line,
 *   <li>{@code µ ± · − ≈} and the lines of a tree that a Windows shell decoded with the wrong code page.
 * </ul>
 *
 * The text is held in memory whole, its lines are made one by one. It may be iterated any number of times.
 */
final class ResultText implements Iterable<ResultText.Line> {

    /** Text is small: 32 MiB are more than 300,000 results. What is larger is refused rather than read into memory. */
    static final int LARGEST_BYTES = 32 << 20;

    /** No result is on a longer line; the rest of such a line is cut off, which keeps regular expressions affordable. */
    static final int LONGEST_LINE = 1 << 14;

    private static final Pattern TERMINAL_ESCAPE = Pattern.compile(
            "\u001b(?:\\[[0-?]*+[ -/]*+[@-~]|\\][^\u0007\u001b]*+(?:\u0007|\u001b\\\\)?|[()][A-Z0-9]|[@-Z\\\\^_])");

    private static final Pattern LOG_TIME = Pattern.compile("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{7}Z ?");

    private static final Pattern FENCE = Pattern.compile("^\\s*+(?:```|~~~)[\\w+-]*+$");

    /** UTF-8 seen through code pages 437, 850, 1252, 932 and 936; right side what the tool had printed. */
    private static final List<String[]> MOJIBAKE = List.of(
            new String[] {"┬╡s", "µs"},
            new String[] {"┬Ás", "µs"},
            new String[] {"Âµs", "µs"},
            new String[] {"ﾂｵs", "µs"},
            new String[] {"碌s", "µs"},
            new String[] {" ┬▒ ", " ± "},
            new String[] {" Â± ", " ± "},
            new String[] {" ﾂｱ ", " ± "},
            new String[] {" 卤 ", " ± "},
            new String[] {"┬╖", "·"},
            new String[] {"┬À", "·"},
            new String[] {"Â·", "·"},
            new String[] {"ﾂｷ", "·"},
            new String[] {"ΓêÆ", "−"},
            new String[] {"âˆ’", "−"},
            new String[] {"Γëê", "≈"},
            new String[] {"â‰ˆ", "≈"},
            new String[] {"Γöé", "│"},
            new String[] {"Ôöé", "│"},
            new String[] {"â”‚", "│"},
            new String[] {"Γö£ΓöÇ", "├─"},
            new String[] {"Ôö£ÔöÇ", "├─"},
            new String[] {"â”œâ”€", "├─"},
            new String[] {"Γò░ΓöÇ", "╰─"},
            new String[] {"Ôò░ÔöÇ", "╰─"},
            new String[] {"â•°â”€", "╰─"});

    /**
     * @param number counted from 1 in the file as it is
     * @param text without a line end and without white space at its end
     */
    record Line(int number, String text) {}

    private final String name;
    private final String text;

    private ResultText(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * @throws ParseException if the source cannot be opened, or is larger than {@value #LARGEST_BYTES} bytes
     */
    static ResultText of(ResultSource source) {
        try (InputStream in = source.open()) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES)
                throw new ParseException(
                        source.name(),
                        "has more than " + (LARGEST_BYTES >> 20)
                                + " MiB of text; keep only the part that holds the results");
            return new ResultText(source.name(), TextDecoding.decode(bytes, bytes.length, false));
        } catch (IOException e) {
            throw Parsers.unreadable(source, e);
        }
    }

    /** The same treatment for text that is already decoded, such as {@link FileHead#text()}. */
    static ResultText of(FileHead head) {
        return new ResultText(head.name(), head.text());
    }

    /** File and line, for {@link ParseException#where()}. */
    String where(Line line) {
        return name + ":" + line.number();
    }

    /** Every line but Markdown fences, from the top; empty lines are kept. */
    @Override
    public Iterator<Line> iterator() {
        return new Iterator<>() {
            private int at;
            private int number;
            private @Nullable Line next = advance();

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Line next() {
                Line line = next;
                if (line == null) throw new NoSuchElementException();
                next = advance();
                return line;
            }

            private @Nullable Line advance() {
                while (at < text.length()) {
                    int end = text.indexOf('\n', at);
                    if (end < 0) end = text.length();
                    String line = clean(text, at, end);
                    at = end + 1;
                    number++;
                    if (!FENCE.matcher(line).matches()) return new Line(number, line);
                }
                return null;
            }
        };
    }

    private static String clean(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) == '\r') end--;
        int start = end;
        while (start > from && text.charAt(start - 1) != '\r') start--;
        String line = text.substring(start, Math.min(end, start + LONGEST_LINE));
        if (line.indexOf('\u001b') >= 0) line = TERMINAL_ESCAPE.matcher(line).replaceAll("");
        // A database would refuse the name in which a NUL character arrives.
        line = line.replace('\0', '\uFFFD');
        line = LOG_TIME.matcher(line).replaceFirst("");
        if (!isAscii(line)) {
            for (String[] seenAndMeant : MOJIBAKE) line = line.replace(seenAndMeant[0], seenAndMeant[1]);
        }
        return line.stripTrailing();
    }

    private static boolean isAscii(String line) {
        return line.chars().allMatch(character -> character < 0x80);
    }
}
