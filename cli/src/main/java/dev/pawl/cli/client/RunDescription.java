package dev.pawl.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.model.Commit;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an upload says of its run: the JSON part {@code run}.
 *
 * @param fields by their names in the HTTP interface, in the order in which they are sent; none is blank
 * @param history commits that the sender knows; parents that it does not know are absent
 */
public record RunDescription(Map<String, Object> fields, List<Commit> history) {

    public RunDescription {
        fields = new LinkedHashMap<>(fields);
        fields.values().removeIf(value -> value.toString().isBlank());
        history = List.copyOf(history);
    }

    /** The value of a field that is JSON itself. */
    public record Json(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Collects the fields that are known. */
    public static final class Builder {

        private final Map<String, Object> fields = new LinkedHashMap<>();

        /** Sets a field, unless there is no value. */
        public Builder with(String field, @Nullable Object value) {
            if (value != null) fields.put(field, value);
            return this;
        }

        public RunDescription with(List<Commit> history) {
            return new RunDescription(fields, history);
        }
    }

    /** The same with one field more. */
    public RunDescription with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new RunDescription(more, history);
    }

    /** The same without a field. */
    public RunDescription without(String field) {
        Map<String, Object> fewer = new LinkedHashMap<>(fields);
        fewer.remove(field);
        return new RunDescription(fewer, history);
    }

    /** A field as text; {@code null} if it is not known. */
    public @Nullable String field(String name) {
        Object value = fields.get(name);
        return value == null ? null : value.toString();
    }

    /** The JSON that is sent. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                if (field.getValue() instanceof Integer) json.writeNumber((Integer) field.getValue());
                else if (field.getValue() instanceof Json)
                    json.writeRawValue(field.getValue().toString());
                else json.writeString(field.getValue().toString());
            }
            json.writeArrayFieldStart("history");
            for (Commit commit : history) write(json, commit);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Commit commit) throws IOException {
        json.writeStartObject();
        json.writeStringField("sha", commit.sha());
        if (commit.parent() != null) json.writeStringField("parent", commit.parent());
        if (commit.time() != null) json.writeStringField("time", commit.time().toString());
        if (commit.author() != null) json.writeStringField("author", commit.author());
        if (commit.subject() != null) json.writeStringField("subject", commit.subject());
        json.writeEndObject();
    }
}
