package dev.pawl.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.report.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words an answer that is not what was asked for: what the server says, or what the status means, and what to do. */
final class Refusal {

    /** What a server says is shown, but a page of it helps nobody. */
    private static final int LONGEST_DETAIL = 500;

    private Refusal() {}

    /** One sentence about an answer that is no success. */
    static String of(Answer answer, boolean withToken) {
        String detail = detail(answer);
        String said = detail == null ? "" : ": " + detail;
        return answer.status() + " " + meaning(answer, withToken, detail != null) + said;
    }

    private static String meaning(Answer answer, boolean withToken, boolean hasDetail) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 ->
                "the server redirects"
                        + (answer.location() == null ? "" : " to " + VisibleText.of(answer.location(), LONGEST_DETAIL))
                        + "; redirects are not followed, name the right address with --server";
            case 401 ->
                withToken
                        ? "the token was not accepted; it may be unknown, expired or revoked"
                        : "the server wants a token; put one into PAWL_TOKEN";
            case 403 -> "the token may not do this";
            case 404 -> hasDetail ? "not found" : "not found; check --server and --project";
            case 409 -> "this contradicts what is stored";
            case 413 -> "the upload is too large; split it into shards, or compare offline with pawl compare";
            case 429 -> "too many requests";
            default ->
                isPage(answer)
                        ? "a web page came back instead of an answer of Pawl; there may be a proxy on the way"
                        : answer.status() >= 500 ? "the server failed" : "not accepted";
        };
    }

    static boolean isPage(Answer answer) {
        return answer.contentType().toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    /** {@code detail} and {@code pointer} of a problem (RFC 9457); {@code null} if the answer holds none. */
    private static @Nullable String detail(Answer answer) {
        if (!answer.isJson()) return null;
        String detail = null;
        String pointer = null;
        try (JsonParser json = new JsonFactory().createParser(answer.body())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token != JsonToken.VALUE_STRING) continue;
                String place = json.getParsingContext().pathAsPointer().toString();
                if (place.equals("/detail")) detail = json.getText();
                if (place.equals("/pointer")) pointer = json.getText();
            }
        } catch (IOException notJson) {
            return null;
        }
        if (detail == null || detail.isBlank()) return null;
        String said = VisibleText.of(detail.strip(), LONGEST_DETAIL);
        return pointer == null || pointer.isBlank()
                ? said
                : said + " (at " + VisibleText.of(pointer.strip(), LONGEST_DETAIL) + ")";
    }

    /** The beginning of a body, for saying what came instead of JSON. */
    static String beginning(Answer answer) {
        int length = Math.min(answer.body().length, 60);
        return VisibleText.of(new String(answer.body(), 0, length, StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .strip());
    }
}
