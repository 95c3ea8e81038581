package dev.pawl.model;

import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on. Ratios are fractions: {@code 0.05} is 5 %. {@code null} means that it could not be computed.
 *
 * @param change contender / baseline − 1, not flipped by direction
 * @param interval confidence interval of {@code change}
 * @param pValue two-sided probability of at least this change if nothing had changed, 0..1
 * @param noise relative standard deviation from run to run (or, with too few runs, the assumed one)
 * @param minimumDetectableChange smallest relative change that this comparison could have proven; 1 where no change
 *     below ±100 % could have been
 * @param baseline centre of the baseline in base units
 * @param contender centre of the contender in base units
 * @param baselineRuns base runs that have this benchmark and metric
 * @param contenderRuns contender runs that have it
 * @param rerunsToSettle further contender runs that would decide an undecided change, if any number would
 */
public record Evidence(
        @Nullable Double change,
        @Nullable Interval interval,
        @Nullable Double pValue,
        @Nullable Double noise,
        @Nullable Double minimumDetectableChange,
        @Nullable Double baseline,
        @Nullable Double contender,
        int baselineRuns,
        int contenderRuns,
        @Nullable Integer rerunsToSettle) {

    /** Evidence of a measurement that only one side has. */
    public static Evidence oneSided(
            @Nullable Double baseline, @Nullable Double contender, int baselineRuns, int contenderRuns) {
        return new Evidence(null, null, null, null, null, baseline, contender, baselineRuns, contenderRuns, null);
    }

    /** A closed interval of relative changes; {@code lower <= upper}. */
    public record Interval(double lower, double upper) {
        public Interval {
            if (!(lower <= upper)) throw new IllegalArgumentException("not an interval: " + lower + " to " + upper);
        }
    }
}
