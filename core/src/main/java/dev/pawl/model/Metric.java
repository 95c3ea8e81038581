package dev.pawl.model;

/**
 * A quantity that a benchmark reports. Identity is the name with the unit's dimension; the display unit, direction and role
 * may change from run to run without starting a new series.
 *
 * @param name for example {@code time}, {@code throughput}, {@code gc.alloc.rate.norm}; 1 to 256 characters
 */
public record Metric(String name, Unit unit, Direction direction, Role role) {

    private static final int LONGEST_NAME = 256;

    public Metric {
        if (name.isBlank()) throw new IllegalArgumentException("a metric needs a name");
        if (name.length() > LONGEST_NAME)
            throw new IllegalArgumentException(
                    "a metric's name has at most " + LONGEST_NAME + " characters, not " + name.length());
    }

    /** A headline metric whose direction follows from its unit. */
    public static Metric headline(String name, Unit unit) {
        return new Metric(name, unit, Direction.of(unit.dimension()), Role.HEADLINE);
    }

    /** What makes two metrics the same: {@code time[s]}. */
    public String identity() {
        return name + "[" + unit.baseSymbol() + "]";
    }
}
