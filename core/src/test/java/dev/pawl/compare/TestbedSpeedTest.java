package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Comparison;
import dev.pawl.model.Direction;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestbedSpeedTest {

    private static final int BASE_RUNS = 40;

    private static final Thresholds CONTROLLED = new Thresholds(List.of(new Thresholds.Rule(
            new SeriesGlob("*", "spin", "*", "*"), new ThresholdOverride(null, null, null, Role.CONTROL, null, null))));

    /** How much slower the machine was in each base run: it wanders by a fifth. */
    private final double[] machine = Runs.noisy(1, BASE_RUNS, 1, 0.2);

    private final double[] own = Runs.noisy(2, BASE_RUNS, 3, 0.005);

    private Runs before() {
        return Runs.none().measuring("spin", machine).measuring("sort", times(machine, own));
    }

    @Test
    void whatTheControlLostIsNotHeldAgainstTheCode() {
        Comparison comparison =
                compare(before(), Runs.none().measuring("spin", 1.3).measuring("sort", 3 * 1.3));

        JudgedMeasurement sort = only(comparison);
        assertEquals(Verdict.UNCHANGED, sort.verdict());
        assertEquals(0, sort.evidence().change(), 0.01);
        assertEquals(Finding.Kind.TESTBED_SPEED, comparison.findings().get(0).kind());
        assertTrue(
                comparison
                        .findings()
                        .get(0)
                        .text()
                        .matches("The control benchmark spin: the testbed is 3\\d\\.\\d % slower .*"),
                comparison.findings().get(0).text());
    }

    @Test
    void aRegressionThatTheMachinesNoiseHidIsFound() {
        Runs after = Runs.none().measuring("spin", 0.8).measuring("sort", 3 * 0.8 * 1.08);

        assertEquals(Verdict.REGRESSED, only(compare(before(), after)).verdict());
        Comparison without =
                new RunComparer(Thresholds.DEFAULT, 0).compare(before().asBaseline(), after.asContender(), List.of());
        assertTrue(without.results().stream().noneMatch(result -> result.verdict() == Verdict.REGRESSED));
    }

    @Test
    void aThroughputIsMultiplied() {
        Metric rate = Runs.metric("throughput", "ops/s", Direction.HIGHER_IS_BETTER, Role.HEADLINE);
        double[] rates = new double[BASE_RUNS];
        for (int i = 0; i < BASE_RUNS; i++) rates[i] = own[i] / machine[i];
        Runs before = Runs.none().measuring("spin", machine).measuring("sort", rate, rates);

        JudgedMeasurement slower =
                only(compare(before, Runs.none().measuring("spin", 1.3).measuring("sort", rate, 3 / 1.3)));

        assertEquals(Verdict.UNCHANGED, slower.verdict());
    }

    @Test
    void memoryDoesNotDependOnTheMachinesSpeed() {
        Metric memory = Runs.metric("memory", "B", Direction.LOWER_IS_BETTER, Role.HEADLINE);
        double[] bytes = new double[BASE_RUNS];
        Arrays.fill(bytes, 1e6);
        Runs before = Runs.none().measuring("spin", machine).measuring("sort", memory, bytes);

        JudgedMeasurement same =
                only(compare(before, Runs.none().measuring("spin", 1.3).measuring("sort", memory, 1e6)));

        assertEquals(Verdict.UNCHANGED, same.verdict());
        assertEquals(1e6, same.evidence().contender());
    }

    @Test
    void aContenderWithoutTheControlIsJudgedAsItIs() {
        Comparison comparison = compare(before(), Runs.none().measuring("sort", 3.9));

        assertEquals(3.9, only(comparison).evidence().contender());
        assertTrue(comparison.findings().get(0).text().contains("was not measured in every run"));
    }

    @Test
    void aControlThatIsNewerThanTheBaselineWaits() {
        Comparison comparison = compare(
                before().measuring("spin", 1, 1.1),
                Runs.none().measuring("spin", 1.3).measuring("sort", 3.9));

        assertEquals(3.9, only(comparison).evidence().contender());
        assertTrue(comparison.findings().get(0).text().contains("in 2 of 40 base runs only"));
    }

    @Test
    void anAbsoluteLimitIsAboutTheClockOnTheWall() {
        Thresholds limited = CONTROLLED.under(new Thresholds(List.of(new Thresholds.Rule(
                new SeriesGlob("*", "sort", "*", "*"),
                new ThresholdOverride(null, null, null, null, null, AbsoluteLimit.of("<= 3.5 s"))))));

        JudgedMeasurement sort = only(new RunComparer(limited, 0)
                .compare(
                        before().asBaseline(),
                        Runs.none()
                                .measuring("spin", 1.3)
                                .measuring("sort", 3.9)
                                .asContender(),
                        List.of()));

        assertEquals(Reason.ABSOLUTE_LIMIT, sort.reason());
        assertEquals(3.9, sort.evidence().contender());
    }

    private static double[] times(double[] left, double[] right) {
        double[] product = new double[left.length];
        for (int i = 0; i < product.length; i++) product[i] = left[i] * right[i];
        return product;
    }

    /** The control itself is not among the results. */
    private static JudgedMeasurement only(Comparison comparison) {
        assertEquals(1, comparison.results().size());
        assertEquals(1, comparison.findings().size());
        return comparison.results().get(0);
    }

    private static Comparison compare(Runs before, Runs after) {
        return new RunComparer(CONTROLLED, 0).compare(before.asBaseline(), after.asContender(), List.of());
    }
}
