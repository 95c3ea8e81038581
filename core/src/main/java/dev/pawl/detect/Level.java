package dev.pawl.detect;

import dev.pawl.stats.Median;
import java.util.Arrays;

/**
 * The values of a stretch on a scale on which a relative change is a difference: logarithms, where all are positive, else
 * multiples of their typical size. Higher is higher.
 */
final class Level {

    /** In sizes of the level: whatever is farther is just as far. */
    private static final double FARTHEST = 1e12;

    /** The values on that scale, oldest first. */
    final double[] relative;

    private final double[] sorted;
    private final double unit;
    private final boolean logarithmic;

    private Level(double[] relative, double unit, boolean logarithmic) {
        this.relative = relative;
        this.sorted = relative.clone();
        Arrays.sort(sorted);
        this.unit = unit;
        this.logarithmic = logarithmic;
    }

    static Level of(double[] values) {
        boolean positive = true;
        for (double value : values) positive &= value > 0;
        double unit = positive ? 1 : size(values);
        double[] relative = new double[values.length];
        for (int i = 0; i < values.length; i++) relative[i] = positive ? Math.log(values[i]) : place(values[i], unit);
        return new Level(relative, unit, positive);
    }

    boolean isLogarithmic() {
        return logarithmic;
    }

    /** A value on the scale of this level; not finite if it has no place there. */
    double relativeTo(double value) {
        return logarithmic ? Math.log(value) : place(value, unit);
    }

    /** Sizes that differ by more than a double can tell would have no distance. */
    private static double place(double value, double unit) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, value / unit));
    }

    /** A distance on this scale as a relative change; finite, and more than −1. */
    double change(double distance) {
        double change = logarithmic || distance < 0 ? Math.expm1(distance) : distance;
        return Math.max(1 / FARTHEST - 1, Math.min(FARTHEST, change));
    }

    /** The distance of a relative change. */
    double distance(double change) {
        return logarithmic || change < 0 ? Math.log1p(change) : change;
    }

    /** Values on the scale of this level, without those that have no place there. */
    double[] relativeTo(double[] values) {
        double[] placed = new double[values.length];
        int count = 0;
        for (double value : values) {
            double place = relativeTo(value);
            if (Double.isFinite(place)) placed[count++] = place;
        }
        return Arrays.copyOf(placed, count);
    }

    /** The median of all but the newest values. */
    double middleWithout(int newest) {
        int count = relative.length - newest;
        double[] rest = sorted.clone();
        int length = rest.length;
        for (int i = count; i < relative.length; i++) {
            int at = Arrays.binarySearch(rest, 0, length, relative[i]);
            System.arraycopy(rest, at + 1, rest, at, --length - at);
        }
        return Median.ofSorted(rest, count);
    }

    /** The median size; where most values are zero, the largest; 1 if all are. */
    private static double size(double[] values) {
        double[] sizes = Arrays.stream(values).map(Math::abs).sorted().toArray();
        double median = Median.ofSorted(sizes, sizes.length);
        double size = median > 0 ? median : sizes[sizes.length - 1];
        return size > 0 ? size : 1;
    }
}
