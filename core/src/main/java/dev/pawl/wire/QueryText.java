package dev.pawl.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names and values in one text, written as in a query string: {@code n=100&mode=fast}. An empty map is an empty text. */
public final class QueryText {

    private QueryText() {}

    public static String of(SortedMap<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /**
     * @throws IllegalArgumentException if the text is not written so
     */
    public static SortedMap<String, String> read(String text) {
        SortedMap<String, String> values = new TreeMap<>();
        if (text.isEmpty()) return values;
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) throw new IllegalArgumentException("parameters are written n=100&mode=fast, not " + text);
            values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
        return values;
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
