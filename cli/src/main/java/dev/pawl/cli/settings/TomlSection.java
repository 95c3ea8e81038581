package dev.pawl.cli.settings;

import dev.pawl.parser.NearMiss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the file. What is wrong with a value is noted and the value left out, so that reading goes on.
 *
 * @param place as messages append it: {@code  in [thresholds]}; empty for the whole file
 */
record TomlSection(String place, TomlTable table, Problems problems) {

    private static final int LONGEST_TEXT = 256;

    /** Notes every key that is not among the known ones. Returns whether there was none. */
    boolean refuseOthers(Collection<String> known) {
        boolean allKnown = true;
        for (String key : table.keySet()) {
            if (known.contains(key)) continue;
            allKnown = false;
            String guess = NearMiss.nearest(key, known)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("known are " + String.join(", ", new TreeSet<>(known)));
            problem(key, "unknown key '" + key + "'" + place + "; " + guess);
        }
        return allKnown;
    }

    boolean has(String key) {
        return value(key) != null;
    }

    /** A text; {@code null} if there is none. */
    @Nullable
    String text(String key) {
        Object value = value(key);
        if (value == null) return null;
        if (!(value instanceof String)) {
            problem(key, key + " is a text in quotes, not " + value);
            return null;
        }
        String text = ((String) value).strip();
        String fault = text.isEmpty()
                ? "is empty; leave it out instead"
                : text.length() > LONGEST_TEXT
                        ? "has more than " + LONGEST_TEXT + " characters"
                        : text.chars().anyMatch(Character::isISOControl) ? "holds control characters" : null;
        if (fault == null) return text;
        problem(key, key + " " + fault);
        return null;
    }

    /**
     * A text with a meaning; {@code null} if there is none.
     *
     * @param meaning throws an IllegalArgumentException that says what to write
     */
    <T> @Nullable T parsed(String key, Function<String, T> meaning) {
        String text = text(key);
        if (text == null) return null;
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException odd) {
            problem(key, key + ": " + odd.getMessage());
            return null;
        }
    }

    /** One of a few words, in lower case. */
    <E extends Enum<E>> @Nullable E word(String key, Class<E> type) {
        return parsed(key, text -> {
            List<String> known = Stream.of(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList();
            int index = known.indexOf(text);
            if (index >= 0) return type.getEnumConstants()[index];
            throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", known)
                    + NearMiss.nearest(text, known)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(""));
        });
    }

    /** A limit such as {@code "5%"} or {@code 0.05}, as a fraction; {@code null} if there is none. */
    @Nullable
    Double fraction(String key) {
        Object value = value(key);
        if (value instanceof Double number && number > 0 && number < 1) return number;
        if (value instanceof String) return parsed(key, Fraction::of);
        if (value != null)
            problem(key, key + " is a text such as \"5%\" or a number below 1 such as 0.05, not " + value);
        return null;
    }

    /** A table below this one; {@code null} if there is none. */
    @Nullable
    TomlSection table(String key) {
        Object value = value(key);
        if (value instanceof TomlTable) return new TomlSection(" in [" + key + "]", (TomlTable) value, problems);
        if (value != null) problem(key, key + " is a table: write [" + key + "] on a line of its own");
        return null;
    }

    /** The tables of a list, each written as {@code [[key]]}; none if there is no list. */
    List<TomlSection> tables(String key) {
        Object value = value(key);
        List<TomlSection> sections = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                Object element = array.get(i);
                if (element instanceof TomlTable)
                    sections.add(new TomlSection(" in [[" + key + "]]", (TomlTable) element, problems));
                else problems.add(array.inputPositionOf(i), key + " holds tables only, not " + element);
            }
        } else if (value != null) {
            problem(key, key + " is a list of tables: write [[" + key + "]] on a line of its own");
        }
        return sections;
    }

    /** Notes what is wrong with the value of a key. */
    void problem(String key, String text) {
        problems.add(table.inputPositionOf(List.of(key)), text);
    }

    /** Notes what is wrong with the table as a whole; its place is that of its first key. */
    void problem(String text) {
        Set<String> keys = table.keySet();
        TomlPosition first = keys.stream()
                .map(key -> table.inputPositionOf(List.of(key)))
                .filter(position -> position != null)
                .reduce((one, other) -> one.line() <= other.line() ? one : other)
                .orElse(null);
        problems.add(first, text);
    }

    private @Nullable Object value(String key) {
        return table.get(List.of(key));
    }
}
