package dev.pawl.compare;

/**
 * How far a contender's centre moves from the baseline's when nothing has changed. Shifts are differences of logarithms.
 * Implementations are immutable.
 */
interface Noise {

    /** Relative standard deviation from run to run. */
    double deviation();

    /**
     * Two-sided probability by chance of a contender that moved at least as far, above 0 and at most 1.
     *
     * @param shift of the contender's run in the middle; of an even number of runs that of the two in the middle which moved
     *     less, so that one bad run of two proves nothing
     */
    double pValue(double shift);

    /**
     * How far chance goes with the probability, counted on both sides: the smallest upward shift whose p-value is not larger.
     */
    double reachUp(double probability);

    /** The same downwards; positive. */
    double reachDown(double probability);

    /** The noise if the contender had this many runs. */
    Noise ofContenderRuns(int runs);
}
