package dev.pawl.model;

import org.jspecify.annotations.Nullable;

/**
 * One benchmark and metric of a comparison, judged.
 *
 * @param severity how bad a {@code REGRESSED} is, how large an {@code IMPROVED} is, and for {@code UNDECIDED} what it would
 *     be if the change were real; otherwise {@code null}
 */
public record JudgedMeasurement(
        SeriesKey series,
        Metric metric,
        Verdict verdict,
        @Nullable Severity severity,
        Reason reason,
        Threshold threshold,
        Evidence evidence) {}
