package dev.pawl.cli.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.cli.client.RunDescription;
import dev.pawl.model.Commit;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pawl export --format jsonl} wrote: a run a line. Each line is a result file of Pawl's own, with a member {@code run}
 * that says what an upload's part {@code run} says. Read line by line, so that any length of history fits into memory.
 */
final class RunLines implements History {

    /** A server takes no larger upload. */
    private static final int LONGEST_LINE = 32 << 20;

    private static final int LONGEST_TEXT = 1 << 16;

    private final ResultSource source;
    private final HistoryOptions options;

    RunLines(ResultSource source, HistoryOptions options) {
        this.source = source;
        this.options = options;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void forEach(Consumer<PastRun> runs) {
        try (InputStream in = new BufferedInputStream(source.open(), 1 << 16)) {
            int number = 0;
            int found = 0;
            for (byte[] line = line(in, 1); line != null; line = line(in, number + 1)) {
                number++;
                if (isBlank(line)) continue;
                found++;
                runs.accept(run(source.name() + ":" + number, line));
            }
            if (found == 0) throw new ParseException(source.name(), "is empty");
        } catch (IOException e) {
            throw new ParseException(source.name(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) if (character != ' ' && character != '\r' && character != '\t') return false;
        return true;
    }

    /** The next line without its end; {@code null} if there is none. */
    private byte @Nullable [] line(InputStream in, int number) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int character = in.read(); character != '\n'; character = in.read()) {
            if (character < 0) return line.size() == 0 ? null : line.toByteArray();
            if (line.size() == LONGEST_LINE)
                throw new ParseException(
                        source.name() + ":" + number,
                        "is longer than 32 MiB, which is more than a server takes at once");
            line.write(character);
        }
        return line.toByteArray();
    }

    private PastRun run(String where, byte[] line) {
        ResultFile results = Parsers.parse(List.of(ResultSource.ofBytes(where, line)), ResultFormat.PAWL)
                .get(0);
        Map<String, Object> fields = new LinkedHashMap<>();
        List<Commit> history = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT && key.equals("run")) readRun(json, fields, history);
                else json.skipChildren();
            }
            // Whoever says it here means the whole history.
            if (options.branch() != null) fields.put("branch", options.branch());
            if (options.testbed() != null) fields.put("testbed", options.testbed());
            RunDescription description = new RunDescription(fields, history);
            if (description.field("commit") == null || description.field("measured") == null)
                throw new ParseException(
                        where,
                        "has no member 'run' with commit and measured; is it a result file? Then use pawl upload");
            Instant.parse(description.field("measured"));
            return new PastRun(description, results);
        } catch (DateTimeException e) {
            throw new ParseException(where + ":/run/measured", "is no time in UTC as ISO 8601 writes it", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParseException(where + ":/run", "is not what an export wrote: " + e.getMessage(), e);
        }
    }

    private static void readRun(JsonParser json, Map<String, Object> fields, List<Commit> history) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_ARRAY && key.equals("history")) readHistory(json, history);
            else if (value == JsonToken.VALUE_NUMBER_INT) fields.put(key, json.getIntValue());
            else if (value == JsonToken.VALUE_STRING && json.getTextLength() <= LONGEST_TEXT)
                fields.put(key, json.getText());
            else json.skipChildren();
        }
    }

    private static void readHistory(JsonParser json, List<Commit> history) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> texts = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) texts.put(key, json.getText());
                else json.skipChildren();
            }
            String time = texts.get("time");
            history.add(new Commit(
                    texts.getOrDefault("sha", ""),
                    texts.get("parent"),
                    time == null ? null : Instant.parse(time),
                    texts.get("author"),
                    texts.get("subject")));
        }
    }
}
