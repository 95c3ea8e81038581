package dev.pawl.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A history from a file: values in the order of their uploads, in the file's own unit.
 *
 * @param unit as the file says it; {@code null} if it does not
 * @param values oldest first, finite; not to be written to
 */
public record RecordedSeries(String name, @Nullable String unit, Direction direction, double[] values) {

    public RecordedSeries {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i]))
                throw new IllegalArgumentException("value " + i + " of " + name + " is not finite: " + values[i]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordedSeries series
                && name.equals(series.name)
                && Objects.equals(unit, series.unit)
                && direction == series.direction
                && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return name + " (" + values.length + " values)";
    }
}
