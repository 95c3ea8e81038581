package dev.pawl.compare;

import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import dev.pawl.stats.StudentT;
import dev.pawl.stats.TailProbability;
import dev.pawl.stats.Windows;
import java.util.Arrays;

/**
 * Noise as the base runs show it. A shift of k contender runs is held against those of all k consecutive base runs:
 * whatever makes the history wander (neighbours on the machine, seasons, autocorrelation) makes those wander too, and needs no
 * model. A second opinion by Student's t guards against a history that was too short to show its tails. The less
 * sure of the two counts.
 *
 * <p>A short history has few windows, so that their rank alone says little. More contender runs never prove less than one of
 * them: if the one in the middle moved by s, a share of them did, and by Markov's inequality the probability of that is at
 * most a single run's, divided by the share.
 */
final class SeenNoise implements Noise {

    /** A tail is at least this wide, in standard deviations of the statistic. */
    private static final double LEAST_TAIL = 0.2;

    private final double[] logs;
    private final int baseRuns;
    private final int contenderRuns;
    private final double deviation;
    private final TailProbability up;
    private final TailProbability down;
    private final TailProbability oneUp;
    private final TailProbability oneDown;

    /** One over the share of the contender's runs that moved at least as far as the one in the middle. */
    private final double oneOverShare;

    /**
     * @param logs logarithms of the base runs over their level, oldest first; at least
     *     {@value MeasurementJudge#RUNS_TO_KNOW_NOISE}
     * @param baseRuns how many of them make the level that the contender is compared with
     */
    SeenNoise(double[] logs, int baseRuns, int contenderRuns) {
        this(logs, baseRuns, contenderRuns, RobustSpread.around(Median.of(logs), logs));
    }

    private SeenNoise(double[] logs, int baseRuns, int contenderRuns, double deviation) {
        this.logs = logs;
        this.baseRuns = baseRuns;
        this.contenderRuns = contenderRuns;
        this.deviation = deviation;
        // Windows wider than half of the history would be nearly all the same window.
        int width = Math.min(contenderRuns, Math.max(1, (logs.length - 2) / 2));
        int overlap = 3 * width / 2;
        double leastTail = LEAST_TAIL * deviation / Math.sqrt(contenderRuns);
        double[] mirrored = Arrays.stream(logs).map(log -> -log).toArray();
        this.up = TailProbability.of(lowerMedians(logs, width), leastTail, overlap);
        this.down = TailProbability.of(lowerMedians(mirrored, width), leastTail, overlap);
        boolean isOne = contenderRuns == 1;
        this.oneUp = isOne ? up : TailProbability.of(lowerMedians(logs, 1), LEAST_TAIL * deviation, 1);
        this.oneDown = isOne ? down : TailProbability.of(lowerMedians(mirrored, 1), LEAST_TAIL * deviation, 1);
        this.oneOverShare = contenderRuns / (double) (contenderRuns / 2 + 1);
    }

    private static double[] lowerMedians(double[] logs, int width) {
        return Windows.ranked(logs, width, (width + 1) / 2);
    }

    @Override
    public double deviation() {
        return deviation;
    }

    @Override
    public double pValue(double shift) {
        if (shift == 0) return 1;
        if (deviation == 0) return Double.MIN_NORMAL;
        double windows = shift > 0 ? up.of(shift) : down.of(-shift);
        double one = shift > 0 ? oneUp.of(shift) : oneDown.of(-shift);
        double ranked = 2 * Math.min(windows, oneOverShare * one);
        return Math.min(1, Math.max(ranked, StudentT.twoSided(shift / error(), logs.length - 1)));
    }

    @Override
    public double reachUp(double probability) {
        return reach(up, oneUp, probability);
    }

    @Override
    public double reachDown(double probability) {
        return reach(down, oneDown, probability);
    }

    @Override
    public Noise ofContenderRuns(int runs) {
        return new SeenNoise(logs, baseRuns, runs, deviation);
    }

    private double reach(TailProbability windows, TailProbability one, double probability) {
        if (deviation == 0) return 0;
        double student = StudentT.quantile(probability, logs.length - 1) * error();
        double ranked = Math.min(windows.reach(probability / 2), one.reach(probability / 2 / oneOverShare));
        return Math.max(student, ranked);
    }

    private double error() {
        return deviation * Math.sqrt(1.0 / baseRuns + 1.0 / contenderRuns);
    }
}
