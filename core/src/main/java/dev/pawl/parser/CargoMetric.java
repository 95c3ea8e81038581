package dev.pawl.parser;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;

/** The metrics of Rust's benchmarks. */
final class CargoMetric {

    private CargoMetric() {}

    /** What a benchmark takes. Lower is better in any unit, that of a custom measurement of Criterion's included. */
    static Metric time(String unit) {
        return new Metric("time", Unit.of(unit), Direction.LOWER_IS_BETTER, Role.HEADLINE);
    }

    /** What it handles in that time: derived from it, so that it must not gate a second time. */
    static Metric throughput(String unit) {
        return new Metric("throughput", Unit.of(unit), Direction.HIGHER_IS_BETTER, Role.SUPPORTING);
    }
}
