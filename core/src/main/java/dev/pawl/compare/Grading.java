package dev.pawl.compare;

import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.model.Threshold;
import dev.pawl.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Turns a weighed change into a verdict: first the limits, then the proof that the policy asks for.
 *
 * @param errorRate the p-value from which a change counts as proven
 * @param commonShift what most of the suite did together; {@code null} if nothing
 */
record Grading(double errorRate, @Nullable CommonShift commonShift) {

    /**
     * From this change on, a counter that never varies has changed: there is no noise that could explain it, and the 5 % of
     * the default threshold exist because of noise. A threshold that the project set itself is left alone.
     */
    static final double COUNTER_LIMIT = 0.005;

    /**
     * What else moved, each as a difference of logarithms; 0 where nothing did, or nobody knows.
     *
     * @param clock by which the GPU's clock moved for this benchmark
     * @param base by which the newest base commit lies off the baseline
     */
    record Beside(double clock, double base) {}

    /** Forgives what floating point adds to a change: 1.05 / 1.00 − 1 is not quite 0.05. */
    private static final double ROUNDING = 1e-9;

    /**
     * @param beside what else moved, and may explain the change
     */
    JudgedMeasurement grade(SeriesKey series, Metric metric, Weighing weighing, Threshold configured, Beside beside) {
        Threshold threshold = weighing.neverVaries() ? ofCounter(configured) : configured;
        Double change = weighing.change();
        if (change == null)
            return new JudgedMeasurement(
                    series,
                    metric,
                    Verdict.UNDECIDED,
                    null,
                    Reason.NO_RELATIVE_CHANGE,
                    threshold,
                    weighing.evidence(errorRate, false));
        Severity severity = severity(change, threshold);
        if (weighing.obstacle() == Reason.UNSTABLE)
            return new JudgedMeasurement(
                    series,
                    metric,
                    Verdict.UNDECIDED,
                    severity,
                    Reason.UNSTABLE,
                    threshold,
                    weighing.evidence(errorRate, false));
        if (severity == null)
            return new JudgedMeasurement(
                    series,
                    metric,
                    Verdict.UNCHANGED,
                    null,
                    Reason.WITHIN_LIMITS,
                    threshold,
                    weighing.evidence(errorRate, false));
        Reason doubt = doubt(metric, weighing, threshold, beside);
        if (doubt != null)
            return new JudgedMeasurement(
                    series,
                    metric,
                    Verdict.UNDECIDED,
                    severity,
                    doubt,
                    threshold,
                    weighing.evidence(errorRate, canBeSettled(doubt)));
        return new JudgedMeasurement(
                series,
                metric,
                metric.direction().isWorse(0, change) ? Verdict.REGRESSED : Verdict.IMPROVED,
                severity,
                threshold.policy() == Policy.PLAIN ? Reason.BEYOND_LIMIT : Reason.SIGNIFICANT_CHANGE,
                threshold,
                weighing.evidence(errorRate, false));
    }

    /** How much a change matters if it is real; {@code null} within the limits. A change of exactly the limit is beyond it. */
    private static @Nullable Severity severity(double change, Threshold threshold) {
        double size = Math.abs(change) + ROUNDING;
        if (size >= threshold.critical()) return Severity.CRITICAL;
        return size >= threshold.warning() ? Severity.WARNING : null;
    }

    /** Why a change beyond a limit is not proven; {@code null} if it is. */
    private @Nullable Reason doubt(Metric metric, Weighing weighing, Threshold threshold, Beside beside) {
        return switch (metric.direction()) {
            case UNKNOWN -> Reason.NO_DIRECTION;
            case LOWER_IS_BETTER, HIGHER_IS_BETTER ->
                switch (threshold.policy()) {
                    case PLAIN -> null;
                    case SIGNIFICANT -> lackOfProof(metric, weighing, threshold, beside);
                    case STRICT -> {
                        Reason lack = lackOfProof(metric, weighing, threshold, beside);
                        yield lack != null || isWhollyBeyond(weighing, threshold) ? lack : Reason.TOO_NOISY;
                    }
                };
        };
    }

    private @Nullable Reason lackOfProof(Metric metric, Weighing weighing, Threshold threshold, Beside beside) {
        Noise noise = weighing.noise();
        Double pValue = weighing.pValue();
        if (noise == null || pValue == null) return weighing.obstacle();
        if (pValue > errorRate) return weighing.hasFewRuns() ? Reason.TOO_FEW_RUNS : Reason.TOO_NOISY;
        boolean hasBaseMoved =
                severity(Math.expm1(beside.base()), threshold) != null && beside.base() > 0 == weighing.shift() > 0;
        if (hasBaseMoved && !isStillProven(Math.expm1(weighing.shift() - beside.base()), weighing, noise, threshold))
            return Reason.BASE_MOVED;
        Double inCycles = ClockShift.changeInCycles(metric, weighing.shift(), beside.clock());
        if (inCycles != null && !isStillProven(inCycles, weighing, noise, threshold)) return Reason.CLOCK_CHANGED;
        if (commonShift == null) return null;
        double rest = commonShift.changeBeyond(metric, weighing);
        return isStillProven(rest, weighing, noise, threshold) ? null : Reason.UNSTABLE;
    }

    /** Whether what is left of a proven change is one as well. */
    private boolean isStillProven(double rest, Weighing weighing, Noise noise, Threshold threshold) {
        return severity(rest, threshold) != null
                && rest > 0 == weighing.shift() > 0
                && noise.pValue(Math.log1p(rest)) <= errorRate;
    }

    private boolean isWhollyBeyond(Weighing weighing, Threshold threshold) {
        Evidence.Interval interval = weighing.evidence(errorRate, false).interval();
        if (interval == null) return false;
        double nearest = weighing.shift() > 0 ? interval.lower() : -interval.upper();
        return nearest + ROUNDING >= threshold.warning();
    }

    private static boolean canBeSettled(Reason doubt) {
        return doubt == Reason.TOO_NOISY || doubt == Reason.TOO_FEW_RUNS;
    }

    private static Threshold ofCounter(Threshold configured) {
        boolean untouched = configured.warning() == Threshold.DEFAULT.warning();
        return untouched && configured.policy() != Policy.PLAIN
                ? new Threshold(COUNTER_LIMIT, configured.critical(), configured.policy(), configured.limit())
                : configured;
    }
}
