package dev.pawl.server.store;

import java.time.Instant;

/**
 * One upload of a run.
 *
 * @param index from 1
 * @param bodyHash SHA-256 of what was uploaded, in hexadecimal digits
 */
public record ShardRow(long runNumber, int index, String format, String suite, String bodyHash, Instant receivedAt) {}
