package dev.pawl.compare;

import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Evidence;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import dev.pawl.stats.Median;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a contender against a baseline. This is where a verdict is decided: {@link MeasurementJudge} weighs each change
 * against its noise, {@link Grading} holds it against the limits.
 *
 * <p>Pure: the same input gives the same comparison. Safe to share between threads.
 */
public final class RunComparer {

    /** Version of the rules; stored with every comparison, raised when the same input could be judged differently. */
    public static final int ENGINE_VERSION = 1;

    private final Thresholds thresholds;
    private final int settingsVersion;
    private final MeasurementJudge judge = new MeasurementJudge();

    /**
     * @param settingsVersion version of the settings that the thresholds come from; 0 offline
     */
    public RunComparer(Thresholds thresholds, int settingsVersion) {
        this.thresholds = thresholds;
        this.settingsVersion = settingsVersion;
    }

    /**
     * @param findings what is already known about the comparison as a whole; kept, and added to
     */
    public Comparison compare(Baseline baseline, Contender contender, List<Finding> findings) {
        List<JudgedMeasurement> results = new ArrayList<>();
        for (Series series : contender.series().values()) {
            if (!isJudged(series)) continue;
            Series before = baseline.series().get(series.key());
            results.add(
                    before == null || before.points().isEmpty() ? appeared(baseline, series) : judged(before, series));
        }
        if (contender.identity().complete()) {
            for (Series series : baseline.series().values()) {
                Series after = contender.series().get(series.key());
                if (isJudged(series) && (after == null || after.points().isEmpty())) results.add(vanished(series));
            }
        }
        results.sort(WorstFirst.ORDER);
        return new Comparison(
                ENGINE_VERSION,
                settingsVersion,
                thresholds.defaults(),
                baseline.choice(),
                contender.identity(),
                results,
                findings);
    }

    private static boolean isJudged(Series series) {
        return series.metric().role() != Role.INFORMATIONAL && !series.points().isEmpty();
    }

    private JudgedMeasurement judged(Series before, Series after) {
        Weighing weighing = judge.weigh(before, after);
        return Grading.grade(
                after.key(), after.metric(), weighing, thresholds.of(after.key()), MeasurementJudge.ERROR_RATE);
    }

    private JudgedMeasurement appeared(Baseline baseline, Series series) {
        boolean noBaseline = baseline.choice().source() == Baseline.Source.NONE
                || baseline.series().isEmpty();
        Evidence evidence =
                Evidence.oneSided(null, centre(series), 0, series.points().size());
        Reason reason = noBaseline ? Reason.NO_BASELINE : Reason.NOT_IN_BASELINE;
        return oneSided(series.key(), series.metric(), Verdict.NEW, reason, evidence);
    }

    private JudgedMeasurement vanished(Series series) {
        Evidence evidence =
                Evidence.oneSided(centre(series), null, series.points().size(), 0);
        return oneSided(series.key(), series.metric(), Verdict.MISSING, Reason.NOT_IN_CONTENDER, evidence);
    }

    private JudgedMeasurement oneSided(
            SeriesKey key, Metric metric, Verdict verdict, Reason reason, Evidence evidence) {
        return new JudgedMeasurement(key, metric, verdict, null, reason, thresholds.of(key), evidence);
    }

    private static double centre(Series series) {
        return Median.of(series.values());
    }
}
