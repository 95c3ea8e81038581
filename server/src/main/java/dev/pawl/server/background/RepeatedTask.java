package dev.pawl.server.background;

import java.time.Clock;
import java.time.Duration;

/**
 * Something that the server does again and again, in a thread of its own, until it is closed: whatever is thrown, it goes on. While it
 * fails it is tried more rarely.
 *
 * <p>Safe for several threads.
 */
public final class RepeatedTask implements AutoCloseable {

    /** What runs more often than this is slowed down to it while it fails. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** How long the round at hand may take to finish. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

    private final TaskHealth health;
    private final Duration first;
    private final Duration every;
    private final Runnable round;
    private final Object lock = new Object();
    private final Thread thread;
    private boolean isWoken;
    private boolean isClosed;

    /**
     * @param first how long after the start it is done for the first time
     * @param every the pause between the end of one round and the next
     */
    public RepeatedTask(String name, Duration first, Duration every, Clock clock, Runnable round) {
        this.health = new TaskHealth(name, clock);
        this.first = first;
        this.every = every;
        this.round = round;
        this.thread = new Thread(this::repeat, name);
        thread.setDaemon(true);
    }

    /** Begins; without it nothing happens by itself. */
    public void start() {
        thread.start();
    }

    /** Does it soon, and once for any number of calls before that; returns at once. */
    public void wake() {
        synchronized (lock) {
            isWoken = true;
            lock.notifyAll();
        }
    }

    public TaskHealth.State state() {
        return health.state();
    }

    private void repeat() {
        Duration pause = first;
        while (isToGoOnAfter(pause)) {
            boolean isFine = health.attempt(this::once);
            pause = isFine ? every : longer(pause);
        }
    }

    private void once() {
        try {
            round.run();
        } catch (RuntimeException | Error thrown) {
            // What the round works with is being closed under it; that is no failure.
            if (!isClosed()) throw thrown;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return isClosed;
        }
    }

    private Duration longer(Duration pause) {
        Duration longest = every.compareTo(LONGEST_PAUSE) > 0 ? every : LONGEST_PAUSE;
        Duration twice = pause.compareTo(every) < 0 ? every : pause.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    private boolean isToGoOnAfter(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        synchronized (lock) {
            while (!isClosed && !isWoken) {
                long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (millis <= 0) break;
                try {
                    lock.wait(millis);
                } catch (InterruptedException leftOverFromTheRound) {
                    break;
                }
            }
            isWoken = false;
            return !isClosed;
        }
    }

    /** Lets the round at hand finish for a while, then interrupts it. */
    @Override
    public void close() {
        forbid();
        if (isOver(PATIENCE)) return;
        thread.interrupt();
        isOver(SHORT_PATIENCE);
    }

    /** Interrupts the round at hand, and begins no other. */
    public void stopNow() {
        forbid();
        thread.interrupt();
        isOver(SHORT_PATIENCE);
    }

    private void forbid() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
        }
    }

    private boolean isOver(Duration patience) {
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
