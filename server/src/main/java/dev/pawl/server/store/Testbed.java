package dev.pawl.server.store;

import java.time.Instant;

/** A testbed that has runs. */
public record Testbed(long id, String name, Instant lastRunAt) {}
