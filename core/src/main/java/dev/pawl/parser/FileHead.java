package dev.pawl.parser;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The first bytes of a file, decoded, for finding its format.
 *
 * @param text at most {@value #LENGTH} bytes' worth, decoded by byte-order mark (UTF-8 without one), line ends as they are
 * @param isJson whether the first characters that are not white space open a JSON object or an array of them. A log line
 *     such as {@code [INFO] Building} does not.
 * @param keys the keys of a JSON head as far as it reaches, in the order of the file. The keys of an object inside another are
 *     joined by {@code /}, arrays do not count: {@code benchmarks/stats/median}. Order does not matter to who asks, because
 *     tools and people write keys in any order. Empty where the head is not JSON.
 */
record FileHead(String name, String text, boolean isJson, Set<String> keys) {
    static final int LENGTH = 1 << 16;

    /** So many keys are looked at, repeated ones counted: enough to see every member that tells formats apart. */
    private static final int MOST_KEYS = 200;

    private static final int DEEPEST_KEY = 4;

    /** The elements of an array are alike. */
    private static final int MOST_ELEMENTS = 3;

    /**
     * Reads the beginning of a source.
     *
     * @throws ParseException if it cannot be opened or read
     */
    static FileHead of(ResultSource source) {
        try (InputStream in = source.open()) {
            byte[] bytes = in.readNBytes(LENGTH);
            return of(source.name(), TextDecoding.decode(bytes, bytes.length, bytes.length == LENGTH));
        } catch (IOException e) {
            throw Parsers.unreadable(source, e);
        }
    }

    static FileHead of(String name, String text) {
        boolean isJson = opensJson(text);
        return new FileHead(name, text, isJson, isJson ? keysOf(text) : Set.of());
    }

    private static boolean opensJson(String text) {
        int open = afterWhiteSpace(text, 0);
        if (open == text.length()) return false;
        int inside = afterWhiteSpace(text, open + 1);
        String next = inside == text.length() ? "" : text.substring(inside, inside + 1);
        return switch (text.charAt(open)) {
            case '{' -> "\"}".contains(next);
            case '[' -> "[]{".contains(next);
            default -> false;
        };
    }

    private static int afterWhiteSpace(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\n\r\f\u000B".indexOf(text.charAt(at)) >= 0) at++;
        return at;
    }

    /** A head that ends in the middle is fine. */
    private static Set<String> keysOf(String text) {
        Set<String> keys = new LinkedHashSet<>();
        try (JsonParser json = JsonInput.FACTORY.createParser(text)) {
            Deque<String> path = new ArrayDeque<>();
            String prefix = "";
            String key = "";
            int seen = 0;
            int elements = 0;
            for (JsonToken token = json.nextToken();
                    token != null && seen < MOST_KEYS && elements < MOST_ELEMENTS;
                    token = json.nextToken()) {
                switch (token) {
                    case FIELD_NAME -> {
                        seen++;
                        key = prefix + json.currentName();
                        if (path.size() <= DEEPEST_KEY) keys.add(key);
                    }
                    case START_OBJECT -> {
                        path.push(prefix);
                        prefix = key.isEmpty() ? "" : key + "/";
                    }
                    case END_OBJECT -> {
                        key = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
                        prefix = path.pop();
                        if (path.isEmpty()) elements++;
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            // The head is cut off at an arbitrary byte, or broken; the parser will say which.
            return Collections.unmodifiableSet(keys);
        }
        return Collections.unmodifiableSet(keys);
    }
}
