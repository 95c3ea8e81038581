package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Result files for tests: real ones from {@code src/test/resources/results}, and texts. */
public final class Results {

    private Results() {}

    /** The bytes of a file below {@code results}. */
    public static byte[] bytes(String path) {
        try (InputStream in = Results.class.getResourceAsStream("/results/" + path)) {
            if (in == null) throw new AssertionError("no test resource /results/" + path);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /** Reads a file below {@code results}, its format found by content. */
    public static ResultFile read(String path) {
        return onlyOne(Parsers.parse(
                List.of(ResultSource.ofBytes(path.substring(path.lastIndexOf('/') + 1), bytes(path))), null));
    }

    /** Reads a text as a file of the name, its format found by content. */
    static ResultFile read(String name, String text) {
        return onlyOne(Parsers.parse(List.of(ResultSource.ofBytes(name, text.getBytes(StandardCharsets.UTF_8))), null));
    }

    /** The message with which a text is refused. */
    static String refusal(String name, String text) {
        return assertThrows(ParseException.class, () -> read(name, text)).getMessage();
    }

    static Measurement measurement(BenchmarkResult result, String metric) {
        return result.measurements().stream()
                .filter(measurement -> measurement.metric().name().equals(metric))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + metric + " in " + result));
    }

    private static ResultFile onlyOne(List<ResultFile> files) {
        assertEquals(1, files.size());
        return files.get(0);
    }
}
