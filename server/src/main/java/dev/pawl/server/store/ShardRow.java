package dev.pawl.server.store;

import dev.pawl.model.Thresholds;
import java.time.Instant;

/**
 * One upload of a run.
 *
 * @param index from 1
 * @param bodyHash SHA-256 of what was uploaded, in hexadecimal digits
 * @param settings how its sender wants the run to be judged
 */
public record ShardRow(
        long runNumber,
        int index,
        String format,
        String suite,
        String bodyHash,
        Instant receivedAt,
        Thresholds settings) {

    /** One whose sender leaves the judgement to the project's settings. */
    public ShardRow(long runNumber, int index, String format, String suite, String bodyHash, Instant receivedAt) {
        this(runNumber, index, format, suite, bodyHash, receivedAt, Thresholds.DEFAULT);
    }
}
