package dev.pawl.server.store;

import dev.pawl.model.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's news goes.
 *
 * @param address a secret: who knows it can write there
 * @param signingKey of a webhook, {@code null} for none; a secret too
 * @param severity from which on regressions are told
 * @param benchmarks glob of the benchmarks that are told of
 * @param events what is told
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
        Set<Event> events,
        boolean allowsPrivate,
        @Nullable String disabledBecause,
        Instant createdAt) {

    /** Who listens there. */
    public enum Kind {
        SLACK,
        DISCORD,
        WEBHOOK,
        /** The address is {@code mailto:a@example.com,b@example.com}. */
        EMAIL
    }

    /** What can be told. */
    public enum Event {
        /** Something got worse on the default branch. */
        REGRESSION,
        /** It is back to normal. */
        RESOLVED,
        /** Benchmarks or runs do not come any more. */
        MISSING,
        /** A testbed got slower or faster as a whole. */
        DRIFT,
        /** What a week brought. */
        WEEKLY;

        /** As the outbox and messages name it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As the outbox names it. */
    public String key() {
        return "channel:" + id;
    }

    /** Without its secrets, and without anybody's address: this goes into logs. */
    @Override
    public String toString() {
        return name + " (" + kind + " at " + maskedPlace() + ")";
    }

    /** Enough of the address to know it by: a host, or whom a mail goes to. For whoever may add channels. */
    public String place() {
        return kind == Kind.EMAIL ? address.getSchemeSpecificPart() : address.getHost() + "/…";
    }

    /** As {@link #place}, but of the people whom a mail goes to only where their mail is: {@code …@example.com}. */
    public String maskedPlace() {
        if (kind != Kind.EMAIL) return place();
        StringBuilder masked = new StringBuilder();
        for (String recipient : address.getSchemeSpecificPart().split(","))
            masked.append(masked.isEmpty() ? "" : ", ")
                    .append('…')
                    .append(recipient
                            .strip()
                            .substring(Math.max(0, recipient.strip().lastIndexOf('@'))));
        return masked.toString();
    }
}
