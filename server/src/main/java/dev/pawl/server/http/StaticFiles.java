package dev.pawl.server.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the dashboard from the jar. Its pages have real paths, and all of them are the one index page; the assets have a hash
 * in their names and never change.
 */
final class StaticFiles {

    private static final String FOLDER = "/pawl/web/";

    /** One flat folder of files with plain names: nothing in a request can lead out of it. */
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8",
            "map", "application/json");

    private StaticFiles() {}

    static void register(JavalinConfig config) {
        for (String page : new String[] {"/", "/p/<path>"}) {
            config.routes.get(page, context -> send(context, "index.html", "text/html; charset=utf-8", "no-cache"));
        }
        config.routes.get("/favicon.svg", context -> send(context, "favicon.svg", "image/svg+xml", "max-age=86400"));
        config.routes.get("/assets/{name}", context -> {
            String name = context.pathParam("name");
            Matcher matcher = ASSET.matcher(name);
            String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
            if (type == null) throw ProblemException.notFound("there is no such asset");
            send(context, "assets/" + name, type, "public, max-age=31536000, immutable");
        });
    }

    /** Whether a person typed the address, or followed a link to it: a program asks for no HTML. */
    static boolean isForPeople(Context context) {
        String accepted = context.header("Accept");
        return context.method() == HandlerType.GET && accepted != null && accepted.contains("text/html");
    }

    /** The dashboard itself says that it has no such page. */
    static void sendUnknownPage(Context context) {
        try {
            send(context.status(404), "index.html", "text/html; charset=utf-8", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Context context, String file, String type, String caching) throws IOException {
        try (InputStream in = StaticFiles.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) throw ProblemException.notFound("the dashboard has no " + file);
            context.contentType(type).header("Cache-Control", caching).result(in.readAllBytes());
        }
    }
}
