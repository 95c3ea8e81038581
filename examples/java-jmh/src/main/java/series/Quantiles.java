package series;

import java.util.Arrays;

/** Values that given shares of a series lie below. */
final class Quantiles {
    private Quantiles() {}

    static double[] of(double[] series, double... shares) {
        double[] sorted = series.clone();
        Arrays.sort(sorted);
        double[] quantiles = new double[shares.length];
        for (int i = 0; i < shares.length; i++) {
            quantiles[i] = sorted[(int) (shares[i] * (sorted.length - 1))];
        }
        return quantiles;
    }
}
