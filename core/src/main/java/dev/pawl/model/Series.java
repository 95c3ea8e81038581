package dev.pawl.model;

import java.util.List;

/**
 * The points of one benchmark and metric on one testbed, oldest first.
 *
 * @param metric with the unit, direction and role of the newest point
 */
public record Series(SeriesKey key, Metric metric, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }

    /** The values in base units, oldest first; a fresh array. */
    public double[] values() {
        double[] values = new double[points.size()];
        for (int i = 0; i < values.length; i++) values[i] = points.get(i).value();
        return values;
    }
}
