package dev.pawl.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The description of all routes for programs, as OpenAPI 3.1. It holds nothing about what is tracked, so it needs no token. A
 * test holds it against the routes that are registered and the answers that they give.
 */
final class OpenApiRoutes {

    private final byte[] document;

    OpenApiRoutes() {
        try (InputStream in = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
            if (in == null) throw new AssertionError("openapi.json belongs into this package");
            document = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void register(RoutesConfig routes) {
        routes.get("/openapi.json", this::show);
    }

    private void show(Context context) {
        context.contentType("application/json").result(document);
    }
}
