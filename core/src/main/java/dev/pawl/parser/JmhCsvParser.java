package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JMH's CSV and SCSV ({@code -rf csv}, {@code -rf scsv}), written in any locale: RFC 4180 with a comma or semicolon (or a tab,
 * where a spreadsheet saved it), decimals by point or comma. The secondary metrics stand in rows of their own, named
 * {@code benchmark:label}. Samples are not in it, and scores are rounded to six decimals.
 */
final class JmhCsvParser implements Parser {

    /** Loaded with the first text: JSON, which is most, needs none of it. */
    private static final class Header {
        static final Pattern PATTERN = Pattern.compile(
                "\\A\\s*+\"?Benchmark\"?([,;\t])\"?Mode\"?\\1\"?Threads\"?\\1\"?Samples\"?\\1\"?Score\"?\\1");
    }

    private static final String PARAM = "Param: ";

    /** Benchmark, Mode, Threads, Samples, Score, Score Error, Unit. */
    private static final int FIXED_COLUMNS = 7;

    private static final long MOST_SAMPLES = 1L << 53;

    @Override
    public boolean recognises(FileHead head) {
        return !head.isJson()
                && Header.PATTERN.matcher(firstLine(ResultText.of(head))).lookingAt();
    }

    @Override
    public ResultFile parse(ResultSource source) {
        ResultText text = ResultText.of(source);
        Matcher header = Header.PATTERN.matcher(firstLine(text));
        if (!header.lookingAt())
            throw new ParseException(
                    source.name(), "does not begin with the header of a JMH CSV file: \"Benchmark\",\"Mode\",…");
        Records records = new Records(text, header.group(1).charAt(0));
        List<String> columns = records.next();
        if (columns == null || columns.size() < FIXED_COLUMNS)
            throw new ParseException(source.name(), "has an incomplete header");
        JmhTable table = new JmhTable();
        for (List<String> cells = records.next(); cells != null; cells = records.next()) {
            if (cells.size() != columns.size())
                throw new ParseException(
                        records.where(),
                        "has " + cells.size() + " columns instead of " + columns.size() + "; is the file cut off?");
            table.add(row(records.where(), columns, cells));
        }
        return table.toResultFile(source.name(), Environment.UNKNOWN);
    }

    private static JmhTable.Row row(String where, List<String> columns, List<String> cells) {
        TreeMap<String, String> params = new TreeMap<>();
        for (int at = FIXED_COLUMNS; at < cells.size(); at++) {
            String column = columns.get(at);
            String param = column.startsWith(PARAM) ? column.substring(PARAM.length()) : column;
            // An empty cell means that the benchmark does not have the parameter.
            if (!cells.get(at).isEmpty()) params.put(param, ParameterText.of(cells.get(at)));
        }
        String name = cells.get(0);
        int colon = name.indexOf(':');
        String unit = cells.get(6);
        double error = cells.get(5).isBlank() ? Double.NaN : JmhTable.number(where, cells.get(5));
        return new JmhTable.Row(
                where,
                benchmark(
                        where,
                        colon < 0 ? name : name.substring(0, colon),
                        params,
                        cells.get(1),
                        count(where, cells.get(2))),
                colon < 0 ? null : name.substring(colon + 1),
                count(where, cells.get(3)),
                JmhTable.score(where, cells.get(4), unit),
                JmhTable.digits(cells.get(4)),
                Double.isFinite(error) ? error : null,
                unit);
    }

    private static Benchmark benchmark(
            String where, String name, TreeMap<String, String> params, String mode, long threads) {
        try {
            return new Benchmark("", name, params, mode, Math.toIntExact(threads));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParseException(where, String.valueOf(e.getMessage()), e);
        }
    }

    private static long count(String where, String text) {
        double count = JmhTable.number(where, text);
        if (!(count >= 0) || count > MOST_SAMPLES || count != Math.rint(count))
            throw new ParseException(where, "must be a whole number, is " + Excerpt.quote(text));
        return (long) count;
    }

    private static String firstLine(ResultText text) {
        for (ResultText.Line line : text) {
            if (!line.text().isBlank()) return line.text();
        }
        return "";
    }

    /** The records of RFC 4180: a quoted cell may go on in the next line. Lines that are blank between records are skipped. */
    private static final class Records {
        private final ResultText text;
        private final Iterator<ResultText.Line> lines;
        private final char delimiter;
        private String where = "";

        Records(ResultText text, char delimiter) {
            this.text = text;
            this.lines = text.iterator();
            this.delimiter = delimiter;
        }

        String where() {
            return where;
        }

        @Nullable
        List<String> next() {
            ResultText.Line line = nextLine();
            if (line == null) return null;
            where = text.where(line);
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            String content = line.text();
            for (int at = 0; ; at++) {
                if (at == content.length()) {
                    if (!quoted) break;
                    if (!lines.hasNext() || cell.length() > ResultText.LONGEST_LINE)
                        throw new ParseException(where, "a quote is not closed; is the file cut off?");
                    cell.append('\n');
                    content = lines.next().text();
                    at = -1;
                    continue;
                }
                char character = content.charAt(at);
                if (quoted && character == '"' && at + 1 < content.length() && content.charAt(at + 1) == '"') {
                    cell.append('"');
                    at++;
                } else if (character == '"') {
                    quoted = !quoted;
                } else if (!quoted && character == delimiter) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else {
                    cell.append(character);
                }
            }
            cells.add(cell.toString());
            return cells;
        }

        private ResultText.@Nullable Line nextLine() {
            while (lines.hasNext()) {
                ResultText.Line line = lines.next();
                if (!line.text().isBlank()) return line;
            }
            return null;
        }
    }
}
