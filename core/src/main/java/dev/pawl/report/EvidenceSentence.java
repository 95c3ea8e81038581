package dev.pawl.report;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import org.jspecify.annotations.Nullable;

/** Words the evidence of a verdict as one sentence: what was seen, how sure it is, and what would settle it. */
public final class EvidenceSentence {

    private EvidenceSentence() {}

    public static String of(JudgedMeasurement result) {
        Evidence evidence = result.evidence();
        String sentence = switch (result.reason()) {
            case SIGNIFICANT_CHANGE -> seen(evidence) + against(evidence) + probability(evidence);
            case BEYOND_LIMIT -> seen(evidence) + against(evidence) + "; policy plain asks for no proof";
            case ABSOLUTE_LIMIT -> beyond(result);
            case WITHIN_LIMITS -> seen(evidence) + against(evidence);
            case TOO_NOISY ->
                seen(evidence) + against(evidence) + " could be noise" + provable(evidence) + settled(evidence);
            case TOO_FEW_RUNS ->
                seen(evidence) + ", but " + runs(evidence.baselineRuns(), "base run")
                        + " cannot tell a change from noise" + provable(evidence) + settled(evidence);
            case NO_SPREAD -> seen(evidence) + ", but neither side tells how much its values vary";
            case NO_RELATIVE_CHANGE ->
                "the baseline is zero or has the other sign, so that there is no relative change";
            case NO_DIRECTION -> seen(evidence) + against(evidence) + "; which way is better is not known";
            case INFORMATIONAL -> seen(evidence) + "; recorded, not judged";
            case UNSTABLE -> seen(evidence) + ", but the measurement was disturbed";
            case BASE_MOVED ->
                seen(evidence) + against(evidence) + ", but the newest base run moved in the same way, so that it may"
                        + " have come with that; one more run of the base can tell";
            case CLOCK_CHANGED ->
                seen(evidence) + ", but the GPU's clock changed; in clock cycles it is within the limits";
            case NO_BASELINE -> "there is no base run to compare with";
            case NOT_IN_BASELINE -> "no base run has it";
            case NOT_IN_CONTENDER -> "measured in " + runs(evidence.baselineRuns(), "base run") + ", not in this one";
        };
        return sentence + ".";
    }

    private static String beyond(JudgedMeasurement result) {
        String value = Quantities.shortest(result.evidence().contender(), result.metric());
        AbsoluteLimit limit = result.threshold().limit();
        if (limit == null) return value + " is beyond the limit";
        String side = switch (limit.bound()) {
            case AT_MOST -> "above";
            case AT_LEAST -> "below";
        };
        return value + " is " + side + " the limit of " + limit.quantity();
    }

    private static String seen(Evidence evidence) {
        Evidence.Interval interval = evidence.interval();
        String change = Quantities.change(evidence.change());
        if (interval == null) return change;
        return change + " (" + Quantities.change(interval.lower()) + " to " + Quantities.change(interval.upper()) + ")";
    }

    private static String against(Evidence evidence) {
        if (evidence.baselineRuns() == 0) return "";
        String noise = evidence.noise() == null
                ? ""
                : (evidence.baselineRuns() > 1 ? " that vary by " : " with an assumed run-to-run noise of ")
                        + Quantities.percent(evidence.noise());
        return " against " + runs(evidence.baselineRuns(), "base run") + noise;
    }

    private static String probability(Evidence evidence) {
        Double p = evidence.pValue();
        if (p == null) return "";
        return p < 0.0001 ? ", p < 0.0001" : ", p = " + Quantities.fixed(p, p < 0.001 ? 4 : 3);
    }

    private static String provable(Evidence evidence) {
        @Nullable Double smallest = evidence.minimumDetectableChange();
        if (smallest == null) return "";
        if (smallest >= 1) return "; no change below ±100 % could be proven";
        return "; changes beyond ±" + Quantities.percent(smallest) + " could be proven";
    }

    private static String settled(Evidence evidence) {
        Integer reruns = evidence.rerunsToSettle();
        return reruns == null ? "" : "; " + runs(reruns, "more run") + " would settle it";
    }

    private static String runs(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
