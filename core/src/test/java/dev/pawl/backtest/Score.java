package dev.pawl.backtest;

import java.util.List;
import java.util.Locale;

/**
 * How a method did on a set of stretches.
 *
 * @param falseAlarms alarms per 1000 uploads that changed nothing
 * @param falseConfirmed those that stood
 * @param detected percent of stretches alarmed, by size of the step and by uploads since
 * @param creep percent alarmed while ten steps of 1 % came
 */
record Score(double falseAlarms, double falseConfirmed, double[][] detected, double creep) {

    static final double[] STEPS = {0.03, 0.05, 0.10, 0.20};
    static final int[] UPLOADS = {1, 5, 10, 40};

    static Score of(Method method, List<Stretch> stretches) {
        Backtest backtest = new Backtest(Stretch.WARM_UP);
        double uploads = 0;
        double alarms = 0;
        double confirmed = 0;
        double[][] detected = new double[STEPS.length][UPLOADS.length];
        double creep = 0;
        double each = 100.0 / stretches.size();
        for (Stretch stretch : stretches) {
            Replay unchanged = backtest.replay(stretch.history(), method);
            uploads += stretch.history().values().length - Stretch.WARM_UP;
            alarms += unchanged.alarms().size();
            confirmed += unchanged.confirmed().size();
            for (int step = 0; step < STEPS.length; step++) {
                Replay changed = backtest.replay(stretch.withStep(STEPS[step]), method);
                for (int i = 0; i < UPLOADS.length; i++) {
                    if (alarmed(changed, stretch, UPLOADS[i])) detected[step][i] += each;
                }
            }
            if (alarmed(backtest.replay(stretch.withCreep(), method), stretch, Stretch.AFTERWARDS)) creep += each;
        }
        return new Score(1000 * alarms / uploads, 1000 * confirmed / uploads, detected, creep);
    }

    private static boolean alarmed(Replay replay, Stretch stretch, int uploads) {
        return replay.alarms().stream()
                .anyMatch(alarm -> alarm >= stretch.injectAt() && alarm < stretch.injectAt() + uploads);
    }

    String asRow(String name) {
        StringBuilder row = new StringBuilder(
                String.format(Locale.ROOT, "| %-18s | %5.1f | %5.1f |", name, falseAlarms, falseConfirmed));
        for (double[] step : detected) {
            row.append(String.format(Locale.ROOT, " %2.0f/%2.0f/%2.0f/%2.0f |", step[0], step[1], step[2], step[3]));
        }
        return row.append(String.format(Locale.ROOT, " %3.0f |", creep)).toString();
    }
}
