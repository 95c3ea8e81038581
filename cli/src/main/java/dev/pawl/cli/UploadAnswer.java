package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.model.Comparison;
import dev.pawl.report.MarkdownRenderer;
import dev.pawl.wire.ComparisonReader;
import dev.pawl.wire.MalformedJsonException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of an upload.
 *
 * @param json the comparison exactly as it came
 * @param url where people see the run; {@code null} if the server does not say
 */
record UploadAnswer(
        byte[] json, Comparison comparison, @Nullable String url) {

    /**
     * @throws RefusedException if it is no comparison
     */
    static UploadAnswer read(byte[] json) throws IOException {
        try {
            return new UploadAnswer(json, ComparisonReader.read(json), url(json));
        } catch (MalformedJsonException | IllegalArgumentException odd) {
            throw new RefusedException(
                    201,
                    "the server took the results, but this version of Pawl does not understand its answer ("
                            + odd.getMessage() + "); use the server's version");
        }
    }

    private static @Nullable String url(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) parser.skipChildren();
                else if (token == JsonToken.VALUE_STRING
                        && parser.getParsingContext().pathAsPointer().toString().equals("/run/url"))
                    return parser.getText();
            }
        }
        return null;
    }

    void print(OutputFormat output) throws IOException {
        if (output == OutputFormat.JSON) {
            System.out.write(json);
            if (json[json.length - 1] != '\n') System.out.println();
            System.out.flush();
        } else {
            output.print(comparison, System.out);
        }
    }

    /** For a job summary. */
    String markdown() {
        return MarkdownRenderer.render(comparison) + (url == null ? "" : "\n[The run and its history](" + url + ")\n");
    }
}
