package dev.pawl.model;

/**
 * What kind of quantity a value is. The dimension is part of a metric's identity: seconds never share a series with bytes.
 * {@link #OTHER} holds units that Pawl does not know; there the unit's own symbol takes part in the identity.
 */
public enum Dimension {
    TIME("s", 1),
    BYTES("B", 0),
    RATE("1/s", -1),
    BYTE_RATE("B/s", -1),
    COUNT("count", 0),
    RATIO("ratio", 0),
    OTHER("", 0);

    private final String baseSymbol;
    private final int slowness;

    Dimension(String baseSymbol, int slowness) {
        this.baseSymbol = baseSymbol;
        this.slowness = slowness;
    }

    /** The symbol of the unit in which values are stored; empty for {@link #OTHER}. */
    public String baseSymbol() {
        return baseSymbol;
    }

    /** Which way a slower machine moves values of this kind: 1 up, -1 down, 0 not at all. */
    public int slowness() {
        return slowness;
    }
}
