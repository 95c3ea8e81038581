package dev.pawl.stats;

import java.util.Arrays;

/**
 * The standard deviation of values that scatter around a level, with outliers tamed.
 *
 * <p>It is the larger of two estimates: the median absolute deviation (which half of the values cannot spoil, but which
 * calls a series constant when more than half of it is), and the root mean square of residuals clipped at
 * {@value #CLIP} deviations (which hears the tails, but not without bound).
 */
public final class RobustSpread {

    /** Makes the median absolute deviation of normal noise its standard deviation: 1 / Φ⁻¹(3/4). */
    private static final double MAD_TO_SD = 1.482602218505602;

    /** Residuals beyond this many deviations count as this many; for normal noise that changes nothing. */
    private static final double CLIP = 4;

    private RobustSpread() {}

    /**
     * @param values at least two
     * @param level the level that they scatter around, usually their median
     * @return 0 if and only if all values are equal to the level
     */
    public static double around(double level, double... values) {
        if (values.length < 2) throw new IllegalArgumentException("one value has no spread");
        double[] distances = new double[values.length];
        for (int i = 0; i < values.length; i++) distances[i] = Math.abs(values[i] - level);
        Arrays.sort(distances);
        double mad = MAD_TO_SD * Median.ofSorted(distances, distances.length);
        double bound = mad > 0 ? CLIP * mad : Double.POSITIVE_INFINITY;
        double sum = 0;
        for (double distance : distances) {
            double clipped = Math.min(distance, bound);
            sum += clipped * clipped;
        }
        return Math.max(mad, Math.sqrt(sum / (values.length - 1)));
    }
}
