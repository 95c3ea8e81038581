package dev.pawl.compare;

import dev.pawl.model.Direction;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Severity;
import java.util.Comparator;

/** The order in which a reader wants to see the results: what is worst and surest first, the same order every time. */
final class WorstFirst implements Comparator<JudgedMeasurement> {

    static final Comparator<JudgedMeasurement> ORDER = new WorstFirst();

    private WorstFirst() {}

    @Override
    public int compare(JudgedMeasurement one, JudgedMeasurement other) {
        int byRole = one.metric().role().compareTo(other.metric().role());
        if (byRole != 0) return byRole;
        int byRank = Integer.compare(rank(one), rank(other));
        if (byRank != 0) return byRank;
        int bySize = Double.compare(size(other), size(one));
        if (bySize != 0) return bySize;
        int byBenchmark = one.series().benchmark().compareTo(other.series().benchmark());
        if (byBenchmark != 0) return byBenchmark;
        int byMetric = one.series().metric().compareTo(other.series().metric());
        return byMetric != 0
                ? byMetric
                : one.series().testbed().compareTo(other.series().testbed());
    }

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
