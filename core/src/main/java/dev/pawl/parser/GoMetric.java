package dev.pawl.parser;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import org.jspecify.annotations.Nullable;

/** The metrics that {@code go test -bench} knows by itself; it names them by their units alone. */
final class GoMetric {

    private GoMetric() {}

    /** @return {@code null} for a unit that a benchmark made up ({@code ReportMetric}) */
    static @Nullable Metric of(String symbol) {
        return switch (symbol) {
            case GoBenchLine.TIME -> Metric.headline("time", Unit.of(symbol));
            case "MB/s" -> supporting("throughput", symbol, Direction.HIGHER_IS_BETTER);
            case "B/op" -> supporting("allocated", symbol, Direction.LOWER_IS_BETTER);
            case "allocs/op" -> supporting("allocs", symbol, Direction.LOWER_IS_BETTER);
            default -> null;
        };
    }

    private static Metric supporting(String name, String symbol, Direction direction) {
        return new Metric(name, Unit.of(symbol), direction, Role.SUPPORTING);
    }
}
