package dev.pawl.parser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of a JMH text table, which says where each column ends.
 *
 * <pre>
 * Benchmark     (n)   Mode  Cnt    Score   Error  Units      from 1.0; before: Samples, Score error
 * Sort.quick     10  thrpt    5  123.456 ± 0.789  ops/s      every column but the first ends under its header
 * </pre>
 *
 * Ends are what makes a parameter with spaces readable. Where somebody moved the columns, the words of a row are counted, and a
 * row that has too many is refused.
 */
final class JmhTextColumns {

    private static final Pattern HEADER = Pattern.compile(
            "\\s*+Benchmark((?:\\s++\\([^()\\s]++\\))*+)\\s++Mode\\s++(?:Cnt|Samples)\\s++(?:Score|Mean)"
                    + "(\\s++(?:Error|(?:Score|Mean) error))?+\\s++Units?+");

    private static final Pattern HEADER_WORD = Pattern.compile("(?:Score|Mean) error|\\S++");

    private static final Pattern MODE = Pattern.compile("thrpt|avgt|sample|ss|all");

    private static final Pattern ROW = Pattern.compile(".*\\s(?:thrpt|avgt|sample|ss|all)\\s.*");

    /** A console that cannot print {@code ±} or {@code ≈} prints a question mark; {@code ñ ÷} are the bytes of code page 437. */
    private static final Pattern PLUS_MINUS = Pattern.compile("^[±?ñ]\\s*+");

    private static final Pattern APPROXIMATELY = Pattern.compile("^[≈?~÷]\\s*+(.*)$");

    private static final Pattern UNIT = Pattern.compile("\\S*[a-zA-Z#%-]\\S*");

    /** What JMH prints for a parameter that a benchmark does not have. */
    private static final String NO_PARAM = "N/A";

    private final List<String> params;
    private final List<Integer> ends;
    private final boolean hasError;

    private JmhTextColumns(List<String> params, List<Integer> ends, boolean hasError) {
        this.params = params;
        this.ends = ends;
        this.hasError = hasError;
    }

    /** The columns if the line is a header. */
    static @Nullable JmhTextColumns of(String line) {
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) return null;
        List<String> params = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher words = HEADER_WORD.matcher(line);
        while (words.find()) {
            ends.add(words.end());
            String word = words.group();
            if (word.startsWith("(")) params.add(word.substring(1, word.length() - 1));
        }
        return new JmhTextColumns(params, ends, header.group(2) != null);
    }

    /** Whether a line below a header can be a row of the table at all, and is not what another program printed after it. */
    static boolean mayBeRow(String line) {
        return ROW.matcher(line).matches();
    }

    /**
     * @throws ParseException if the line cannot be divided into the header's columns
     */
    Cells read(String where, String line) {
        List<String> cells = byEnds(line);
        if (cells == null || !fit(cells)) cells = byWords(line);
        if (cells == null || !fit(cells))
            throw new ParseException(
                    where,
                    "cannot be divided into the columns of the table's header, perhaps because a parameter holds spaces; "
                            + JmhTable.BETTER);
        Map<String, String> values = new LinkedHashMap<>();
        for (int at = 0; at < params.size(); at++) {
            String value = cells.get(at + 1);
            if (!value.equals(NO_PARAM)) values.put(params.get(at), value);
        }
        int mode = params.size() + 1;
        String score = cells.get(mode + 2);
        Matcher approximately = APPROXIMATELY.matcher(score);
        boolean exact = !approximately.matches();
        return new Cells(
                cells.get(0),
                Collections.unmodifiableMap(values),
                cells.get(mode),
                cells.get(mode + 1).isEmpty() ? 1 : Long.parseLong(cells.get(mode + 1)),
                exact ? score : approximately.group(1),
                exact,
                PLUS_MINUS.matcher(cells.get(mode + 3)).replaceFirst(""),
                cells.get(mode + 4));
    }

    /** Cuts the line below the ends of the header's words; {@code null} where a word lies across an end. */
    private @Nullable List<String> byEnds(String line) {
        int nameStart = 0;
        while (nameStart < line.length() && line.charAt(nameStart) == ' ') nameStart++;
        int nameEnd = line.indexOf(' ', nameStart);
        if (nameEnd < 0) return null;
        List<String> cells = new ArrayList<>();
        cells.add(line.substring(nameStart, nameEnd));
        int from = nameEnd;
        for (int end : ends.subList(1, ends.size())) {
            if (end < from || end < line.length() && line.charAt(end) != ' ') return null;
            cells.add(line.substring(Math.min(from, line.length()), Math.min(end, line.length()))
                    .strip());
            from = end;
        }
        if (from < line.length()) return null;
        if (!hasError) cells.add(cells.size() - 1, "");
        return cells;
    }

    /** Splits the line at white space; {@code null} where the number of words leaves a choice. */
    private @Nullable List<String> byWords(String line) {
        String[] words = line.strip().replaceAll("([≈±])\\s++", "$1").split("\\s++");
        int mode = params.size() + 1;
        int numbers = words.length - mode - 2;
        if (numbers < 1 || numbers > 3) return null;
        List<String> cells = new ArrayList<>(List.of(words).subList(0, mode + 1));
        List<String> rest = List.of(words).subList(mode + 1, words.length - 1);
        boolean marked = rest.get(rest.size() - 1).startsWith("±");
        switch (numbers) {
            case 1 -> cells.addAll(List.of("", rest.get(0), ""));
            case 2 ->
                cells.addAll(marked ? List.of("", rest.get(0), rest.get(1)) : List.of(rest.get(0), rest.get(1), ""));
            default -> cells.addAll(rest);
        }
        cells.add(words[words.length - 1]);
        return cells;
    }

    private boolean fit(List<String> cells) {
        int mode = params.size() + 1;
        return cells.size() == mode + 5
                && MODE.matcher(cells.get(mode)).matches()
                && cells.get(mode + 1).matches("\\d{0,15}+")
                && !cells.get(mode + 2).isEmpty()
                && UNIT.matcher(cells.get(mode + 4)).matches();
    }

    /**
     * One row.
     *
     * @param samples 1 where the table leaves the count out
     * @param printedScore without the sign for "approximately"
     * @param exact whether the score is a number and not only a power of ten
     * @param printedError empty where there is none
     */
    record Cells(
            String name,
            Map<String, String> params,
            String mode,
            long samples,
            String printedScore,
            boolean exact,
            String printedError,
            String unit) {

        /** {@code null} where there is no number: {@code ≈ 10⁻³}. Zero is printed as {@code ≈ 0}. */
        @Nullable
        Double score(String where) {
            return exact || printedScore.equals("0") ? JmhTable.score(where, printedScore, unit) : null;
        }

        /** Zero, as in a count of collections, is not a rounded number. */
        int digits() {
            return exact ? JmhTable.digits(printedScore) : Integer.MAX_VALUE;
        }

        @Nullable
        Double error(String where) {
            if (printedError.isEmpty()) return null;
            double error = JmhTable.number(where, printedError);
            return Double.isFinite(error) ? error : null;
        }
    }
}
