package dev.pawl.compare;

/**
 * How far a contender's centre moves from the baseline's when nothing has changed. Shifts are differences of logarithms.
 * Implementations are immutable.
 */
interface Noise {

    /** Relative standard deviation from run to run. */
    double deviation();

    /** Two-sided probability of at least this shift by chance, above 0 and at most 1. */
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
