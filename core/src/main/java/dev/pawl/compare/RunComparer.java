package dev.pawl.compare;

import dev.pawl.model.AbsoluteLimit;
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
import dev.pawl.model.Severity;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import dev.pawl.stats.FalseDiscovery;
import dev.pawl.stats.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Judges a contender against a baseline. This is where a verdict is decided: {@link MeasurementJudge} weighs each change
 * against its noise, {@link KnownStretches} and {@link Disturbed} leave out what proves nothing, {@link TestbedSpeed} divides out what control benchmarks
 * tell of the machine, {@link CommonShift} looks for what the whole suite did, {@link NewestBase} for what the base branch did
 * and {@link ClockShift} for what a GPU's clock did,
 * {@link Grading} holds each change against its limits.
 *
 * <p>Pure: the same input gives the same comparison. Safe to share between threads.
 */
public final class RunComparer {

    /** Version of the rules; stored with every comparison, raised when the same input could be judged differently. */
    public static final int ENGINE_VERSION = 3;

    /** Of the measurements called changed, at most this share is expected to be unchanged. */
    private static final double FALSE_AMONG_PROVEN = 0.02;

    private final Thresholds thresholds;
    private final int settingsVersion;
    private final boolean isPaired;
    private final MeasurementJudge judge = new MeasurementJudge();

    /**
     * @param settingsVersion version of the settings that the thresholds come from; 0 offline
     */
    public RunComparer(Thresholds thresholds, int settingsVersion) {
        this(thresholds, settingsVersion, false);
    }

    private RunComparer(Thresholds thresholds, int settingsVersion, boolean isPaired) {
        this.thresholds = thresholds;
        this.settingsVersion = settingsVersion;
        this.isPaired = isPaired;
    }

    /**
     * For runs of both sides that took turns on one machine: the points at the same position of both series are a pair. A series
     * that has not as many points on both sides is judged as if it had no pairs.
     */
    public static RunComparer ofPairs(Thresholds thresholds) {
        return new RunComparer(thresholds, 0, true);
    }

    /**
     * @param findings what is already known about the comparison as a whole; kept, and added to
     */
    public Comparison compare(Baseline baseline, Contender contender, List<Finding> findings) {
        List<JudgedMeasurement> results = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        KnownStretches known = new KnownStretches(baseline.levels());
        Map<SeriesKey, Series> heard = known.heard(baseline.series());
        Disturbed disturbed = Disturbed.of(heard.values(), contender.series().values());
        // What tells of the machine must not be asked where it was disturbed: there it was slow.
        Map<SeriesKey, Series> quietBaseline = disturbed == null ? heard : disturbed.quiet(heard);
        Map<SeriesKey, Series> quietContender =
                disturbed == null ? contender.series() : disturbed.quiet(contender.series());
        TestbedSpeed speed = thresholds.nameControls() && !isPaired
                ? TestbedSpeed.of(configured(quietBaseline.values()), configured(quietContender.values()))
                : null;
        for (Series measured : contender.series().values()) {
            Series after = thresholds.configured(measured);
            if (!isJudged(after)) continue;
            Series before = heard.get(after.key());
            if (before == null || !known.tell(before)) {
                results.add(appeared(baseline, after));
                continue;
            }
            if (disturbed != null) {
                Disturbed.Sides quiet =
                        disturbed.without(before, after, isPaired && PairedJudge.arePairs(before, after));
                if (quiet.isEmpty() || !known.tell(quiet.before())) {
                    pairs.add(new Pair(
                            before, after, judge.weigh(before, after, known).hinderedBy(Reason.UNSTABLE)));
                    continue;
                }
                before = quiet.before();
                after = quiet.after();
            }
            if (speed == null || isLimited(after) || !known.tell(speed.divided(before)))
                pairs.add(new Pair(before, after, weigh(before, after, known)));
            else
                pairs.add(new Pair(
                        speed.divided(before), after, weigh(speed.divided(before), speed.divided(after), known)));
        }
        List<CommonShift.Moved> moved = new ArrayList<>();
        for (Pair pair : pairs)
            if (pair.weighing().obstacle() != Reason.UNSTABLE)
                moved.add(new CommonShift.Moved(pair.after().metric(), pair.weighing()));
        // Between two runs of a pair no testbed drifts: what all of a suite does is the code.
        CommonShift commonShift = isPaired ? null : CommonShift.of(moved).orElse(null);
        Grading grading = new Grading(errorRate(pairs), commonShift);
        // In turns on one machine the clock is the same for both, or its change is what the code does to it.
        ClockShift clock = isPaired ? null : new ClockShift(known.telling(quietBaseline), quietContender);
        NewestBase newest = new NewestBase(baseline.choice().source(), known);
        for (Pair pair : pairs) {
            Series after = pair.after();
            JudgedMeasurement result = grading.grade(
                    after.key(),
                    after.metric(),
                    pair.weighing(),
                    thresholds.of(after.key()),
                    new Grading.Beside(
                            clock == null ? 0 : clock.of(after.key()),
                            newest.shift(pair.before(), pair.weighing().from())));
            if (clock != null && result.reason() == Reason.CLOCK_CHANGED) clock.explains(after.key(), after.metric());
            results.add(result);
        }
        if (contender.identity().complete()) results.addAll(vanished(baseline, contender));
        for (int i = 0; i < results.size(); i++) results.set(i, heldAgainstLimit(results.get(i)));
        results.sort(WorstFirst.ORDER);

        List<Finding> allFindings = new ArrayList<>(findings);
        if (speed != null) allFindings.add(speed.asFinding());
        if (commonShift != null) allFindings.add(commonShift.asFinding());
        if (clock != null && !clock.explainsNothing()) allFindings.add(clock.asFinding());
        Finding disturbance = disturbed == null ? null : disturbed.asFinding();
        if (disturbance != null) allFindings.add(disturbance);
        return new Comparison(
                ENGINE_VERSION,
                settingsVersion,
                thresholds.defaults(),
                baseline.choice(),
                contender.identity(),
                results,
                allFindings);
    }

