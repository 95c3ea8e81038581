package dev.pawl.server.background;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a task of the background fares. A failure is logged with its trace when it is of another kind than the one before, then in one
 * line more and more rarely, so that a full disk at night does not fill it with words.
 *
 * <p>Safe for several threads.
 */
public final class TaskHealth {

    private static final Logger LOG = LoggerFactory.getLogger(TaskHealth.class);

    private static final Duration FIRST_SILENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private final String name;
    private final Clock clock;
    private long failures;
    private @Nullable Instant failingSince;
    private @Nullable Instant succeededAt;
    private String kind = "";
    private Instant silentUntil = Instant.MIN;
    private Duration silence = FIRST_SILENCE;

    /** @param name for metrics and people: {@code rejudger} */
    public TaskHealth(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /**
     * How it is now.
     *
     * @param failures since it succeeded last
     * @param failingSince {@code null} while all is well
     * @param succeededAt {@code null} before it did for the first time
     */
    public record State(
            String name,
            long failures,
            @Nullable Instant failingSince,
            @Nullable Instant succeededAt) {}

    public synchronized State state() {
        return new State(name, failures, failingSince, succeededAt);
    }

    /**
     * Does something once. Errors are survived, too: memory that one task wanted in vain is there for the others, and one that is gone
     * for good would be noticed by nobody.
     *
     * @return whether it succeeded
     */
    public boolean attempt(Runnable work) {
        try {
            work.run();
            succeeded();
            return true;
        } catch (Throwable thrown) {
            try {
                failed(thrown);
            } catch (Throwable again) {
                // Without memory for a line in the log there is none to say so; it is counted.
            }
            return false;
        }
    }

    private synchronized void succeeded() {
        if (failures > 0) LOG.info("{} works again, after {} failures since {}", name, failures, failingSince);
        failures = 0;
        failingSince = null;
        succeededAt = clock.instant();
        kind = "";
    }

    private synchronized void failed(Throwable thrown) {
        failures++;
        Instant now = clock.instant();
        if (failingSince == null) failingSince = now;
        String same = kind(thrown);
        if (!same.equals(kind)) {
            kind = same;
            silence = FIRST_SILENCE;
            silentUntil = now.plus(silence);
            LOG.error("{} failed, will try again", name, thrown);
        } else if (!now.isBefore(silentUntil)) {
            silence =
                    silence.multipliedBy(2).compareTo(LONGEST_SILENCE) < 0 ? silence.multipliedBy(2) : LONGEST_SILENCE;
            silentUntil = now.plus(silence);
            LOG.error("{} has failed {} times since {}: {}", name, failures, failingSince, thrown.toString());
        }
    }

    /** Messages name runs and times, and would make each failure a new one. */
    private static String kind(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown.getClass().getName()
                + (cause == null ? "" : " " + cause.getClass().getName());
    }
}
