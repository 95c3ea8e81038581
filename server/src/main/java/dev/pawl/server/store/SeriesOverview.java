package dev.pawl.server.store;

import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.SeriesKey;
import java.util.List;

/**
 * A series at a glance.
 *
 * @param points the newest ones in the order of their commits, oldest first; at least one
 * @param latest the run that the newest point belongs to
 */
public record SeriesOverview(SeriesId id, SeriesKey key, Metric metric, List<Point> points, PlacedRun latest) {

    public SeriesOverview {
        points = List.copyOf(points);
    }

    /** The newest point. */
    public Point latestPoint() {
        return points.get(points.size() - 1);
    }
}
