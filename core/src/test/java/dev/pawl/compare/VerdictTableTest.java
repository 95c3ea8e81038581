package dev.pawl.compare;

import dev.pawl.compare.VerdictPropertiesTest.Shape;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Thresholds;
import dev.pawl.testing.GoldenFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the engine says of some four hundred cases, number by number. Other tests say what must hold; this one shows what a
 * change of the mathematics does, case by case, before anybody's verdict changes.
 */
class VerdictTableTest {

    private static final Metric COUNTER = Runs.metric("pages", "", Direction.LOWER_IS_BETTER, Role.HEADLINE);

    private final StringBuilder table = new StringBuilder(
            "case | verdict severity reason | change [interval] | p | noise | detectable | level now | runs | reruns\n");

    @Test
    void everyCaseIsJudgedAsBefore() throws IOException {
        for (Shape shape : Shape.values()) {
            for (int base : new int[] {1, 3, 6, 20, 60, 80}) {
                for (int runs : new int[] {1, 3, 6}) {
                    for (double factor : new double[] {1, 1.08, 1.3}) {
                        double[] values = shape.draw(new Random(base + runs), base + runs);
                        String name = shape + " " + base + "+" + runs + " x" + factor;
                        judge(name, Runs.time(), null, values, runs, factor);
                    }
                }
            }
        }
        for (int base : new int[] {1, 3, 20}) {
            double[] values = Shape.NORMAL.draw(new Random(base), base + 1);
            for (double spread : new double[] {0.001, 0.02, 0.3})
                judge("spread " + spread + " " + base + "+1", Runs.time(), spread, values, 1, 1.12);
            judge("negative " + base + "+1", Runs.time(), null, times(values, -1), 1, 1.12);
            judge("around zero " + base + "+1", Runs.time(), null, minus(values, values[base]), 1, 1.12);
            judge("other sign " + base + "+1", Runs.time(), null, values, 1, -1);
        }
        for (int base : new int[] {4, 5, 20}) {
            double[] same = new double[base + 1];
            Arrays.fill(same, 4096);
            for (double factor : new double[] {1, 1.004, 1.006, 1.1})
                judge("counter " + base + "+1 x" + factor, COUNTER, null, same, 1, factor);
        }
        for (int negative : new int[] {1, 2, 3}) {
            double[] values = Shape.NORMAL.draw(new Random(negative), 21);
            for (int i = 0; i < negative; i++) values[5 * i] *= -1;
            judge(negative + " of 20 have the other sign", Runs.time(), null, values, 1, 1.3);
        }
        judge("a ratio beyond all numbers", Runs.time(), null, new double[] {1e-200, 1e200}, 1, 1);
        judge("a ratio below all numbers", Runs.time(), null, new double[] {1e200, 1e-200}, 1, 1);
        for (double level : new double[] {1.02, 1.1, 1.5}) {
            double[] stepped = Shape.NORMAL.draw(new Random(1), 42);
            for (int i = 28; i < stepped.length; i++) stepped[i] *= Math.pow(level, 3);
            judge("a step of x" + level + " before", Runs.time(), null, stepped, 2, 1.12);
            for (int i = 34; i < stepped.length; i++) stepped[i] /= Math.pow(level, 3);
            judge("a step of x" + level + " and back", Runs.time(), null, stepped, 2, 1.12);
        }

        GoldenFile.assertSame("verdicts.txt", table.toString());
    }

    private void judge(String name, Metric metric, @Nullable Double spread, double[] values, int runs, double factor) {
        int base = values.length - runs;
        double[] before = Arrays.copyOf(values, base);
        double[] after = times(Arrays.copyOfRange(values, base, values.length), factor);
        JudgedMeasurement judged = new RunComparer(Thresholds.DEFAULT, 0)
                .compare(
                        Runs.none().sampling("it", metric, spread, before).asBaseline(),
                        Runs.none().sampling("it", metric, spread, after).asContender(),
                        List.of())
                .results()
                .get(0);
        Evidence evidence = judged.evidence();
        Evidence.Interval interval = evidence.interval();
        table.append(name)
                .append(" | ")
                .append(judged.verdict())
                .append(' ')
                .append(judged.severity() == null ? "-" : judged.severity())
                .append(' ')
                .append(judged.reason())
                .append(" | ")
                .append(number(evidence.change()));
        if (interval != null)
            table.append(" [")
                    .append(number(interval.lower()))
                    .append(", ")
                    .append(number(interval.upper()))
                    .append(']');
        table.append(" | ")
                .append(number(evidence.pValue()))
                .append(" | ")
                .append(number(evidence.noise()))
                .append(" | ")
                .append(number(evidence.minimumDetectableChange()))
                .append(" | ")
                .append(number(evidence.baseline()))
                .append(" | ")
                .append(evidence.baselineRuns())
                .append('+')
                .append(evidence.contenderRuns())
                .append(" | ")
                .append(evidence.rerunsToSettle() == null ? "-" : evidence.rerunsToSettle())
                .append('\n');
    }

    /** Few enough digits that another JDK's logarithm makes no difference. */
    private static String number(@Nullable Double value) {
        if (value == null) return "-";
        return Math.abs(value) < 1e-12 ? "0" : String.format(Locale.ROOT, "%.4g", value);
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static double[] minus(double[] values, double less) {
        return Arrays.stream(values).map(value -> value - less).toArray();
    }
}
