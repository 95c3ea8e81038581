package dev.pawl.server.pipeline;

import dev.pawl.detect.LevelStretch;
import dev.pawl.model.Metric;
import java.util.ArrayList;
import java.util.List;

/** Where the level of a stored series changed, in hindsight. */
public final class SeriesLevels {

    private SeriesLevels() {}

    /**
     * A change of level.
     *
     * @param index of the first point of the new level
     * @param before centre of the level before, in base units
     * @param after centre of the new level
     */
    public record Change(int index, double before, double after) {}

    /** The changes of a series, oldest first. */
    public static List<Change> changes(Metric metric, double[] values) {
        List<LevelStretch> stretches = LevelStretch.of(metric.direction(), values);
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i < stretches.size(); i++) {
            changes.add(new Change(
                    stretches.get(i).from(),
                    stretches.get(i - 1).centre(),
                    stretches.get(i).centre()));
        }
        return changes;
    }
}
