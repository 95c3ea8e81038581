package dev.pawl.server.http;

import io.javalin.config.JavalinConfig;

/** Headers that keep a browser from doing what the dashboard never asks for. */
final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
            + "form-action 'self'";

    private SecurityHeaders() {}

    static void register(JavalinConfig config) {
        config.routes.before(context -> context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin"));
    }
}
