package dev.pawl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdsTest {

    private static final SeriesKey SORT = new SeriesKey(Benchmark.named("Sort"), "time[s]", "ci");
    private static final SeriesKey SUM = new SeriesKey(Benchmark.named("Sum"), "time[s]", "ci");

    @Test
    void withoutRulesTheDefaultHolds() {
        assertEquals(Threshold.DEFAULT, Thresholds.DEFAULT.of(SORT));
        assertEquals(Threshold.DEFAULT, Thresholds.DEFAULT.defaults());
    }

    @Test
    void eachRuleThatMatchesSaysWhatItSaysAndTheLastHasTheWord() {
        AbsoluteLimit limit = AbsoluteLimit.of("<= 1 s");
        Thresholds thresholds = new Thresholds(List.of(
                rule("*", ThresholdOverride.ofChange(0.02, 0.04, Policy.PLAIN)),
                rule("S*", new ThresholdOverride(null, null, null, null, null, limit)),
                rule("Sort", ThresholdOverride.ofChange(0.03, null, null))));

        assertEquals(new Threshold(0.03, 0.04, Policy.PLAIN, limit), thresholds.of(SORT));
        assertEquals(new Threshold(0.02, 0.04, Policy.PLAIN, limit), thresholds.of(SUM));
        assertEquals(new Threshold(0.02, 0.04, Policy.PLAIN), thresholds.defaults());
    }

    @Test
    void aLimitTakesTheOtherOneAlongWhereTheyWouldContradict() {
        Thresholds higher = Thresholds.everywhere(ThresholdOverride.ofChange(0.2, null, null));
        Thresholds lower = Thresholds.everywhere(ThresholdOverride.ofChange(null, 0.01, null));

        assertEquals(new Threshold(0.2, 0.2, Policy.SIGNIFICANT), higher.of(SORT));
        assertEquals(new Threshold(0.01, 0.01, Policy.SIGNIFICANT), lower.of(SORT));
    }

    @Test
    void whatLiesUnderOthersIsTheirDefault() {
        Thresholds project = new Thresholds(List.of(
                rule("*", ThresholdOverride.ofChange(null, 0.5, null)),
                rule("Sort", ThresholdOverride.ofChange(0.3, null, null))));
        Thresholds repository = Thresholds.everywhere(ThresholdOverride.ofChange(0.02, null, null));

        assertEquals(
                new Threshold(0.02, 0.5, Policy.SIGNIFICANT),
                project.under(repository).of(SORT));
        assertEquals(
                new Threshold(0.3, 0.5, Policy.SIGNIFICANT),
                repository.under(project).of(SORT));
    }

    @Test
    void roleAndDirectionAreThoseOfTheRules() {
        Series series = new Series(SORT, Metric.headline("time", Unit.of("s")), List.of());
        Thresholds thresholds = new Thresholds(List.of(rule(
                "Sort", new ThresholdOverride(null, null, null, Role.SUPPORTING, Direction.HIGHER_IS_BETTER, null))));

        Metric configured = thresholds.configured(series).metric();

        assertEquals(new Metric("time", Unit.of("s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING), configured);
        assertEquals(series, Thresholds.DEFAULT.configured(series));
    }

    @Test
    void refusesARuleThatContradictsItself() {
        assertThrows(IllegalArgumentException.class, () -> ThresholdOverride.ofChange(0.2, 0.1, null));
        assertThrows(IllegalArgumentException.class, () -> ThresholdOverride.ofChange(null, -0.1, null));
        assertThrows(IllegalArgumentException.class, () -> ThresholdOverride.ofChange(Double.NaN, null, null));
    }

    private static Thresholds.Rule rule(String benchmark, ThresholdOverride what) {
        return new Thresholds.Rule(new SeriesGlob("*", benchmark, "*", "*"), what);
    }
}
