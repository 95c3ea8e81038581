package dev.pawl.model;

import org.jspecify.annotations.Nullable;

/**
 * What a rule says of the series that it matches; {@code null} where it says nothing.
 *
 * @param warning fraction, see {@link Threshold}
 * @param critical fraction; where both are given, at least {@code warning}
 * @param role in place of the one that the tool's metric has
 * @param direction likewise
 */
public record ThresholdOverride(
        @Nullable Double warning,
        @Nullable Double critical,
        @Nullable Policy policy,
        @Nullable Role role,
        @Nullable Direction direction,
        @Nullable AbsoluteLimit limit) {

    /** Says nothing. */
    public static final ThresholdOverride NONE = new ThresholdOverride(null, null, null, null, null, null);

    public ThresholdOverride {
        // A threshold refuses limits that make no sense, each for itself and both together.
        if (warning != null) new Threshold(warning, critical == null ? warning : critical, Policy.SIGNIFICANT);
        else if (critical != null) new Threshold(critical, critical, Policy.SIGNIFICANT);
    }

    /** One that says only from which relative change on it matters. */
    public static ThresholdOverride ofChange(
            @Nullable Double warning, @Nullable Double critical, @Nullable Policy policy) {
        return new ThresholdOverride(warning, critical, policy, null, null, null);
    }

    /**
     * The threshold, with the inherited one where this says nothing. A limit that is said moves the inherited one that would
     * contradict it: a warning limit of 20 % takes a critical limit of 10 % along.
     */
    Threshold over(Threshold inherited) {
        double lower = warning != null
                ? warning
                : critical != null ? Math.min(inherited.warning(), critical) : inherited.warning();
        return new Threshold(
                lower,
                critical != null ? critical : Math.max(inherited.critical(), lower),
                policy != null ? policy : inherited.policy(),
                limit != null ? limit : inherited.limit());
    }

    /** The metric with the role and direction that this says. */
    Metric over(Metric measured) {
        return new Metric(
                measured.name(),
                measured.unit(),
                direction == null ? measured.direction() : direction,
                role == null ? measured.role() : role);
    }
}
