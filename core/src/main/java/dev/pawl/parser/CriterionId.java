package dev.pawl.parser;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code benchmark.json} of Criterion tells. The directory's name cannot stand in for it: characters are replaced there,
 * and parts are cut at 64 bytes.
 *
 * @param fullId {@code group/function/value}; parts may hold any character
 * @param title the id, cut at 100 bytes, and numbered where it occurs twice in one run
 * @param directoryName path in the tree, {@code null} where it is not told
 * @param throughput amount per iteration by kind: {@code Bytes}, {@code BytesDecimal}, {@code Elements}, {@code Bits}
 */
record CriterionId(String fullId, String title, @Nullable String directoryName, Map<String, Double> throughput) {

    /** Longer than any name that is taken, so that the model says how long one may be. */
    private static final int LONGEST_TEXT = 1 << 14;

    private static final String BOTH = "ElementsAndBytes";

    CriterionId {
        // In the order of the file: that of Map.copyOf changes from run to run.
        throughput = Collections.unmodifiableMap(new LinkedHashMap<>(throughput));
    }

    /**
     * @throws ParseException if the file is not a benchmark's, or broken
     */
    static CriterionId read(ResultSource source) {
        return JsonInput.read(source, json -> {
            Map<String, String> texts = new LinkedHashMap<>();
            Map<String, Double> throughput = new LinkedHashMap<>();
            json.object(key -> {
                switch (key) {
                    case "full_id", "title", "directory_name" -> {
                        String text = json.stringOrNull(LONGEST_TEXT);
                        if (text != null) texts.put(key, text);
                    }
                    case "throughput" -> {
                        if (!json.isNull()) json.object(kind -> readThroughput(json, kind, throughput));
                    }
                    default -> {}
                }
            });
            String fullId = texts.get("full_id");
            if (fullId == null)
                throw json.refuse(
                        "has no full_id, which is the benchmark's name; is it the file that Criterion wrote?");
            return new CriterionId(
                    fullId, texts.getOrDefault("title", fullId), texts.get("directory_name"), throughput);
        });
    }

    private static void readThroughput(JsonInput json, String kind, Map<String, Double> throughput) throws IOException {
        if (kind.equals(BOTH))
            json.object(part -> throughput.put(part.equals("bytes") ? "Bytes" : "Elements", json.number()));
        else if (json.isNumber()) throughput.put(kind, json.number());
        else throughput.put(kind, Double.NaN);
    }
}
