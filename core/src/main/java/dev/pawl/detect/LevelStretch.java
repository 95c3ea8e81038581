package dev.pawl.detect;

import dev.pawl.model.Direction;
import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of a history on one level: what lies between two change points.
 *
 * @param from index of its first point
 * @param to index behind its last point
 * @param centre median of its values, in base units
 */
public record LevelStretch(int from, int to, double centre) {

    /**
     * The stretches of a history, oldest first; they cover all of it.
     *
     * @param values in base units, oldest first; finite
     */
    public static List<LevelStretch> of(Direction direction, double... values) {
        List<LevelStretch> stretches = new ArrayList<>();
        int from = 0;
        for (ChangePoint point : new Segmenter(direction).changePoints(values)) {
            stretches.add(between(from, (int) point.index(), values));
            from = (int) point.index();
        }
        if (from < values.length) stretches.add(between(from, values.length, values));
        return stretches;
    }

    /**
     * How much single runs scatter around the level: the robust standard deviation as a fraction of the centre.
     *
     * @param values of the whole history
     * @return NaN where there are fewer than three values, or the centre is 0
     */
    public double relativeSpread(double... values) {
        if (to - from < 3 || centre == 0) return Double.NaN;
        return RobustSpread.around(centre, Arrays.copyOfRange(values, from, to)) / Math.abs(centre);
    }

    private static LevelStretch between(int from, int to, double[] values) {
        return new LevelStretch(from, to, Median.of(Arrays.copyOfRange(values, from, to)));
    }
}
