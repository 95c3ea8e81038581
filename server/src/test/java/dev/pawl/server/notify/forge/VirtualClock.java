package dev.pawl.server.notify.forge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A clock that only sleeping moves. */
final class VirtualClock extends Clock {

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final List<Duration> pauses = new ArrayList<>();

    ForgePatience patience(Duration total) {
        return new ForgePatience(total, Duration.ofSeconds(5), Duration.ofSeconds(5), this, this::sleep, new Random(1));
    }

    List<Duration> pauses() {
        return pauses;
    }

    synchronized void sleepFor(Duration duration) {
        now = now.plus(duration);
    }

    private synchronized void sleep(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
