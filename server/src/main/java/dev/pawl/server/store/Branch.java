package dev.pawl.server.store;

import java.time.Instant;

/** A branch that has runs. */
public record Branch(String name, Instant lastRunAt) {}
