package dev.pawl.cli.client;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client keeps trying, and the means to wait: tests bring a clock of their own that sleeping moves.
 *
 * @param total from the first attempt's start to the last one's
 * @param connect for setting up one connection
 * @param answer between two bytes of one answer
 * @param random spreads the attempts of many clients that failed at the same moment
 */
public record Patience(
        Duration total, Duration connect, Duration answer, Clock clock, Sleeper sleeper, RandomGenerator random) {

    /** Long enough for a server to be updated, short enough for a CI job. */
    public static final Duration DEFAULT_TOTAL = Duration.ofSeconds(120);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A server may ask for more than our own longest pause, but not for the rest of the day. */
    private static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(60);

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    public static Patience of(Duration total) {
        return new Patience(
                total,
                Duration.ofSeconds(10),
                // The server must answer within 30 s; a proxy on the way may take its time too.
                Duration.ofSeconds(60),
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                RandomGenerator.getDefault());
    }

    /**
     * The pause before the next attempt: 1, 2, 4 … 30 s, of which a random half is spared.
     *
     * @param attempts how many have failed, from 1
     */
    Duration pause(int attempts) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 20));
        return Duration.ofMillis(longest / 2 + (long) (random.nextDouble() * longest / 2));
    }

    /** What the server asked for, within reason. */
    static Duration asked(Duration retryAfter) {
        if (retryAfter.isNegative()) return Duration.ZERO;
        return retryAfter.compareTo(LONGEST_ASKED_PAUSE) > 0 ? LONGEST_ASKED_PAUSE : retryAfter;
    }
}
