package dev.pawl.backtest;

import dev.pawl.detect.Creep;
import dev.pawl.detect.CreepState;
import dev.pawl.detect.CreepWatch;
import dev.pawl.detect.Detection;
import dev.pawl.detect.Detector;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.RecordedSeries;
import java.util.List;
import java.util.Locale;

/** How often creep is told where there is some, where nothing changed, and where one step was. */
final class CreepScore {

    private static final double LIMIT = 0.05;

    private CreepScore() {}

    static void print(String title, List<Stretch> stretches) {
        double each = 100.0 / stretches.size();
        double uploads = 0;
        double unchanged = 0;
        double steps = 0;
        double small = 0;
        double[] ramps = new double[3];
        for (Stretch stretch : stretches) {
            uploads += stretch.history().values().length - Stretch.WARM_UP;
            unchanged += told(stretch.history()) * (double) stretch.history().values().length;
            if (told(stretch.withCreep()) > 0) small += each;
            if (told(stretch.withStep(0.10)) > 0) steps += each;
            double[] rises = {0.002, 0.004, 0.01};
            for (int i = 0; i < rises.length; i++) if (told(stretch.withRamp(rises[i])) > 0) ramps[i] += each;
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s: %d stretches%ntold per 1000 unchanged uploads %.2f; a step of 10 %% told as creep %.0f %%;"
                        + " ten steps of 1 %% found %.0f %%; 40 runs of +0.2 %%, +0.4 %%, +1 %% found %.0f %%, %.0f %%, %.0f %%%n",
                title,
                stretches.size(),
                1000 * unchanged / uploads,
                steps,
                small,
                ramps[0],
                ramps[1],
                ramps[2]);
    }

    /** How often creep is told, by upload. */
    private static double told(RecordedSeries history) {
        Detector detector = new Detector(history.direction());
        CreepWatch watch = new CreepWatch(history.direction());
        DetectorState levels = DetectorState.EMPTY;
        CreepState state = CreepState.EMPTY;
        int told = 0;
        for (double value : history.values()) {
            Detection detection = detector.append(levels, value);
            Creep creep = watch.append(state, value, false, LIMIT, detection);
            levels = detection.state();
            state = creep.state();
            if (creep.total() != null) told++;
        }
        return (double) told / history.values().length;
    }
}
