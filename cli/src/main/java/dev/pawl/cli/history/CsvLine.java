package dev.pawl.cli.history;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import dev.pawl.parser.ParseException;
import dev.pawl.report.VisibleText;
import dev.pawl.wire.MeasurementCsv;
import dev.pawl.wire.QueryText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table of measurements.
 *
 * @param columns their places by name
 * @param where file and line, for messages
 */
record CsvLine(CsvRecord line, Map<String, Integer> columns, String where) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");
    private static final Pattern SECONDS = Pattern.compile("\\d{9,13}");

    /** Beyond this a number of seconds since 1970 is one of milliseconds. */
    private static final long MILLISECONDS = 100_000_000_000L;

    private static final int MOST_THREADS = 1 << 20;

    /** What stands in a column; empty if the file does not have it. */
    String text(String column) {
        Integer place = columns.get(column);
        return place == null ? "" : MeasurementCsv.text(line.getField(place)).strip();
    }

    String sha() {
        String sha = text(MeasurementCsv.COMMIT).toLowerCase(Locale.ROOT);
        if (!Commit.isSha(sha)) throw refuse(MeasurementCsv.COMMIT, "is no commit id (7 to 64 hexadecimal digits)");
        return sha;
    }

    /** ISO 8601; without an offset it is UTC. */
    Instant time() {
        String text = text(MeasurementCsv.TIME).replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        try {
            if (SECONDS.matcher(text).matches()) {
                long number = Long.parseLong(text);
                return number < MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
            }
            if (text.length() == "2026-01-31".length())
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            boolean hasOffset = text.matches(".*(?:Z|[+-]\\d{2}:?\\d{2})");
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw refuse(
                    MeasurementCsv.TIME,
                    "is no time as ISO 8601 writes it, such as 2026-01-31T09:30:00Z or 2026-01-31");
        }
    }

    /** @param suite of a benchmark that names none */
    Benchmark benchmark(String suite) {
        try {
            String own = text(MeasurementCsv.SUITE);
            return new Benchmark(
                    own.isEmpty() ? suite : own,
                    text(MeasurementCsv.BENCHMARK),
                    QueryText.read(text(MeasurementCsv.PARAMS)),
                    text(MeasurementCsv.MODE),
                    threads());
        } catch (IllegalArgumentException e) {
            throw new ParseException(where, VisibleText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private int threads() {
        String text = text(MeasurementCsv.THREADS);
        if (text.isEmpty()) return 0;
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) > MOST_THREADS)
            throw refuse(MeasurementCsv.THREADS, "is no number of threads");
        return Integer.parseInt(text);
    }

    Measurement measurement() {
        try {
            Metric plain = Metric.headline(text(MeasurementCsv.METRIC), Unit.of(text(MeasurementCsv.UNIT)));
            Metric metric = new Metric(
                    plain.name(),
                    plain.unit(),
                    word(MeasurementCsv.DIRECTION, Direction.class, plain.direction()),
                    word(MeasurementCsv.ROLE, Role.class, plain.role()));
            Double value = number(MeasurementCsv.VALUE);
            if (value == null)
                throw refuse(MeasurementCsv.VALUE, "is empty; leave out the line of what was not measured");
            return new Measurement(
                    metric,
                    value,
                    number(MeasurementCsv.LOWER),
                    number(MeasurementCsv.UPPER),
                    null,
                    null,
                    0,
                    Samples.NONE,
                    new TreeMap<>());
        } catch (IllegalArgumentException e) {
            throw new ParseException(where, VisibleText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private @Nullable Double number(String column) {
        String text = text(column);
        if (text.isEmpty()) return null;
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (Double.isFinite(value)) return value;
        throw refuse(
                column,
                text.indexOf(',') >= 0
                        ? "is written with a comma; numbers have a decimal point and nothing between thousands"
                        : "is no finite number, so it is no result");
    }

    private <E extends Enum<E>> E word(String column, Class<E> type, E otherwise) {
        String text = text(column);
        if (text.isEmpty()) return otherwise;
        for (E constant : type.getEnumConstants()) if (constant.name().equalsIgnoreCase(text)) return constant;
        throw refuse(
                column,
                "is none of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }

    private ParseException refuse(String column, String what) {
        String text = VisibleText.of(text(column));
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        return new ParseException(where, column + " '" + shown + "' " + what);
    }
}
