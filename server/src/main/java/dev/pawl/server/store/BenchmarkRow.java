package dev.pawl.server.store;

import dev.pawl.model.Benchmark;

/** A benchmark of a project. */
public record BenchmarkRow(long id, Benchmark benchmark) {}
