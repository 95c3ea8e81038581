package dev.pawl.server.chart;

import dev.pawl.model.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a picture of a series shows.
 *
 * @param values in base units, oldest first; at least one
 * @param changes indices of the first points of new levels
 * @param baseline where the newest point was expected; {@code null} without a baseline
 */
public record Trend(
        String title,
        Metric metric,
        double[] values,
        List<Integer> changes,
        @Nullable Band baseline) {

    public Trend {
        changes = List.copyOf(changes);
    }

    /** The centre of a baseline and how far noise reaches around it, in base units. */
    public record Band(double centre, double lower, double upper) {}
}
