package dev.pawl.compare;

import dev.pawl.stats.StudentT;

/**
 * Noise while there are too few base runs to see it: what is published for hosted runners, or the spread inside the runs where
 * that is larger, corrected by what little the runs themselves show.
 *
 * @param deviation relative standard deviation of one run
 * @param degreesOfFreedom how many runs' worth of knowledge is behind it
 */
record AssumedNoise(double deviation, double degreesOfFreedom, int baseRuns, int contenderRuns) implements Noise {

    /** Coefficient of variation from run to run that is published for GitHub's hosted runners: 2.66 %. */
    static final double HOSTED_RUNNERS = 0.0266;

    /**
     * How many runs the assumed deviation is worth. It widens the limits by Student's t: with 8, two single runs must differ
     * by nearly 12 % to prove anything. Of 288 real pairs of neighbouring pytest-benchmark and Criterion runs, none whose code
     * was unchanged passes that; a normal distribution's limit (9 %) would have let three pass.
     */
    private static final int WORTH_IN_RUNS = 8;

    /**
     * @param within relative spread inside the runs; 0 if unknown
     * @param squares sum of the squared deviations of both sides' runs from their means
     */
    static AssumedNoise of(double within, double squares, int baseRuns, int contenderRuns) {
        double assumed = Math.max(HOSTED_RUNNERS, within);
        double degrees = WORTH_IN_RUNS + baseRuns + contenderRuns - 2;
        double pooled = Math.sqrt((WORTH_IN_RUNS * assumed * assumed + squares) / degrees);
        return new AssumedNoise(Math.max(pooled, assumed), degrees, baseRuns, contenderRuns);
    }

    @Override
    public double pValue(double shift) {
        return StudentT.twoSided(shift / error(), degreesOfFreedom);
    }

    @Override
    public double reachUp(double probability) {
        return StudentT.quantile(probability, degreesOfFreedom) * error();
    }

    @Override
    public double reachDown(double probability) {
        return reachUp(probability);
    }

    @Override
    public Noise ofContenderRuns(int runs) {
        return new AssumedNoise(deviation, degreesOfFreedom + runs - contenderRuns, baseRuns, runs);
    }

    private double error() {
        return deviation * Math.sqrt(1.0 / baseRuns + 1.0 / contenderRuns);
    }
}
