package dev.pawl.server.notify.forge;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a forge is tried, and the means to wait: tests bring a clock of their own that sleeping moves.
 *
 * @param total from the first attempt at one request to the last one
 * @param connect for setting up one connection
 * @param answer for one whole answer
 * @param random spreads writers that met
 */
public record ForgePatience(
        Duration total, Duration connect, Duration answer, Clock clock, Sleeper sleeper, RandomGenerator random) {

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    public static ForgePatience of(Duration total) {
        return new ForgePatience(
                total,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()),
                RandomGenerator.getDefault());
    }

    /** The pause before the next attempt: 1, 2, 4 … 30 s, of which a random half is spared. */
    Duration pause(int failures) {
        return half(Math.min(30_000L, 1_000L << Math.min(failures - 1, 20)));
    }

    /** A short pause for writers that met, so that they do not meet again. */
    Duration apart(int rounds) {
        return half(Math.min(4_000L, 100L << Math.min(rounds, 20)));
    }

    private Duration half(long longest) {
        return Duration.ofMillis(longest / 2 + (long) (random.nextDouble() * longest / 2));
    }

    void sleep(Duration pause) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ForgeException(ForgeException.Kind.UNAVAILABLE, "interrupted while waiting");
        }
    }
}
