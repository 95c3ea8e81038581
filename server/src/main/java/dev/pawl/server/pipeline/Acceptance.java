package dev.pawl.server.pipeline;

import dev.pawl.model.Comparison;
import dev.pawl.model.Run;

/**
 * What became of an upload, after everything is on disk.
 *
 * @param isNew whether anything was stored; the same upload twice is stored once
 * @param shardsReceived how many shards of the run have arrived
 * @param shardsExpected how many make it complete
 */
public record Acceptance(Run run, Comparison comparison, boolean isNew, int shardsReceived, int shardsExpected) {}
