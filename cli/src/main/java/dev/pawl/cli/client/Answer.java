package dev.pawl.cli.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back for one request.
 *
 * @param contentType empty if there is none
 * @param retryAfter the header as it came
 * @param location where a redirect points to
 */
record Answer(
        int status,
        String contentType,
        @Nullable String retryAfter,
        @Nullable String location,
        byte[] body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the same request may succeed later: the contract says 5xx and 429; 408 is what proxies say for a slow line. */
    boolean isTemporary() {
        return status >= 500 || status == 429 || status == 408;
    }

    boolean is(String type) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(type);
    }

    boolean isJson() {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/json") || type.startsWith("application/problem+json");
    }

    /** How long the server wants to be left alone, in either of HTTP's two forms. */
    Optional<Duration> pause(Instant now) {
        if (retryAfter == null) return Optional.empty();
        String text = retryAfter.strip();
        if (text.matches("\\d{1,18}")) return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), 86_400)));
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, until));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }
}
