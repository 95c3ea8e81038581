package dev.pawl.server.store;

import dev.pawl.wire.QueryText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How values are written into columns and read from them. */
final class Columns {

    private Columns() {}

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Double doubleOrNull(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    static void setDouble(PreparedStatement statement, int position, @Nullable Double value) throws SQLException {
        if (value == null) statement.setNull(position, Types.DOUBLE);
        else statement.setDouble(position, value);
    }

    /** Names and values as in a query string, {@code n=100&mode=fast}; an empty map is an empty text. */
    static String text(SortedMap<String, String> values) {
        return QueryText.of(values);
    }

    static SortedMap<String, String> map(String text) {
        return QueryText.read(text);
    }

    static @Nullable String figuresText(SortedMap<String, Double> figures) {
        if (figures.isEmpty()) return null;
        StringBuilder text = new StringBuilder();
        // No digit, point or exponent needs encoding.
        figures.forEach((name, figure) -> text.append(text.isEmpty() ? "" : "&")
                .append(QueryText.encoded(name))
                .append('=')
                .append(figure));
        return text.toString();
    }

    static SortedMap<String, Double> figures(@Nullable String text) {
        SortedMap<String, Double> figures = new TreeMap<>();
        if (text == null) return figures;
        for (Map.Entry<String, String> entry : map(text).entrySet())
            figures.put(entry.getKey(), Double.valueOf(entry.getValue()));
        return figures;
    }
}
