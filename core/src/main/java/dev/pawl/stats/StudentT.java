package dev.pawl.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** Student's t, and the normal distribution as its limit for many degrees of freedom. */
public final class StudentT {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** Quantiles asked for before: a suite asks for the same few again and again, and each costs microseconds. */
    private static final Map<Quantile, Double> QUANTILES = new ConcurrentHashMap<>();

    private static final int MOST_QUANTILES = 10_000;

    private record Quantile(double probability, double degreesOfFreedom) {

        // By hand: a short command asks for one quantile or two, and linking the compiler's version costs it more than
        // they do.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Quantile that
                    && Double.compare(probability, that.probability) == 0
                    && Double.compare(degreesOfFreedom, that.degreesOfFreedom) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * Double.hashCode(probability) + Double.hashCode(degreesOfFreedom);
        }
    }

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
        if (QUANTILES.size() > MOST_QUANTILES) QUANTILES.clear();
        Quantile wanted = new Quantile(twoSidedProbability, degreesOfFreedom);
        Double known = QUANTILES.get(wanted);
        if (known != null) return known;
        double quantile = compute(wanted);
        QUANTILES.put(wanted, quantile);
        return quantile;
    }

    private static double compute(Quantile quantile) {
        double twoSidedProbability = quantile.probability();
        double degreesOfFreedom = quantile.degreesOfFreedom();
        return Double.isInfinite(degreesOfFreedom)
                ? NORMAL.inverseSurvivalProbability(twoSidedProbability / 2)
                : TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(twoSidedProbability / 2);
    }
}
