package dev.pawl.parser;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A JSON value written without white space, numbers in the digits of the file: equal texts are equal values of one tool. */
final class CompactJson {

    private CompactJson() {}

    /**
     * Reads the value whose first token is current and leaves its last token current.
     *
     * @return {@code null} if it has more than {@code longest} characters; the position is then in the midst of it
     */
    static @Nullable String of(JsonParser parser, int longest) throws IOException {
        StringBuilder compact = new StringBuilder();
        int depth = 0;
        boolean first = true;
        do {
            JsonToken token = parser.currentToken();
            if (!first && token != JsonToken.END_ARRAY && token != JsonToken.END_OBJECT) compact.append(',');
            first = false;
            if (token == JsonToken.FIELD_NAME) {
                appendQuoted(compact, parser.currentName());
                compact.append(':');
                token = parser.nextToken();
            }
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    compact.append(token.asString());
                    depth++;
                    first = true;
                }
                case END_OBJECT, END_ARRAY -> {
                    compact.append(token.asString());
                    depth--;
                }
                case VALUE_STRING -> appendQuoted(compact, parser.getText());
                default -> compact.append(parser.getText());
            }
            if (compact.length() > longest) return null;
        } while (depth > 0 && parser.nextToken() != null);
        return compact.toString();
    }

    private static void appendQuoted(StringBuilder to, String text) {
        to.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsString(JsonInput.wellFormed(text)))
                .append('"');
    }
}
