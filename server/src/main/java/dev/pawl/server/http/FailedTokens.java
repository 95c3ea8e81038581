package dev.pawl.server.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever tries out tokens: after {@value #MOST} unknown ones in a minute an address is not listened to until the minute is
 * over. A token that was good lately still is, wherever it comes from, so that nobody is locked out by a neighbour behind the same
 * address. Tokens that ended or were revoked are no guesses, and are not counted.
 *
 * <p>Knows hashes only, in memory. Safe for several threads.
 */
final class FailedTokens {

    static final int MOST = 300;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Further addresses push out those that were heard of longest ago. */
    private static final int MOST_ADDRESSES = 10_000;

    private static final int MOST_GOOD = 10_000;

    private final Clock clock;
    private final Map<String, Tries> tries = bounded(MOST_ADDRESSES);
    private final Map<String, Boolean> good = bounded(MOST_GOOD);

    private record Tries(Instant since, int failures) {}

    FailedTokens(Clock clock) {
        this.clock = clock;
    }

    /** @throws ProblemException 429 if the token comes from an address that tries out tokens */
    synchronized void admit(Context context, String token) {
        Tries known = current(address(context));
        if (known.failures() < MOST || good.containsKey(hash(token))) return;
        Duration rest = Duration.between(clock.instant(), known.since().plus(WINDOW));
        context.header("Retry-After", Long.toString(Math.max(1, rest.toSeconds() + 1)));
        throw new ProblemException(
                429, "too many unknown tokens came from your address; correct the token, and try again in a minute");
    }

    synchronized void noteUnknown(Context context) {
        String address = address(context);
        Tries known = current(address);
        tries.put(address, new Tries(known.since(), known.failures() + 1));
    }

    synchronized void noteGood(String token) {
        good.put(hash(token), true);
    }

    private Tries current(String address) {
        Instant now = clock.instant();
        Tries known = tries.get(address);
        boolean isOver = known == null || !now.isBefore(known.since().plus(WINDOW));
        return isOver ? new Tries(now, 0) : known;
    }

    private static String hash(String token) {
        return new ContentHash().with(token).hex();
    }

    /** Of the sender; behind a proxy on this machine the one that the proxy saw, which it adds as the last. */
    private static String address(Context context) {
        String peer = context.req().getRemoteAddr();
        String forwarded = context.header("X-Forwarded-For");
        if (forwarded == null || !isLoopback(peer)) return network(peer);
        return network(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip());
    }

    private static boolean isLoopback(String address) {
        try {
            return isNumeric(address) && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Who has one IPv6 address has 2^64 of them. */
    private static String network(String address) {
        if (!address.contains(":") || !isNumeric(address)) return address;
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            if (bytes.length != 16) return address;
            StringBuilder network = new StringBuilder();
            for (int i = 0; i < 8; i++) network.append(String.format("%02x", bytes[i]));
            return network.toString();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** A name would be looked up, for whoever sends the header. */
    private static boolean isNumeric(String address) {
        return address.chars()
                .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.' || c == '[' || c == ']');
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }
}
