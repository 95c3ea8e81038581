package dev.pawl.model;

/** Which way a metric gets better. It follows from the unit and the meaning of the metric, never from the tool. */
public enum Direction {
    LOWER_IS_BETTER,
    HIGHER_IS_BETTER,
    UNKNOWN;

    /** What a dimension says by itself: times and sizes shrink, rates grow; counts, ratios and unknown units say nothing. */
    public static Direction of(Dimension dimension) {
        return switch (dimension) {
            case TIME, BYTES -> LOWER_IS_BETTER;
            case RATE, BYTE_RATE -> HIGHER_IS_BETTER;
            case COUNT, RATIO, OTHER -> UNKNOWN;
        };
    }

    /** Whether going from {@code before} to {@code after} is worse; never where the direction is unknown. */
    public boolean isWorse(double before, double after) {
        return switch (this) {
            case LOWER_IS_BETTER -> after > before;
            case HIGHER_IS_BETTER -> after < before;
            case UNKNOWN -> false;
        };
    }
}
