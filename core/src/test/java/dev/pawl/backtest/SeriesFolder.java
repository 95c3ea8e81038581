package dev.pawl.backtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a folder of series files ({@code {"name","direction","values",…}}), in the order of their paths. */
final class SeriesFolder {

    private static final JsonFactory JSON = new JsonFactory();

    private SeriesFolder() {}

    /** The histories whose values are all positive; files that repeat another file's series are left out. */
    static List<RecordedSeries> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<RecordedSeries> histories = new ArrayList<>();
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            boolean repeated = name.contains("profiling_") && !name.contains("profiling_small");
            RecordedSeries history = read(file, name);
            boolean positive = history.values().length > 0;
            for (double value : history.values()) positive &= value > 0;
            if (positive && !repeated) histories.add(history);
        }
        return histories;
    }

    private static RecordedSeries read(Path file, String name) throws IOException {
        Direction direction = Direction.UNKNOWN;
        List<Double> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (field.equals("values")) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        if (parser.currentToken() != JsonToken.VALUE_NULL) values.add(parser.getDoubleValue());
                    }
                } else if (field.equals("direction") && token == JsonToken.VALUE_STRING) {
                    direction =
                            parser.getText().equals("higher") ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER;
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new RecordedSeries(
                name,
                null,
                direction,
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
