package dev.pawl.backtest;

import dev.pawl.detect.LevelStretch;
import dev.pawl.model.RecordedSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * Which warning limit suits a series, by what each would have raised on its history.
 *
 * @param noise robust standard deviation of a run around the present level, relative; NaN if there are too few runs
 * @param uploads that could have raised something
 * @param steps one for each of {@link #LIMITS}
 */
public record ThresholdAdvice(String name, double noise, int uploads, List<Step> steps) {

    /** The limits that people choose, as fractions. */
    public static final List<Double> LIMITS = List.of(0.02, 0.03, 0.05, 0.075, 0.10, 0.15, 0.20, 0.30);

    /** Where single runs scatter by more than a third of the limit, one run in a few hundred passes it by chance. */
    private static final double DEVIATIONS = 3;

    /**
     * What a limit would have raised.
     *
     * @param plain uploads beyond it, compared with the mean of the window before: policy {@code plain}
     * @param confirmed changes of level for the worse that are at least as large, as Pawl confirms them
     */
    public record Step(double limit, int plain, int confirmed) {}

    public ThresholdAdvice {
        steps = List.copyOf(steps);
    }

    /**
     * @param warmup uploads that are learned from and raise nothing; at least 2
     */
    public static ThresholdAdvice of(RecordedSeries history, int warmup) {
        Backtest backtest = new Backtest(warmup);
        double[] values = history.values();
        List<Double> changes = backtest.confirmedChanges(history);
        List<Step> steps = new ArrayList<>();
        for (double limit : LIMITS) {
            int plain = backtest.replay(history, new Method(Method.Kind.WINDOW_MEAN, limit))
                    .alarms()
                    .size();
            int confirmed = (int)
                    changes.stream().filter(change -> Math.abs(change) >= limit).count();
            steps.add(new Step(limit, plain, confirmed));
        }
        List<LevelStretch> stretches = LevelStretch.of(history.direction(), values);
        double noise = stretches.isEmpty()
                ? Double.NaN
                : stretches.get(stretches.size() - 1).relativeSpread(values);
        return new ThresholdAdvice(history.name(), noise, Math.max(0, values.length - warmup), steps);
    }

    /**
     * The smallest of {@link #LIMITS} that noise alone hardly passes.
     *
     * @return NaN if the noise is unknown or beyond all of them
     */
    public double suggested() {
        for (double limit : LIMITS) if (noise * DEVIATIONS <= limit) return limit;
        return Double.NaN;
    }
}
