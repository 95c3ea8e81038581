package dev.pawl.server.chart;

import dev.pawl.model.Dimension;
import dev.pawl.model.Metric;

/**
 * The prefix of a unit in which the largest value has few digits.
 *
 * @param factor by which base units are divided
 */
record Scale(String symbol, double factor) {

    /** @param most the largest absolute value, in base units */
    static Scale of(Metric metric, double most) {
        String base = metric.unit().baseSymbol();
        if (metric.unit().dimension() == Dimension.TIME) {
            if (most >= 1) return new Scale("s", 1);
            if (most >= 1e-3) return new Scale("ms", 1e-3);
            return most >= 1e-6 ? new Scale("µs", 1e-6) : new Scale("ns", 1e-9);
        }
        if (most >= 1e9) return new Scale("G" + base, 1e9);
        if (most >= 1e6) return new Scale("M" + base, 1e6);
        return most >= 1e4 ? new Scale("k" + base, 1e3) : new Scale(base, 1);
    }
}
