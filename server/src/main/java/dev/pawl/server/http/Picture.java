package dev.pawl.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends pictures that may be kept but must be asked for again each time: whoever has the present one is told so in a few bytes,
 * and nobody is shown an old one after an upload.
 */
final class Picture {

    private static final int NOT_MODIFIED = 304;

    private Picture() {}

    /** Draws a picture. */
    @FunctionalInterface
    interface Drawing {
        byte[] draw() throws IOException;
    }

    /**
     * @param hash of everything that the picture shows and of how it looks
     * @param drawing done only if the sender has not this very picture
     */
    static void send(Context context, String type, String hash, Drawing drawing) throws IOException {
        // Private: what needs a token must not lie in a cache that others are served from.
        send(context, type, hash, "private, no-cache", drawing);
    }

    /**
     * Sends a picture that its address opens for everybody: into pages of others, and past caches on the way there, which ask
     * again after an hour.
     */
    static void sendToAnybody(Context context, String type, String hash, Drawing drawing) throws IOException {
        context.header("Cross-Origin-Resource-Policy", "cross-origin");
        send(context, type, hash, "public, max-age=3600", drawing);
    }

    private static void send(Context context, String type, String hash, String caching, Drawing drawing)
            throws IOException {
        String tag = "\"" + hash + "\"";
        context.header("ETag", tag).header("Cache-Control", caching);
        if (isKnown(context.header("If-None-Match"), tag)) {
            context.status(NOT_MODIFIED);
            return;
        }
        context.contentType(type).result(drawing.draw());
    }

    /** Weak comparison, as RFC 9110 asks for: proxies that compress a picture make its tag weak. */
    private static boolean isKnown(@Nullable String header, String tag) {
        if (header == null) return false;
        for (String one : header.split(",")) {
            String known = one.strip();
            if (known.equals("*") || known.equals(tag) || known.equals("W/" + tag)) return true;
        }
        return false;
    }
}
