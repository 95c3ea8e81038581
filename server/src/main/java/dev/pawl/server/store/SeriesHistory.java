package dev.pawl.server.store;

import dev.pawl.model.Metric;
import dev.pawl.model.SeriesKey;
import java.util.List;

/**
 * A series along a branch.
 *
 * @param points in the order of their commits, oldest first
 */
public record SeriesHistory(SeriesId id, SeriesKey key, Metric metric, List<HistoryPoint> points) {

    public SeriesHistory {
        points = List.copyOf(points);
    }
}
