package dev.pawl.stats;

/** How much neighbours in a history resemble each other, so that they tell less than independent values would. */
public final class Autocorrelation {

    private static final int LAGS = 6;

    /** Beyond this a history has no level at all, and its spread already says so. */
    private static final double LARGEST_INFLATION = 6;

    private Autocorrelation() {}

    /**
     * The factor by which the variance of a mean grows because values resemble their neighbours: 1 + 2·Σ ρ(j)·(1 − j/7), the
     * Bartlett-weighted long-run variance (Newey and West 1987), between 1 and {@value #LARGEST_INFLATION}.
     *
     * @param residuals in order of time, around their level, outliers clipped
     */
    public static double varianceInflation(double... residuals) {
        double power = 0;
        for (double residual : residuals) power += residual * residual;
        if (power == 0) return 1;
        double inflation = 1;
        for (int lag = 1; lag <= LAGS && lag < residuals.length; lag++) {
            double product = 0;
            for (int i = lag; i < residuals.length; i++) product += residuals[i] * residuals[i - lag];
            inflation += 2 * (product / power) * (1 - lag / (LAGS + 1.0));
        }
        return Math.min(LARGEST_INFLATION, Math.max(1, inflation));
    }
}
