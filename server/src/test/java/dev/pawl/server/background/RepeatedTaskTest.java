package dev.pawl.server.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.LogCapture;
import dev.pawl.server.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedTaskTest {

    private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

    private final SettableClock clock = new SettableClock(START);

    @Test
    void anErrorEndsNothing() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch fourth = new CountDownLatch(4);
        try (LogCapture log = new LogCapture();
                RepeatedTask task = new RepeatedTask("sweeper", Duration.ZERO, Duration.ofMillis(1), clock, () -> {
                    fourth.countDown();
                    switch (rounds.incrementAndGet()) {
                        case 1 -> throw new OutOfMemoryError("Java heap space");
                        case 2 -> throw new StackOverflowError();
                        case 3 -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("unexpected");
                        }
                        default -> {}
                    }
                })) {
            task.start();

            assertTrue(fourth.await(20, TimeUnit.SECONDS), "the task ended after round " + rounds);
            while (task.state().failures() > 0) Thread.sleep(1);
            assertNull(task.state().failingSince());
            assertEquals(START, task.state().succeededAt());
            assertTrue(log.lines().get(0).startsWith("sweeper failed, will try again | java.lang.OutOfMemoryError"));
            assertTrue(log.lines().get(3).startsWith("sweeper works again, after 3 failures"), log.lines()::toString);
        }
    }

    @Test
    void aTaskIsWokenAndEndsWhenItIsClosed() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        RepeatedTask task = new RepeatedTask("sweeper", Duration.ZERO, Duration.ofDays(1), Clock.systemUTC(), () -> {
            rounds.incrementAndGet();
            first.countDown();
            second.countDown();
        });
        task.start();
        assertTrue(first.await(20, TimeUnit.SECONDS));
        assertFalse(second.await(50, TimeUnit.MILLISECONDS));

        task.wake();
        assertTrue(second.await(20, TimeUnit.SECONDS));
        task.close();
        int before = rounds.get();
        task.wake();
        Thread.sleep(20);

        assertEquals(before, rounds.get());
    }

    @Test
    void whatGoesOnFailingIsLoggedMoreAndMoreRarely() {
        TaskHealth health = new TaskHealth("sweeper", clock);
        try (LogCapture log = new LogCapture()) {
            for (int second = 0; second < 4 * 60 * 60; second += 10) {
                clock.set(START.plusSeconds(second));
                int at = second;
                assertFalse(health.attempt(() -> {
                    throw new IllegalStateException("disk full at " + at);
                }));
            }

            // At once, after 1, 3, 7, 15, 31, 63 minutes, then hourly.
            assertEquals(9, log.lines().size(), log.lines()::toString);
            assertEquals(1440, health.state().failures());
            assertEquals(START, health.state().failingSince());

            health.attempt(() -> {
                throw new OutOfMemoryError("another kind");
            });
            assertEquals(10, log.lines().size(), log.lines()::toString);
        }
    }

    @Test
    void oneStepHoldsUpNoOther() {
        List<String> done = new ArrayList<>();
        Steps steps = new Steps();
        steps.attempt("the first", () -> {
            throw new StackOverflowError();
        });
        steps.attempt("the second", () -> done.add("second"));
        steps.attempt("the third", () -> {
            throw new IllegalStateException("third");
        });

        Steps.FailedException failed = assertThrows(Steps.FailedException.class, steps::end);

        assertEquals(List.of("second"), done);
        assertEquals("2 failed, first the first", failed.getMessage());
        assertTrue(failed.getCause() instanceof StackOverflowError);
        new Steps().end();
    }
}