    private Weighing weigh(Series before, Series after, KnownStretches known) {
        return isPaired && PairedJudge.arePairs(before, after)
                ? PairedJudge.weigh(before, after)
                : judge.weigh(before, after, known);
    }

    /** What both sides measured, weighed; {@code before} as it was weighed. */
    private record Pair(Series before, Series after, Weighing weighing) {}

    /**
     * The p-value from which a change counts as proven: that of a single measurement, or less where the suite is large, so
     * that of all headline measurements called changed few are not.
     */
    private static double errorRate(List<Pair> pairs) {
        double[] pValues = new double[pairs.size()];
        int count = 0;
        for (Pair pair : pairs) {
            Double pValue = pair.weighing().pValue();
            if (pValue != null && pair.after().metric().role() == Role.HEADLINE) pValues[count++] = pValue;
        }
        return Math.min(
                MeasurementJudge.ERROR_RATE, FalseDiscovery.limit(FALSE_AMONG_PROVEN, Arrays.copyOf(pValues, count)));
    }

    /** The result, or a regression where the value is beyond its absolute limit: no baseline and no noise excuses that. */
    private static JudgedMeasurement heldAgainstLimit(JudgedMeasurement result) {
        AbsoluteLimit limit = result.threshold().limit();
        Double value = result.evidence().contender();
        if (limit == null || value == null || !limit.isAbout(result.metric()) || !limit.isExceededBy(value))
            return result;
        return new JudgedMeasurement(
                result.series(),
                result.metric(),
                Verdict.REGRESSED,
                Severity.CRITICAL,
                Reason.ABSOLUTE_LIMIT,
                result.threshold(),
                result.evidence());
    }

    private static boolean isJudged(Series series) {
        Role role = series.metric().role();
        return (role == Role.HEADLINE || role == Role.SUPPORTING)
                && !series.points().isEmpty();
    }

    /** An absolute limit is about the clock on the wall, whatever the testbed's speed. */
    private boolean isLimited(Series series) {
        AbsoluteLimit limit = thresholds.of(series.key()).limit();
        return limit != null && limit.isAbout(series.metric());
    }

    private List<Series> configured(Collection<Series> measured) {
        List<Series> configured = new ArrayList<>();
        for (Series series : measured) configured.add(thresholds.configured(series));
        return configured;
    }

    private JudgedMeasurement appeared(Baseline baseline, Series series) {
        boolean noBaseline = baseline.choice().source() == Baseline.Source.NONE
                || baseline.series().isEmpty();
        Evidence evidence =
                Evidence.oneSided(null, centre(series), 0, series.points().size());
        Reason reason = noBaseline ? Reason.NO_BASELINE : Reason.NOT_IN_BASELINE;
        return oneSided(series.key(), series.metric(), Verdict.NEW, reason, evidence);
    }

    private List<JudgedMeasurement> vanished(Baseline baseline, Contender contender) {
        List<JudgedMeasurement> missing = new ArrayList<>();
        for (Series measured : baseline.series().values()) {
            Series before = thresholds.configured(measured);
            Series after = contender.series().get(before.key());
            if (!isJudged(before) || (after != null && !after.points().isEmpty())) continue;
            Evidence evidence =
                    Evidence.oneSided(centre(before), null, before.points().size(), 0);
            missing.add(oneSided(before.key(), before.metric(), Verdict.MISSING, Reason.NOT_IN_CONTENDER, evidence));
        }
        return missing;
    }

    private JudgedMeasurement oneSided(
            SeriesKey key, Metric metric, Verdict verdict, Reason reason, Evidence evidence) {
        return new JudgedMeasurement(key, metric, verdict, null, reason, thresholds.of(key), evidence);
    }

    private static double centre(Series series) {
        return Median.of(series.values());
    }
}
