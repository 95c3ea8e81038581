package dev.pawl.parser;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file, pulled value by value, so that memory is bounded by what is kept of it and not by its size.
 *
 * <p>The position is always a token; every method that reads a value expects its first token to be the current one and leaves
 * its last token current. Everything that is wrong becomes a {@link ParseException} that names the JSON pointer, or line and
 * column where the text is not JSON at all. Python's and other writers' {@code NaN} and {@code Infinity} are let through where
 * nobody reads them; {@link #number()} refuses them.
 */
final class JsonInput {

    /** Numbers are doubles with at most 17 significant digits; Python's big integers in unread fields have more. */
    private static final int LONGEST_NUMBER = 1000;

    /** Unread strings can hold a profile or a log. */
    private static final int LONGEST_STRING = 20_000_000;

    private static final int LONGEST_KEY = 1 << 16;

    /** Result files nest to depth 8; deeper is an attack or an accident. */
    private static final int DEEPEST = 64;

    /** How much of a pointer is shown: keys are input too. */
    private static final int LONGEST_POINTER = 160;

    private static final int LONGEST_REASON = 160;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LONGEST_STRING)
                    .maxNameLength(LONGEST_KEY)
                    .build())
            .errorReportConfiguration(ErrorReportConfiguration.builder()
                    .maxErrorTokenLength(40)
                    .maxRawContentLength(0)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Names of benchmarks would otherwise fill a table that all parsers of the process share.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** Reads a value whose first token is current. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonInput json) throws IOException;
    }

    /** Takes one member of an object; the first token of its value is current. */
    @FunctionalInterface
    interface Member {
        void read(String key) throws IOException;
    }

    /** Takes one element of an array; its first token is current. */
    @FunctionalInterface
    interface Element {
        void read() throws IOException;
    }

    private final String name;
    private final JsonParser parser;

    private JsonInput(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /**
     * Reads a source that holds exactly one JSON value.
     *
     * @throws ParseException if it holds something else, or if the reading refuses it. An {@link IllegalArgumentException}
     *     of the reading, such as the model throws, becomes one, too.
     */
    static <T> T read(ResultSource source, Reading<T> reading) {
        return read(source, "", reading);
    }

    /**
     * @param hint what else to say when the text is not JSON: a known fault of the tool; empty where there is none
     */
    static <T> T read(ResultSource source, String hint, Reading<T> reading) {
        try (InputStream in = source.open();
                JsonParser parser = FACTORY.createParser(in)) {
            JsonInput json = new JsonInput(source.name(), parser);
            try {
                if (parser.nextToken() == null)
                    throw new ParseException(source.name(), "is empty; did the benchmarks run to their end?");
                T value = reading.read(json);
                if (parser.nextToken() != null)
                    throw new ParseException(
                            json.position(parser.currentLocation()),
                            "there is more after the end of the JSON; is it two files in one?");
                return value;
            } catch (JsonEOFException e) {
                throw new ParseException(
                        json.position(e.getLocation()),
                        "the JSON ends in the middle: the file is cut off; upload the whole file",
                        e);
            } catch (JsonProcessingException e) {
                if (isDuplicate(e))
                    throw new ParseException(
                            json.where(), "is given twice in the same object; which of them counts cannot be told", e);
                throw new ParseException(json.position(e.getLocation()), "is not valid JSON: " + reason(e) + hint, e);
            } catch (IllegalArgumentException e) {
                throw json.refuse(e.getMessage() == null ? "is not valid" : e.getMessage());
            }
        } catch (IOException e) {
            throw Parsers.unreadable(source, e);
        }
    }

    /** The first token of the value to read. */
    JsonToken token() {
        return parser.currentToken();
    }

    boolean isArray() {
        return parser.hasToken(JsonToken.START_ARRAY);
    }

    boolean isObject() {
        return parser.hasToken(JsonToken.START_OBJECT);
    }

    boolean isString() {
        return parser.hasToken(JsonToken.VALUE_STRING);
    }

    boolean isNull() {
        return parser.hasToken(JsonToken.VALUE_NULL);
    }

    boolean isNumber() {
        return parser.currentToken().isNumeric();
    }

    /** Reads an object member by member; what a member leaves unread is skipped. */
    void object(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = wellFormed(parser.currentName());
            parser.nextToken();
            member.read(key);
            parser.skipChildren();
        }
    }

    /**
     * Enters an object, for {@code for (String key = json.firstKey(); key != null; key = json.nextKey())}. The value of the member
     * is current; what of it is left unread is skipped. The same as {@link #object}, without a lambda: linking one takes a cold
     * JVM as long as reading a kilobyte, which counts where a file is read to be compared at once.
     *
     * @return the first member's key, {@code null} if there is none
     */
    @Nullable
    String firstKey() throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        return key();
    }

    /** The next member's key, {@code null} at the end of the object. */
    @Nullable
    String nextKey() throws IOException {
        parser.skipChildren();
        return key();
    }

    private @Nullable String key() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) return null;
        String key = wellFormed(parser.currentName());
        parser.nextToken();
        return key;
    }

    /** Enters an array, for {@code for (boolean more = json.firstElement(); more; more = json.nextElement())}. */
    boolean firstElement() throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    /** Whether there is another element, which is then current. */
    boolean nextElement() throws IOException {
        parser.skipChildren();
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    /** Reads an array element by element; what an element leaves unread is skipped. */
    void array(Element element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
            parser.skipChildren();
        }
    }

    /**
     * Reads a string. NUL characters and halves of surrogate pairs, which cannot be stored or sent on, become U+FFFD.
     *
     * @param longest the most characters that are taken
     */
    String string(int longest) throws IOException {
        expect(JsonToken.VALUE_STRING, "a string");
        if (parser.getTextLength() > longest)
            throw refuse("is a string of " + parser.getTextLength() + " characters; at most " + longest + " are read");
        return wellFormed(parser.getText());
    }

    /** Reads a string, or {@code null} where there is a JSON null. */
    @Nullable
    String stringOrNull(int longest) throws IOException {
        return isNull() ? null : string(longest);
    }

    /** Reads a finite number. */
    double number() throws IOException {
        if (!isNumber()) throw refuse("must be a number, is " + describe());
        double value = decode();
        if (!Double.isFinite(value))
            throw refuse("is not finite (" + Excerpt.of(parser.getText(), 40) + "), so it is no result;"
                    + " find out why the tool wrote that and run the benchmark again");
        return value;
    }

    /** Reads a number that the tool may not know: {@code null} where there is a JSON null or a number that is not finite. */
    @Nullable
    Double numberOrNull() throws IOException {
        if (isNull()) return null;
        if (!isNumber()) throw refuse("must be a number or null, is " + describe());
        double value = decode();
        return Double.isFinite(value) ? value : null;
    }

    /** Reads a whole number from 0 to {@code largest}. Python writes {@code 5.0} for some of them. */
    long count(long largest) throws IOException {
        double value = number();
        if (value < 0 || value > largest || value != Math.rint(value))
            throw refuse("must be a whole number from 0 to " + largest + ", is " + Excerpt.of(parser.getText(), 40));
        return (long) value;
    }

    /** Reads an array of finite numbers. */
    double[] numbers() throws IOException {
        expect(JsonToken.START_ARRAY, "an array of numbers");
        DoubleList values = new DoubleList();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken())
            values.add(number());
        return values.toArray();
    }

    /** The text of a scalar as the file has it: a string's characters, a number's digits, {@code true}, {@code null}. */
    String scalar(int longest) throws IOException {
        if (isString()) return string(longest);
        if (!parser.currentToken().isScalarValue()) throw refuse("must be a single value, is " + describe());
        String text = parser.getText();
        if (text.length() > longest)
            throw refuse("has " + text.length() + " characters; at most " + longest + " are read");
        return text;
    }

    /**
     * Any value as compact JSON, numbers in the digits of the file.
     *
     * @param longest the most characters that are taken
     */
    String compact(int longest) throws IOException {
        String compact = CompactJson.of(parser, longest);
        if (compact == null)
            throw refuse("is longer than " + longest + " characters, which is too much to tell benchmarks apart by");
        return compact;
    }

    /** The exception for a value that is JSON, but not what it should be; the place is the pointer of the current value. */
    ParseException refuse(String what) {
        return new ParseException(where(), what);
    }

    /** File and JSON pointer of the current value. */
    String where() {
        return where(parser.getParsingContext().pathAsPointer());
    }

    /** The place of an element of the array whose element is current. */
    String whereElement(int index) {
        JsonPointer array = parser.getParsingContext().pathAsPointer().head();
        return where(array.appendIndex(index));
    }

    /** The place of a member inside the current value. */
    String whereMember(String... keys) {
        JsonPointer place = parser.getParsingContext().pathAsPointer();
        for (String key : keys) place = place.appendProperty(key);
        return where(place);
    }

    private String where(JsonPointer place) {
        String pointer = place.toString();
        return pointer.isEmpty() ? name : name + ":" + Excerpt.of(pointer, LONGEST_POINTER);
    }

    /** What the current value is, for messages. */
    String describe() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }

    private void expect(JsonToken token, String wanted) {
        if (!parser.hasToken(token)) throw refuse("must be " + wanted + ", is " + describe());
    }

    /** Straight from the parser's buffer: making a string of each number costs more than reading the file. */
    private double decode() throws IOException {
        return NumberInput.parseDouble(
                parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), true);
    }

    private String position(@Nullable JsonLocation known) {
        JsonLocation location = known == null ? parser.currentLocation() : known;
        return name + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    /** Jackson has no exception of its own for it. */
    private static boolean isDuplicate(JsonProcessingException e) {
        return e.getOriginalMessage() != null && e.getOriginalMessage().startsWith("Duplicate field");
    }

    /** Jackson's own words without its hints for programmers. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage() == null ? "it breaks off" : e.getOriginalMessage();
        return Excerpt.of(message.replaceAll(",? ?\\(?from `[^`]*`\\)?", ""), LONGEST_REASON);
    }

    static String wellFormed(String text) {
        boolean clean = true;
        for (int at = 0; at < text.length() && clean; at++) {
            char character = text.charAt(at);
            clean = character != 0 && !Character.isSurrogate(character);
        }
        if (clean) return text;
        return text.codePoints()
                .map(character ->
                        character == 0 || Character.getType(character) == Character.SURROGATE ? 0xFFFD : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
