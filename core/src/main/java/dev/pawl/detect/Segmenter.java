package dev.pawl.detect;

import dev.pawl.model.Direction;
import dev.pawl.stats.Median;
import dev.pawl.stats.Segmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The long view: the levels of a whole history, in hindsight. It sees what the {@link Detector} could not see yet, and forgets
 * what turned out to be a disturbance.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Segmenter {

    private final Direction direction;

    public Segmenter(Direction direction) {
        this.direction = direction;
    }

    /**
     * The change points, oldest first.
     *
     * @param values in base units, oldest first; finite
     */
    public List<ChangePoint> changePoints(double... values) {
        if (values.length == 0) return List.of();
        Level level = Level.of(values);
        double[] relative = level.relative;
        int[] starts = Segmentation.starts(relative, Detector.LEAST_CHANGE);
        List<ChangePoint> points = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int from = i == 0 ? 0 : starts[i - 1];
            int to = i == starts.length - 1 ? relative.length : starts[i + 1];
            double before = Median.of(Arrays.copyOfRange(relative, from, starts[i]));
            double after = Median.of(Arrays.copyOfRange(relative, starts[i], to));
            boolean worse = direction == Direction.UNKNOWN || direction.isWorse(before, after);
            points.add(new ChangePoint(
                    starts[i],
                    starts[i],
                    worse,
                    level.isLogarithmic() ? Math.expm1(after - before) : change(values, from, starts[i], to)));
        }
        return points;
    }

    /** Of levels that need not be positive: NaN where the old one is zero or has the other sign. */
    private static double change(double[] values, int from, int start, int to) {
        double before = Median.of(Arrays.copyOfRange(values, from, start));
        double after = Median.of(Arrays.copyOfRange(values, start, to));
        return before * after > 0 ? after / before - 1 : Double.NaN;
    }
}
