package dev.pawl.model;

import java.util.ArrayList;
import java.util.List;

/**
 * How a project wants to be judged: {@link Threshold#DEFAULT}, and rules that override it. Where several rules match a series,
 * each says what it says; the last one that says a thing has the word.
 */
public record Thresholds(List<Rule> rules) {

    public static final Thresholds DEFAULT = new Thresholds(List.of());

    public Thresholds {
        rules = List.copyOf(rules);
    }

    /** What holds for the series that some globs match. */
    public record Rule(SeriesGlob where, ThresholdOverride what) {}

    /** The same for every series. */
    public static Thresholds everywhere(Threshold threshold) {
        return everywhere(new ThresholdOverride(
                threshold.warning(), threshold.critical(), threshold.policy(), null, null, threshold.limit()));
    }

    /** The same for every series. */
    public static Thresholds everywhere(ThresholdOverride what) {
        return what.isSilent() ? DEFAULT : new Thresholds(List.of(new Rule(SeriesGlob.EVERYTHING, what)));
    }

    /** Both, where {@code stronger} has the last word on whatever it says. */
    public Thresholds under(Thresholds stronger) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(stronger.rules);
        return new Thresholds(all);
    }

    /** The threshold that holds where no rule for certain series matches. */
    public Threshold defaults() {
        Threshold found = Threshold.DEFAULT;
        for (Rule rule : rules)
            if (rule.where().isEverything()) found = rule.what().over(found);
        return found;
    }

    /** The threshold that holds for a series. */
    public Threshold of(SeriesKey series) {
        Threshold found = Threshold.DEFAULT;
        for (Rule rule : rules)
            if (rule.where().matches(series)) found = rule.what().over(found);
        return found;
    }

    /** Whether a rule makes anything a control. */
    public boolean nameControls() {
        for (Rule rule : rules) if (rule.what().role() == Role.CONTROL) return true;
        return false;
    }

    /** A series whose metric has the role and direction that the rules say. */
    public Series configured(Series measured) {
        Metric metric = measured.metric();
        for (Rule rule : rules)
            if (rule.where().matches(measured.key())) metric = rule.what().over(metric);
        return metric == measured.metric() ? measured : new Series(measured.key(), metric, measured.points());
    }
}
