package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.client.ServerAddress;
import dev.pawl.model.Comparison;
import dev.pawl.report.MarkdownRenderer;
import dev.pawl.wire.ComparisonReader;
import dev.pawl.wire.MalformedJsonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of an upload.
 *
 * @param json the comparison exactly as it came
 * @param url where people see the run; {@code null} if the server does not say
 * @param isPublic whether others than this machine can follow it
 */
record UploadAnswer(
        byte[] json, Comparison comparison, @Nullable String url, boolean isPublic) {

    /**
     * @param server that answered; a run's path is relative to it where the server knows no address of its own
     * @throws RefusedException if it is no comparison
     */
    static UploadAnswer read(byte[] json, ServerAddress server) throws IOException {
        try {
            Comparison comparison = ComparisonReader.read(json);
            Map<String, String> run = run(json);
            String url = run.get("url");
            if (url != null) return new UploadAnswer(json, comparison, url, true);
            String path = run.get("path");
            return new UploadAnswer(json, comparison, path == null ? null : server + path, !server.isLoopback());
        } catch (MalformedJsonException | IllegalArgumentException odd) {
            throw new RefusedException(
                    201,
                    "the server took the results, but this version of Pawl does not understand its answer ("
                            + odd.getMessage() + "); use the server's version");
        }
    }

    /** The texts of the member {@code run}. */
    private static Map<String, String> run(byte[] json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) parser.skipChildren();
                else if (token == JsonToken.VALUE_STRING
                        && parser.getParsingContext().pathAsPointer().toString().startsWith("/run/"))
                    texts.put(parser.currentName(), parser.getText());
            }
        }
        return texts;
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

    /** Address of the server's pages, for others than this machine; {@code null} if they cannot get there. */
    @Nullable
    String pages() {
        int page = url == null || !isPublic ? -1 : url.indexOf("/p/");
        return page < 0 ? null : url.substring(0, page);
    }

    /** For a job summary. */
    String markdown() {
        return MarkdownRenderer.render(comparison)
                + (url == null || !isPublic ? "" : "\n[The run and its history](" + url + ")\n");
    }
}
