package dev.pawl.server.chart;

import dev.pawl.model.Metric;
import java.util.List;

/**
 * What a picture of samples shows.
 *
 * @param sides from top to bottom; at least one
 */
public record Distribution(String title, Metric metric, List<Side> sides) {

    public Distribution {
        sides = List.copyOf(sides);
        if (sides.isEmpty()) throw new IllegalArgumentException("a distribution of nothing");
    }

    /**
     * Values that are looked at together.
     *
     * @param label what they are, for people
     * @param values in base units, finite, in any order; at least one
     */
    public record Side(String label, double[] values) {
        public Side {
            if (values.length == 0) throw new IllegalArgumentException(label + " has no values");
        }
    }
}
