package dev.pawl.detect;

import java.util.Arrays;

/**
 * One way to look at the end of a series: the newest runs, of which all but the {@code rank − 1} smallest must stand out. For
 * example 2 of 5: the second smallest of the newest five, so that four of five stand out and one may be an outlier.
 *
 * <p>Order statistics are what makes this strong on real histories. Outliers come alone: one may be arbitrarily high, four of
 * five are not. A mean needs a far higher limit for the same false alarms (measured: twice as many at equal detection).
 *
 * @param runs how many of the newest runs
 * @param rank 1 is the smallest of them
 * @param spreads stands out: by so many standard deviations of a single run
 * @param records stands out: by so many times what the same statistic ever was on this level
 * @param margin stands out: by so many standard deviations more than that
 */
record Window(int runs, int rank, double spreads, double records, double margin) {

    /**
     * The statistic for the values from a position on.
     *
     * @param side 1 looks for higher values, −1 for lower ones
     * @param room an array of at least {@code runs} to work in
     */
    double statistic(double[] values, int start, int side, double[] room) {
        if (runs == 1) return side * values[start];
        if (runs == 2 && rank == 1) return Math.min(side * values[start], side * values[start + 1]);
        for (int i = 0; i < runs; i++) room[i] = side * values[start + i];
        Arrays.sort(room, 0, runs);
        return room[rank - 1];
    }

    /**
     * How probable it is that so many of the newest runs lie that far out if each does so as often as the runs before did: a
     * binomial tail.
     */
    double chance(double[] usual, int side, double distance) {
        int beyond = 0;
        for (double deviation : usual) if (side * deviation >= distance) beyond++;
        double share = (double) beyond / usual.length;
        double chance = 0;
        double ways = 1;
        for (int others = 0; others < rank; others++) {
            chance += ways * Math.pow(share, runs - others) * Math.pow(1 - share, others);
            ways = ways * (runs - others) / (others + 1);
        }
        return chance;
    }
}
