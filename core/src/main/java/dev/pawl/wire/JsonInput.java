package dev.pawl.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.pawl.model.AbsoluteLimit;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Walks through JSON with errors that name the place. Unknown members are skipped by the caller's {@link #skip()}; duplicate
 * members and over-deep nesting are refused.
 */
final class JsonInput implements AutoCloseable {

    /** Our own JSON nests six deep; anything much deeper is an attack. */
    private static final int DEEPEST = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final JsonParser parser;

    JsonInput(InputStream in) throws IOException {
        parser = JSON.createParser(in);
    }

    /** Reads one member of an object; must consume its value. */
    @FunctionalInterface
    interface Member {
        void read(String name) throws IOException;
    }

    /** Reads one element; must consume it. */
    @FunctionalInterface
    interface Element {
        void read() throws IOException;
    }

    /** Moves to the first token; for the outermost value. */
    void start() throws IOException {
        if (parser.nextToken() == null) throw malformed("there is no JSON");
    }

    /** Reads the object at the current token, member by member; each member's value is current when it is called. */
    void object(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    void array(Element element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) element.read();
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    String string() throws IOException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    @Nullable
    String optionalString() throws IOException {
        return isNull() ? null : string();
    }

    double number() throws IOException {
        if (!parser.currentToken().isNumeric()) throw malformed("expected a number");
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) throw malformed("the number is too large");
        return value;
    }

    @Nullable
    Double optionalNumber() throws IOException {
        return isNull() ? null : number();
    }

    int integer() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getIntValue();
    }

    @Nullable
    Integer optionalInteger() throws IOException {
        return isNull() ? null : integer();
    }

    boolean bool() throws IOException {
        if (!parser.currentToken().isBoolean()) throw malformed("expected true or false");
        return parser.getBooleanValue();
    }

    <E extends Enum<E>> E word(Class<E> type) throws IOException {
        String word = string();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) return constant;
        }
        throw malformed("'" + word + "' is no " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }

    <E extends Enum<E>> @Nullable E optionalWord(Class<E> type) throws IOException {
        return isNull() ? null : word(type);
    }

    /** An absolute limit, or {@code null}. */
    @Nullable
    AbsoluteLimit limit() throws IOException {
        String text = optionalString();
        try {
            return text == null ? null : AbsoluteLimit.of(text);
        } catch (IllegalArgumentException odd) {
            throw malformed(String.valueOf(odd.getMessage()));
        }
    }

    List<String> strings() throws IOException {
        List<String> strings = new ArrayList<>();
        array(() -> strings.add(string()));
        return strings;
    }

    MalformedJsonException malformed(String what) {
        return new MalformedJsonException(
                parser.getParsingContext().pathAsPointer().toString(), what);
    }

    /** Translates a syntax error, so that callers meet one exception. */
    static MalformedJsonException malformed(JsonProcessingException error) {
        String place = error.getLocation() == null
                ? ""
                : "line " + error.getLocation().getLineNr() + ", column "
                        + error.getLocation().getColumnNr();
        return new MalformedJsonException(place, "not valid JSON: " + error.getOriginalMessage());
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) throw malformed("expected " + what);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
