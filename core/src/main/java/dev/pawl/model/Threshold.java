package dev.pawl.model;

import org.jspecify.annotations.Nullable;

/**
 * Practical limits on a relative change, and on the value itself.
 *
 * @param warning fraction from which a change is a regression (0.05 = 5 %); positive and finite
 * @param critical fraction from which it is critical; at least {@code warning}
 * @param limit what the value must not go beyond, whatever the baseline; {@code null} if there is no such limit
 */
public record Threshold(
        double warning,
        double critical,
        Policy policy,
        @Nullable AbsoluteLimit limit) {

    /** 5 % and 10 %, where the change must be distinguishable from noise. */
    public static final Threshold DEFAULT = new Threshold(0.05, 0.10, Policy.SIGNIFICANT);

    public Threshold {
        if (!(warning > 0) || Double.isInfinite(warning))
            throw new IllegalArgumentException("the warning limit must be above 0, is " + warning);
        if (!(critical >= warning) || Double.isInfinite(critical))
            throw new IllegalArgumentException(
                    "the critical limit (" + critical + ") must not be below the warning limit (" + warning + ")");
    }

    public Threshold(double warning, double critical, Policy policy) {
        this(warning, critical, policy, null);
    }
}
