package dev.pawl.compare;

import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import dev.pawl.stats.Segmentation;
import java.util.Arrays;
import java.util.List;

/**
 * Where the baseline is now, and how its runs scatter.
 *
 * <p>A baseline whose level changed on the way (a regression that was accepted ten runs ago) is as high as its newest stretch.
 * Older runs still tell the noise, each as its deviation from the level of its own stretch. Where levels begin is found in the
 * values, and may be known beside that.
 *
 * @param centre median of the newest stretch, in base units
 * @param runs how many runs that stretch has
 * @param deviations logarithms of all base runs over the level of their stretch, oldest first; runs whose sign is another than
 *     the centre's are left out
 */
record BaseLevel(double centre, int runs, double[] deviations) {

    /** Smaller changes of level are left in the noise: half of the usual warning limit. */
    private static final double LEAST_CHANGE = Math.log(1.025);

    /**
     * A change of level is believed from so many standard deviations of a single run on. With less, histories that merely
     * wander are cut up, look quieter than they are, and false alarms double (measured).
     */
    private static final double LEAST_CHANGE_IN_DEVIATIONS = 4;

    private static final int FEWEST_TO_HAVE_CHANGED = 8;

    /**
     * Of a shorter stretch nobody knows the level well enough for its runs' distances from it to tell the noise: the distance of a
     * single run is 0.
     */
    private static final int FEWEST_TO_TELL_NOISE = MeasurementJudge.RUNS_TO_KNOW_NOISE;

    /**
     * The level of runs whose levels are partly known.
     *
     * @param stretches the values of each, oldest first; the last one is where the baseline is now
     */
    static BaseLevel of(List<double[]> stretches) {
        BaseLevel newest = of(stretches.get(stretches.size() - 1));
        if (stretches.size() == 1) return newest;
        double[] deviations = new double[0];
        for (double[] stretch : stretches)
            if (stretch.length >= FEWEST_TO_TELL_NOISE) deviations = joined(deviations, of(stretch).deviations);
        return deviations.length < FEWEST_TO_TELL_NOISE
                ? newest
                : new BaseLevel(newest.centre, newest.runs, deviations);
    }

    private static double[] joined(double[] older, double[] newer) {
        double[] joined = Arrays.copyOf(older, older.length + newer.length);
        System.arraycopy(newer, 0, joined, older.length, newer.length);
        return joined;
    }

    static BaseLevel of(double[] values) {
        double centre = Median.of(values);
        if (centre == 0) return new BaseLevel(0, values.length, new double[0]);
        double[] logs = logs(values, centre);
        if (!mayHaveChanged(logs)) return new BaseLevel(centre, values.length, logs);
        int[] starts = Segmentation.starts(logs, LEAST_CHANGE);
        if (starts.length == 0) return new BaseLevel(centre, values.length, logs);

        double[] deviations = deviations(logs, starts);
        if (!isClear(logs, starts, deviations)) return new BaseLevel(centre, values.length, logs);
        int runs = logs.length - starts[starts.length - 1];
        double[] newest = Arrays.copyOfRange(values, values.length - runs, values.length);
        return new BaseLevel(Median.of(newest), runs, deviations);
    }

    /** Logarithms of the values over the centre; values of the other sign are left out. */
    static double[] logs(double[] values, double centre) {
        double[] logs = new double[values.length];
        int count = 0;
        for (double value : values) {
            double ratio = value / centre;
            if (ratio > 0) logs[count++] = Math.log(ratio);
        }
        return count == values.length ? logs : Arrays.copyOf(logs, count);
    }

    /** A quick look that spares most baselines the segmentation: do the quarters differ? */
    private static boolean mayHaveChanged(double[] logs) {
        if (logs.length < FEWEST_TO_HAVE_CHANGED) return false;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int quarter = 0; quarter < 4; quarter++) {
            double median =
                    Median.of(Arrays.copyOfRange(logs, quarter * logs.length / 4, (quarter + 1) * logs.length / 4));
            lowest = Math.min(lowest, median);
            highest = Math.max(highest, median);
        }
        return highest - lowest >= LEAST_CHANGE;
    }

    /**
     * Whether the newest level is a new one: clear of single runs, and not seen before. A level that comes and goes is one of
     * the modes of a history that wanders, and the wandering is its noise.
     */
    private static boolean isClear(double[] logs, int[] starts, double[] deviations) {
        double newest = Median.of(Arrays.copyOfRange(logs, starts[starts.length - 1], logs.length));
        double clear = LEAST_CHANGE_IN_DEVIATIONS * RobustSpread.around(0, deviations);
        for (int stretch = 0; stretch < starts.length; stretch++) {
            double[] older = Arrays.copyOfRange(logs, stretch == 0 ? 0 : starts[stretch - 1], starts[stretch]);
            for (double log : older) if (Math.abs(log - newest) < clear / 2) return false;
            if (Math.abs(Median.of(older) - newest) < clear) return false;
        }
        return true;
    }

    private static double[] deviations(double[] logs, int[] starts) {
        double[] deviations = logs.clone();
        for (int stretch = 0; stretch <= starts.length; stretch++) {
            int from = stretch == 0 ? 0 : starts[stretch - 1];
            int to = stretch == starts.length ? logs.length : starts[stretch];
            double level = Median.of(Arrays.copyOfRange(logs, from, to));
            for (int i = from; i < to; i++) deviations[i] -= level;
        }
        return deviations;
    }
}
