package dev.pawl.server.store;

import dev.pawl.model.Severity;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's news goes.
 *
 * @param address a secret: who knows it can write there
 * @param signingKey of a webhook, {@code null} for none; a secret too
 * @param severity from which on regressions are told
 * @param benchmarks glob of the benchmarks that are told of
 * @param allowsPrivate whether the address may lead into a private network
 * @param disabledBecause why nothing is sent any more; {@code null} while it works
 */
public record ChannelRow(
        long id,
        long projectId,
        String name,
        Kind kind,
        URI address,
        @Nullable String signingKey,
        Severity severity,
        String benchmarks,
        boolean allowsPrivate,
        @Nullable String disabledBecause,
        Instant createdAt) {

    /** Who listens there. */
    public enum Kind {
        SLACK,
        DISCORD,
        WEBHOOK
    }

    /** As the outbox names it. */
    public String key() {
        return "channel:" + id;
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return name + " (" + kind + " at " + address.getHost() + ")";
    }
}
