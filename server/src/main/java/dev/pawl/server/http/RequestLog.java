package dev.pawl.server.http;

import io.javalin.config.JavalinConfig;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request: method, path, status, milliseconds, request id. Queries and headers are left out, because they can
 * hold secrets.
 */
final class RequestLog {

    /** Attribute of a request: what it is called in the log and in {@code X-Request-Id}. */
    static final String REQUEST_ID = "pawl.request";

    private static final Logger LOG = LoggerFactory.getLogger("pawl.requests");

    private static final int LONGEST_PATH = 200;

    private RequestLog() {}

    static void register(JavalinConfig config, MetricsRoutes metrics) {
        config.routes.before(context -> {
            String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            context.attribute(REQUEST_ID, id);
            context.header("X-Request-Id", id);
        });
        config.requestLogger.http((context, milliseconds) -> {
            metrics.observe(context, milliseconds / 1000.0);
            if (LOG.isInfoEnabled()) {
                LOG.info(
                        "{} {} {} {} ms {}",
                        visible(context.method().toString()),
                        visible(context.path()),
                        context.statusCode(),
                        Math.round(milliseconds),
                        context.attribute(REQUEST_ID));
            }
        });
    }

    /** A path can hold line breaks, terminal escapes and changes of direction; a log line must not. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().limit(LONGEST_PATH).forEach(c -> visible.appendCodePoint(isVisible(c) ? c : '?'));
        return visible.toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
