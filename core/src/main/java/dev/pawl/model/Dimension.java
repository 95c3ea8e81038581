package dev.pawl.model;

/**
 * What kind of quantity a value is. The dimension is part of a metric's identity: seconds never share a series with bytes.
 * {@link #OTHER} holds units that Pawl does not know; there the unit's own symbol takes part in the identity.
 */
public enum Dimension {
    TIME("s"),
    BYTES("B"),
    RATE("1/s"),
    BYTE_RATE("B/s"),
    COUNT("count"),
    RATIO("ratio"),
    OTHER("");

    private final String baseSymbol;

    Dimension(String baseSymbol) {
        this.baseSymbol = baseSymbol;
    }

    /** The symbol of the unit in which values are stored; empty for {@link #OTHER}. */
    public String baseSymbol() {
        return baseSymbol;
    }
}
