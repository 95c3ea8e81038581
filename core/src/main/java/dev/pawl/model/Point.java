package dev.pawl.model;

import org.jspecify.annotations.Nullable;

/**
 * One item of a series: what one run measured, in base units, without the raw samples.
 *
 * @param runId the run it belongs to
 * @param sha the commit that was measured
 * @param value the centre; finite
 * @param spread standard deviation of the samples inside the run (robust where samples were kept); {@code null} if the tool
 *     told nothing of it
 * @param sampleCount how many samples are behind the value; 0 if unknown
 */
public record Point(
        String runId, String sha, double value, @Nullable Double spread, long sampleCount) {
    public Point {
        if (!Double.isFinite(value))
            throw new IllegalArgumentException("the value of run " + runId + " is not finite: " + value);
    }
}
