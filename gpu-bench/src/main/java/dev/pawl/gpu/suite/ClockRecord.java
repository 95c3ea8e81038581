package dev.pawl.gpu.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the clock of the multiprocessors did while a benchmark was sampled.
 *
 * @param hertz of each sample that was kept, in their order; empty where it could not be measured
 * @param highest clock of the device, in hertz
 * @param discarded samples that were thrown away because the clock was low
 */
record ClockRecord(double[] hertz, double highest, int discarded) {

    /**
     * Largest standard deviation, as a share of the mean, of a clock that is said to be the same throughout. At its power limit a
     * clock goes up and down by some percent; one that is high now and low then exceeds this by far.
     */
    private static final double STEADY = 0.05;

    /** How many of the samples that were kept were taken at a low clock. */
    long throttled() {
        long count = 0;
        for (double clock : hertz) if (clock < ThrottleGuard.LOWEST_SHARE * highest) count++;
        return count;
    }

    /**
     * Whether the clock was low for some samples and wandered, so that their times are of no one device. A clock that stays low
     * makes times that can be compared with others at that clock: it may have been locked there on purpose, or have no power for more.
     */
    boolean isUnstable() {
        return throttled() > 0 && Sampling.spread(hertz) > STEADY;
    }

    boolean staysLow() {
        return throttled() > 0 && !isUnstable();
    }

    /**
     * Each sample's time in cycles of its own clock.
     *
     * @param seconds of the same samples
     */
    double[] cycles(double[] seconds) {
        double[] cycles = new double[hertz.length];
        for (int i = 0; i < cycles.length; i++) cycles[i] = seconds[i] * hertz[i];
        return cycles;
    }

    /** Whether it could be measured. */
    boolean isKnown() {
        return hertz.length > 0;
    }

    /** Share of the samples that prove nothing. */
    double disturbed() {
        return isUnstable() ? (double) throttled() / hertz.length : 0;
    }

    /**
     * What somebody who reads the result should know.
     *
     * @param one what was timed each time
     * @param several of these
     */
    List<String> warnings(String one, String several) {
        List<String> warnings = new ArrayList<>();
        if (!isKnown()) return List.of("the clock of the multiprocessors could not be measured");
        if (isUnstable())
            warnings.add("unstable: " + throttled() + " of " + hertz.length + " " + several + " were taken below "
                    + lowest() + "; see to cooling and power, or lock the clock");
        else if (staysLow())
            warnings.add(text("the clock stayed at %.0f %% of %.0f MHz", 100 * mean() / highest, highest / 1e6)
                    + "; times compare with those at the same clock only");
        else if (discarded > 0)
            warnings.add(discarded + " " + (discarded == 1 ? one + " was" : several + " were")
                    + " left out, taken below " + lowest());
        return warnings;
    }

    private static String lowest() {
        return text("%.0f %% of the highest clock", 100 * ThrottleGuard.LOWEST_SHARE);
    }

    private double mean() {
        double sum = 0;
        for (double clock : hertz) sum += clock;
        return sum / hertz.length;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
