package dev.pawl.cli.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Time that passes only when somebody sleeps, and without anybody waiting. */
public final class VirtualTime extends Clock {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    /** Patience in this time; pauses are not shortened at random. */
    public Patience patience(Duration total) {
        RandomGenerator largest = () -> -1L;
        return new Patience(total, Duration.ofSeconds(5), Duration.ofMillis(500), this, this::sleep, largest);
    }

    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    private void sleep(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
