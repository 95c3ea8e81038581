package dev.pawl.compare;

import dev.pawl.model.Direction;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Severity;
import java.util.Comparator;

/** The order in which a reader wants to see the results: what is worst and surest first, the same order every time. */
final class WorstFirst {

    static final Comparator<JudgedMeasurement> ORDER = Comparator.comparing(
                    (JudgedMeasurement result) -> result.metric().role())
            .thenComparing(WorstFirst::rank)
            .thenComparing(WorstFirst::size, Comparator.reverseOrder())
            .thenComparing(result -> result.series().benchmark())
            .thenComparing(result -> result.series().metric())
            .thenComparing(result -> result.series().testbed());

    private WorstFirst() {}

    private static int rank(JudgedMeasurement result) {
        boolean critical = result.severity() == Severity.CRITICAL;
        return switch (result.verdict()) {
            case REGRESSED -> critical ? 0 : 1;
            case UNDECIDED -> isBetter(result) ? 6 : result.severity() == null ? 4 : critical ? 2 : 3;
            case MISSING -> 5;
            case IMPROVED -> critical ? 7 : 8;
            case NEW -> 9;
            case UNCHANGED -> 10;
        };
    }

    private static boolean isBetter(JudgedMeasurement result) {
        Double change = result.evidence().change();
        Direction direction = result.metric().direction();
        return change != null && direction != Direction.UNKNOWN && !direction.isWorse(0, change);
    }

    private static double size(JudgedMeasurement result) {
        Double change = result.evidence().change();
        return change == null ? 0 : Math.abs(change);
    }
}
