package dev.pawl.server.store;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be sent, or was.
 *
 * @param channel where to ({@code slack}, {@code webhook:3})
 * @param event what about
 * @param subject what is to be brought up to date; {@code null} where it is told what happened
 * @param version how often that was asked for
 * @param payload JSON text
 * @param attempts how often it was tried without success
 */
public record DeliveryRow(
        long id,
        String channel,
        String event,
        @Nullable String subject,
        int version,
        String payload,
        State state,
        int attempts,
        Instant dueAt,
        @Nullable String lastError,
        Instant createdAt) {

    private static final String PULL_REQUESTS = "pull-requests:";

    /** Where to: the pull requests of a project, whose numbers are the subjects. */
    public static String pullRequestsOf(long projectId) {
        return PULL_REQUESTS + projectId;
    }

    /** The project whose pull requests these are; empty for other channels. */
    public static OptionalLong projectOfPullRequests(String channel) {
        return channel.startsWith(PULL_REQUESTS)
                ? OptionalLong.of(Long.parseLong(channel.substring(PULL_REQUESTS.length())))
                : OptionalLong.empty();
    }

    /** What became of it. */
    public enum State {
        PENDING,
        DELIVERED,
        /** Given up. */
        DEAD
    }
}
