package dev.pawl.stats;

import java.util.Arrays;

/** Many tests at once: how small a p-value must be so that few of those called proven are not. */
public final class FalseDiscovery {

    private FalseDiscovery() {}

    /**
     * The largest p-value that counts as proven when the expected share of false ones among the proven is to stay below
     * {@code share} (Benjamini and Hochberg 1995).
     *
     * @param pValues of all tests, in any order; left as they are
     * @return where nothing is proven, the limit that the smallest p-value has missed: {@code share / n}; {@code share} for
     *     no tests at all
     */
    public static double limit(double share, double... pValues) {
        if (pValues.length == 0) return share;
        double[] sorted = pValues.clone();
        Arrays.sort(sorted);
        for (int rank = sorted.length; rank >= 1; rank--) {
            double limit = share * rank / sorted.length;
            if (sorted[rank - 1] <= limit) return limit;
        }
        return share / sorted.length;
    }
}
