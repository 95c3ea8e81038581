package dev.pawl.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Student's t, and the normal distribution as its limit for many degrees of freedom. */
public final class StudentT {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private StudentT() {}

    /**
     * The probability of a value at least this far from zero, on either side.
     *
     * @param degreesOfFreedom positive; infinity means the normal distribution
     */
    public static double twoSided(double t, double degreesOfFreedom) {
        double distance = Math.abs(t);
        if (Double.isInfinite(distance)) return 0;
        return 2
                * (Double.isInfinite(degreesOfFreedom)
                        ? NORMAL.survivalProbability(distance)
                        : TDistribution.of(degreesOfFreedom).survivalProbability(distance));
    }

    /** The distance from zero that is passed, on either side, with the probability. */
    public static double quantile(double twoSidedProbability, double degreesOfFreedom) {
        return Double.isInfinite(degreesOfFreedom)
                ? NORMAL.inverseSurvivalProbability(twoSidedProbability / 2)
                : TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(twoSidedProbability / 2);
    }
}
