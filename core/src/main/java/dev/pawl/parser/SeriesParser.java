package dev.pawl.parser;

import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories: JSON {@code {"name","unit","direction":"lower"|"higher"|null,"values":[…]}} (one, or an array of them; other
 * members are skipped), or CSV with a header, in which each numeric column but the time is a series.
 */
public final class SeriesParser {

    private static final int LONGEST_TEXT = 1 << 16;

    private SeriesParser() {}

    /**
     * @return at least one series; a CSV file gives one for each column
     * @throws ParseException if it is neither, or a value is not a finite number
     */
    public static List<RecordedSeries> parse(ResultSource source) {
        return FileHead.of(source).isJson() ? ofJson(source) : ofCsv(source);
    }

    private static List<RecordedSeries> ofJson(ResultSource source) {
        List<RecordedSeries> series = new ArrayList<>();
        JsonInput.read(source, json -> {
            if (json.isArray()) json.array(() -> series.add(one(source, json)));
            else series.add(one(source, json));
            return series;
        });
        if (series.isEmpty()) throw new ParseException(source.name(), "holds no series");
        return series;
    }

    private static RecordedSeries one(ResultSource source, JsonInput json) throws IOException {
        String[] name = {baseName(source.name())};
        String[] unit = {null};
        Direction[] direction = {Direction.UNKNOWN};
        double[][] values = {null};
        json.object(member -> {
            switch (member) {
                case "name" -> name[0] = json.string(LONGEST_TEXT);
                case "unit" -> unit[0] = json.stringOrNull(LONGEST_TEXT);
                case "direction" -> direction[0] = direction(json);
                case "values" -> values[0] = json.numbers();
                default -> {}
            }
        });
        if (values[0] == null) throw json.refuse("a series needs \"values\": [numbers, oldest first]");
        return new RecordedSeries(name[0], unit[0], direction[0], values[0]);
    }

    private static Direction direction(JsonInput json) throws IOException {
        String word = json.stringOrNull(LONGEST_TEXT);
        if (word == null) return Direction.UNKNOWN;
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "lower", "lower_is_better" -> Direction.LOWER_IS_BETTER;
            case "higher", "higher_is_better" -> Direction.HIGHER_IS_BETTER;
            case "unknown", "" -> Direction.UNKNOWN;
            default -> throw json.refuse("a direction is \"lower\", \"higher\" or null");
        };
    }

    private static List<RecordedSeries> ofCsv(ResultSource source) {
        ResultText text = ResultText.of(source);
        String[] header = null;
        char separator = 0;
        Map<Integer, List<Double>> columns = new TreeMap<>();
        for (ResultText.Line line : text) {
            if (line.text().isBlank()) continue;
            if (separator == 0) separator = separatorOf(line.text());
            String[] cells = cells(line.text(), separator);
            if (header == null) {
                header = header(cells);
                if (header == cells) continue;
            }
            if (cells.length != header.length)
                throw new ParseException(
                        text.where(line), "has " + cells.length + " columns, the lines before have " + header.length);
            for (int i = 0; i < cells.length; i++) {
                if (isTime(header[i])) continue;
                columns.computeIfAbsent(i, unused -> new ArrayList<>()).add(number(cells[i], text, line));
            }
        }
        List<RecordedSeries> series = new ArrayList<>();
        for (Map.Entry<Integer, List<Double>> column : columns.entrySet()) {
            double[] values =
                    column.getValue().stream().mapToDouble(Double::doubleValue).toArray();
            String name = columns.size() == 1 ? baseName(source.name()) : header[column.getKey()];
            series.add(new RecordedSeries(name, null, Direction.UNKNOWN, values));
        }
        if (series.isEmpty())
            throw new ParseException(
                    source.name(),
                    "holds no series; a series is JSON with \"values\", or CSV with a column of numbers, oldest first");
        return series;
    }

    /** The names of the columns: the cells themselves, or made-up names where the first line holds numbers already. */
    private static String[] header(String[] cells) {
        boolean isHeader = Arrays.stream(cells).anyMatch(cell -> finite(cell) == null && !cell.isEmpty());
        if (isHeader) return cells;
        String[] names = new String[cells.length];
        // Of two unnamed columns the first is when, the second what.
        for (int i = 0; i < names.length; i++) names[i] = names.length == 2 && i == 0 ? "time" : "column " + (i + 1);
        return names;
    }

    private static boolean isTime(String column) {
        return switch (column.toLowerCase(Locale.ROOT)) {
            case "time", "date", "timestamp", "commit", "sha", "revision", "run" -> true;
            default -> false;
        };
    }

    /** Where a comma separates decimals, something else separates the columns. */
    private static char separatorOf(String line) {
        if (line.indexOf('\t') >= 0) return '\t';
        return line.indexOf(';') >= 0 ? ';' : ',';
    }

    private static String[] cells(String line, char separator) {
        String[] cells = line.split(String.valueOf(separator), -1);
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].strip();
            boolean isQuoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
            cells[i] = isQuoted ? cell.substring(1, cell.length() - 1) : cell;
        }
        return cells;
    }

    private static double number(String cell, ResultText text, ResultText.Line line) {
        Double number = finite(cell);
        if (number == null) throw new ParseException(text.where(line), Excerpt.quote(cell) + " is no finite number");
        return number;
    }

    private static @Nullable Double finite(String cell) {
        try {
            // Between other separators a single comma is that of the decimals.
            double number = Double.parseDouble(cell.replace(',', '.'));
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String baseName(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
