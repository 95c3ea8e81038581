package dev.pawl.compare;

import dev.pawl.model.Direction;
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

/** Turns a weighed change into a verdict: first the limits, then the proof that the policy asks for. */
final class Grading {

    /**
     * From this change on, a counter that never varies has changed: there is no noise that could explain it, and the 5 % of
     * the default threshold exist because of noise. A threshold that the project set itself is left alone.
     */
    static final double COUNTER_LIMIT = 0.005;

    /** Forgives what floating point adds to a change: 1.05 / 1.00 − 1 is not quite 0.05. */
    private static final double ROUNDING = 1e-9;

    private Grading() {}

    /**
     * @param errorRate the p-value from which a change counts as proven
     */
    static JudgedMeasurement grade(
            SeriesKey series, Metric metric, Weighing weighing, Threshold configured, double errorRate) {
        Threshold threshold = weighing.neverVaries() ? ofCounter(configured) : configured;
        Evidence evidence = weighing.evidence();
        Double change = evidence.change();
        Severity severity = change == null ? null : severity(change, threshold);
        if (severity == null) {
            boolean unknown = change == null;
            return new JudgedMeasurement(
                    series,
                    metric,
                    unknown ? Verdict.UNDECIDED : Verdict.UNCHANGED,
                    null,
                    unknown ? Reason.NO_RELATIVE_CHANGE : Reason.WITHIN_LIMITS,
                    threshold,
                    evidence);
        }
        Reason doubt = doubt(metric.direction(), weighing, threshold, errorRate);
        Verdict verdict = doubt != null
                ? Verdict.UNDECIDED
                : metric.direction().isWorse(0, change) ? Verdict.REGRESSED : Verdict.IMPROVED;
        Reason proof = threshold.policy() == Policy.PLAIN ? Reason.BEYOND_LIMIT : Reason.SIGNIFICANT_CHANGE;
        return new JudgedMeasurement(
                series, metric, verdict, severity, doubt == null ? proof : doubt, threshold, evidence);
    }

    /** How much a change matters if it is real; {@code null} within the limits. A change of exactly the limit is beyond it. */
    static @Nullable Severity severity(double change, Threshold threshold) {
        double size = Math.abs(change) + ROUNDING;
        if (size >= threshold.critical()) return Severity.CRITICAL;
        return size >= threshold.warning() ? Severity.WARNING : null;
    }

    /** Why a change beyond a limit is not proven; {@code null} if it is. */
    private static @Nullable Reason doubt(
            Direction direction, Weighing weighing, Threshold threshold, double errorRate) {
        if (direction == Direction.UNKNOWN) return Reason.NO_DIRECTION;
        if (threshold.policy() == Policy.PLAIN) return null;
        if (weighing.obstacle() != null) return weighing.obstacle();
        boolean proven = switch (threshold.policy()) {
            case PLAIN -> true;
            case SIGNIFICANT -> isSignificant(weighing.evidence(), errorRate);
            case STRICT ->
                isSignificant(weighing.evidence(), errorRate) && isWhollyBeyond(weighing.evidence(), threshold);
        };
        if (proven) return null;
        return weighing.fewRuns() ? Reason.TOO_FEW_RUNS : Reason.TOO_NOISY;
    }

    private static boolean isSignificant(Evidence evidence, double errorRate) {
        return evidence.pValue() != null && evidence.pValue() <= errorRate;
    }

    private static boolean isWhollyBeyond(Evidence evidence, Threshold threshold) {
        Evidence.Interval interval = evidence.interval();
        if (interval == null) return false;
        double nearest = Math.min(Math.abs(interval.lower()), Math.abs(interval.upper()));
        boolean oneSided = interval.lower() > 0 == interval.upper() > 0;
        return oneSided && nearest + ROUNDING >= threshold.warning();
    }

    private static Threshold ofCounter(Threshold configured) {
        boolean untouched = configured.warning() == Threshold.DEFAULT.warning();
        return untouched && configured.policy() != Policy.PLAIN
                ? new Threshold(COUNTER_LIMIT, configured.critical(), configured.policy())
                : configured;
    }
}
