package dev.pawl.server.store;

import dev.pawl.model.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that is to be stored.
 *
 * @param measurement in base units ({@link Measurement#inBaseUnits()})
 * @param spread standard deviation of the samples inside the run in base units, robust where there are samples; {@code null}
 *     if nothing is known of it; a non-finite one counts as unknown
 */
public record NewMeasurement(
        long benchmarkId,
        long metricId,
        Measurement measurement,
        @Nullable Double spread) {

    public NewMeasurement {
        if (spread != null && (!Double.isFinite(spread) || spread < 0)) spread = null;
    }
}
