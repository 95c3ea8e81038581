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
        return points.stream().mapToDouble(Point::value).toArray();
    }
}
