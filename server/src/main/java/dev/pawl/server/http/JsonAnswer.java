package dev.pawl.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** Sends JSON as bytes in UTF-8: a text would go out in the machine's own encoding, which need not have the names' characters. */
final class JsonAnswer {

    private JsonAnswer() {}

    /** Sends what is printed as JSON by {@code toString}. */
    static void send(Context context, Object json) {
        send(context, "application/json", json);
    }

    static void send(Context context, String type, Object json) {
        context.contentType(type).result(bytes(json));
    }

    static byte[] bytes(Object json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
