package dev.pawl.model;

/**
 * How much of a measurement something else than the code had a hand in: the share of looks at which a GPU's clocks were lowered
 * against its will, or another process used it. It is a companion metric of the benchmark, recorded and not judged, so that it
 * takes the same way as everything else that was measured.
 */
public final class Disturbance {

    /** Name of the metric. */
    public static final String NAME = "disturbed";

    /**
     * From this share on what was measured proves nothing. The headline is a median, which a few bad samples do not move; one
     * bad look in ten may mean that many more lie between two looks.
     */
    public static final double TOO_MUCH = 0.1;

    private Disturbance() {}

    /** @param share from 0 to 1 */
    public static Measurement of(double share) {
        Metric metric = new Metric(NAME, Unit.of("ratio"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);
        return Measurement.of(metric, share);
    }
}
