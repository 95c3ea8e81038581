package dev.pawl.backtest;

import dev.pawl.model.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A series to replay.
 *
 * @param direction {@link Direction#UNKNOWN} counts changes both ways as worse
 * @param values oldest first, finite; not to be written to
 */
public record History(String name, Direction direction, double[] values) {

    public History {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i]))
                throw new IllegalArgumentException("value " + i + " of " + name + " is not finite: " + values[i]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof History history
                && name.equals(history.name)
                && direction == history.direction
                && Arrays.equals(values, history.values);
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
