package dev.pawl.server.http;

import io.javalin.config.JavalinConfig;
import java.util.Map;

/** Headers that keep a browser from doing what the dashboard never asks for. */
final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
            + "form-action 'self'";

    /** By name; every answer has them, also those that no route gives. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private SecurityHeaders() {}

    static void register(JavalinConfig config) {
        config.routes.before(context -> HEADERS.forEach(context::header));
    }
}
