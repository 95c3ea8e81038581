package dev.pawl.backtest;

import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A stationary piece of a real series, into which changes are injected.
 *
 * @param history the piece as it was recorded, or with its noise scaled
 * @param injectAt where changes are injected
 */
record Stretch(RecordedSeries history, int injectAt) {

    /** Uploads that methods may learn from. */
    static final int WARM_UP = 60;

    /** Uploads after an injected change. */
    static final int AFTERWARDS = 40;

    private static final int LONGEST = 140;
    private static final int MOST_OF_ONE_SERIES = 4;

    /** Pettitt's test must not find a change at this level; a method of its own, so that no judged method chooses its test. */
    private static final double STATIONARY = 1e-3;

    /** The stationary stretches of the histories. */
    static List<Stretch> of(List<RecordedSeries> histories, Random random) {
        List<Stretch> stretches = new ArrayList<>();
        for (RecordedSeries history : histories) {
            List<Integer> cuts = new ArrayList<>(List.of(0, history.values().length));
            pettitt(history.values(), 0, history.values().length, cuts);
            cuts.sort(null);
            int taken = 0;
            for (int i = 0; i + 1 < cuts.size(); i++) {
                int from = cuts.get(i) + (i == 0 ? 0 : 1);
                while (cuts.get(i + 1) - from >= WARM_UP + AFTERWARDS + 5 && taken++ < MOST_OF_ONE_SERIES) {
                    int to = Math.min(cuts.get(i + 1), from + LONGEST);
                    int room = to - from - WARM_UP - AFTERWARDS;
                    double[] values = Arrays.copyOfRange(history.values(), from, to);
                    stretches.add(new Stretch(
                            new RecordedSeries(history.name() + "@" + from, null, history.direction(), values),
                            WARM_UP + random.nextInt(Math.min(40, room + 1))));
                    from = to;
                }
            }
        }
        return stretches;
    }

    /**
     * The same stretch with all deviations from its median multiplied: shape, outliers and autocorrelation of real noise at the
     * size that it has elsewhere.
     */
    Stretch amplified(double factor) {
        double[] sorted = history.values().clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double widest = Math.max(Math.log(sorted[sorted.length - 1] / median), -Math.log(sorted[0] / median));
        // No benchmark scatters by a factor of ten.
        if (factor * widest > Math.log(10)) return this;
        return mapped((position, value) -> median * Math.pow(value / median, factor));
    }

    /** With a step at {@link #injectAt()}. */
    RecordedSeries withStep(double change) {
        double factor = history.direction() == Direction.HIGHER_IS_BETTER ? 1 / (1 + change) : 1 + change;
        return mapped((position, value) -> position < injectAt ? value : value * factor).history;
    }

    /** With ten steps of 1 %, four uploads apart. */
    RecordedSeries withCreep() {
        double sign = history.direction() == Direction.HIGHER_IS_BETTER ? -1 : 1;
        return mapped((position, value) -> {
                    int steps = position < injectAt ? 0 : Math.min(10, (position - injectAt) / 4 + 1);
                    return value * Math.pow(1.01, sign * steps);
                })
                .history;
    }

    /** With a rise by the same share at each of the next 40 uploads. */
    RecordedSeries withRamp(double change) {
        double sign = history.direction() == Direction.HIGHER_IS_BETTER ? -1 : 1;
        return mapped((position, value) ->
                        value * Math.pow(1 + change, sign * Math.max(0, Math.min(AFTERWARDS, position - injectAt + 1))))
                .history;
    }

    private interface Change {
        double apply(int position, double value);
    }

    private Stretch mapped(Change change) {
        double[] values = history.values().clone();
        for (int i = 0; i < values.length; i++) values[i] = change.apply(i, values[i]);
        return new Stretch(new RecordedSeries(history.name(), null, history.direction(), values), injectAt);
    }

    /** Recursive cuts by Pettitt's rank test (1979). */
    private static void pettitt(double[] values, int from, int to, List<Integer> cuts) {
        int count = to - from;
        if (count < 30) return;
        double[] ranks = ranks(Arrays.copyOfRange(values, from, to));
        double sum = 0;
        double largest = 0;
        int cut = 0;
        for (int i = 0; i < count - 8; i++) {
            sum += 2 * ranks[i] - (count + 1);
            if (i >= 7 && Math.abs(sum) > largest) {
                largest = Math.abs(sum);
                cut = from + i + 1;
            }
        }
        double n = count;
        if (2 * Math.exp(-6 * largest * largest / (n * n * n + n * n)) >= STATIONARY) return;
        cuts.add(cut);
        pettitt(values, from, cut, cuts);
        pettitt(values, cut, to, cuts);
    }

    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int low = 0;
            int equal = 0;
            for (double other : sorted) {
                if (other < values[i]) low++;
                else if (other == values[i]) equal++;
            }
            ranks[i] = low + (equal + 1) / 2.0;
        }
        return ranks;
    }
}
