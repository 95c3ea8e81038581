package dev.pawl.compare;

import dev.pawl.model.Evidence;
import dev.pawl.model.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One measurement's change weighed against its noise, before any limit is applied.
 *
 * @param from centre of the baseline in base units
 * @param to centre of the contender
 * @param proof shift, as a difference of logarithms, that is held against the noise; for an odd number of contender runs that
 *     of {@code to}, see {@link Noise#pValue}
 * @param change contender / baseline − 1; {@code null} where there is no such ratio
 * @param pValue two-sided; {@code null} where the noise is unknown
 * @param noise how far the contender moves by chance; {@code null} if that is unknown
 * @param obstacle why nothing can be proven whatever the change; {@code null} exactly where the noise is known
 * @param neverVaries whether the baseline is a counter that was the same in every run
 */
record Weighing(
        double from,
        double to,
        int baselineRuns,
        int contenderRuns,
        double proof,
        @Nullable Double change,
        @Nullable Double pValue,
        @Nullable Noise noise,
        @Nullable Reason obstacle,
        boolean neverVaries) {

    /** Nobody reruns a benchmark more often than this to settle one verdict. */
    private static final int MOST_RERUNS = 10;

    /** Nobody learns from ±198.5 %, and nothing gets 200 % faster. */
    private static final double MOST_DETECTABLE = 1;

    boolean hasFewRuns() {
        return noise instanceof AssumedNoise;
    }

    /** The change as a difference of logarithms; 0 where there is no change to speak of. */
    double shift() {
        return change == null ? 0 : Math.log1p(change);
    }

    /** The same change, of which nothing can be proven. */
    Weighing hinderedBy(Reason why) {
        return new Weighing(from, to, baselineRuns, contenderRuns, proof, change, null, null, why, neverVaries);
    }

    /**
     * What the verdict rests on.
     *
     * @param errorRate the p-value from which this change counts as proven among all that are judged with it
     * @param undecided whether to look for the number of reruns that would settle it
     */
    Evidence evidence(double errorRate, boolean undecided) {
        if (noise == null)
            return new Evidence(change, null, null, null, null, from, to, baselineRuns, contenderRuns, null);
        double shift = shift();
        Evidence.Interval interval = new Evidence.Interval(
                Math.expm1(Math.min(shift, proof) - noise.reachUp(MeasurementJudge.ERROR_RATE)),
                Math.expm1(Math.max(shift, proof) + noise.reachDown(MeasurementJudge.ERROR_RATE)));
        return new Evidence(
                change,
                interval,
                pValue,
                noise.deviation(),
                Math.min(MOST_DETECTABLE, Math.expm1(noise.reachUp(errorRate))),
                from,
                to,
                baselineRuns,
                contenderRuns,
                undecided ? rerunsToSettle(noise, shift, errorRate) : null);
    }

    /** The smallest number of reruns that makes this shift provable, by halving: more runs never make it harder. */
    private @Nullable Integer rerunsToSettle(Noise known, double shift, double errorRate) {
        if (!isProvable(known, shift, errorRate, MOST_RERUNS)) return null;
        int tooFew = 0;
        int enough = MOST_RERUNS;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) / 2;
            if (isProvable(known, shift, errorRate, middle)) enough = middle;
            else tooFew = middle;
        }
        return enough;
    }

    private boolean isProvable(Noise known, double shift, double errorRate, int reruns) {
        Noise then = known.ofContenderRuns(contenderRuns + reruns);
        return (shift > 0 ? then.reachUp(errorRate) : then.reachDown(errorRate)) <= Math.abs(shift);
    }
}
