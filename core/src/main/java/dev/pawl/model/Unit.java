package dev.pawl.model;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A unit of measurement as a tool wrote it, with the way to its base unit.
 *
 * <p>Values are stored in base units (s, B, 1/s, B/s, count, ratio); {@code symbol} is kept for display. Units per operation
 * ({@code ns/op}, {@code ns/iter}, {@code B/op}) have the dimension of their numerator: the operation is the benchmark itself.
 *
 * @param symbol the unit as the tool wrote it, never blank ({@code 1} where the tool named none)
 * @param dimension what kind of quantity it measures
 * @param factor multiply a value by this to get base units; finite and positive
 */
public record Unit(String symbol, Dimension dimension, double factor) {

    private static final Map<String, Double> SECONDS = Map.ofEntries(
            Map.entry("ps", 1e-12),
            Map.entry("ns", 1e-9),
            Map.entry("us", 1e-6),
            Map.entry("ms", 1e-3),
            Map.entry("s", 1.0),
            Map.entry("sec", 1.0),
            Map.entry("second", 1.0),
            Map.entry("seconds", 1.0),
            Map.entry("min", 60.0),
            Map.entry("hr", 3600.0),
            Map.entry("h", 3600.0),
            Map.entry("day", 86400.0));

    private static final Map<String, Double> BYTES = Map.ofEntries(
            Map.entry("B", 1.0),
            Map.entry("byte", 1.0),
            Map.entry("bytes", 1.0),
            Map.entry("kB", 1e3),
            Map.entry("KB", 1e3),
            Map.entry("MB", 1e6),
            Map.entry("GB", 1e9),
            Map.entry("TB", 1e12),
            Map.entry("KiB", 0x1p10),
            Map.entry("MiB", 0x1p20),
            Map.entry("GiB", 0x1p30),
            Map.entry("TiB", 0x1p40),
            Map.entry("b", 1.0 / 8),
            Map.entry("bit", 1.0 / 8),
            Map.entry("Kb", 1e3 / 8),
            Map.entry("Mb", 1e6 / 8),
            Map.entry("Gb", 1e9 / 8));

    private static final Map<String, Double> COUNTS = Map.ofEntries(
            Map.entry("1", 1.0),
            Map.entry("#", 1.0),
            Map.entry("count", 1.0),
            Map.entry("counts", 1.0),
            Map.entry("op", 1.0),
            Map.entry("ops", 1.0),
            Map.entry("elem", 1.0),
            Map.entry("item", 1.0),
            Map.entry("items", 1.0),
            Map.entry("Kelem", 1e3),
            Map.entry("Melem", 1e6),
            Map.entry("Gelem", 1e9));

    private static final Map<String, Double> RATIOS = Map.of("ratio", 1.0, "%", 0.01, "percent", 0.01);

    /** Denominators that name the benchmark's own operation, so that they do not change the dimension. */
    private static final Set<String> PER_OPERATION = Set.of("op", "iter", "call");

    public Unit {
        if (symbol.isBlank()) throw new IllegalArgumentException("a unit needs a symbol");
        if (!(factor > 0) || Double.isInfinite(factor))
            throw new IllegalArgumentException(
                    "the factor of unit " + symbol + " must be positive and finite, is " + factor);
    }

    /**
     * The unit that a tool's symbol names. A symbol that is not known gives {@link Dimension#OTHER} with factor 1: such values
     * are kept and compared among themselves, and never mixed with another unit.
     *
     * @param symbol as written by the tool; {@code µ} (U+00B5), {@code μ} (U+03BC) and {@code u} are the same prefix
     */
    public static Unit of(String symbol) {
        String trimmed = symbol.strip();
        if (trimmed.isEmpty()) return new Unit("1", Dimension.COUNT, 1);
        int slash = trimmed.indexOf('/');
        String numerator = plain(slash < 0 ? trimmed : trimmed.substring(0, slash));
        String denominator = slash < 0 ? "" : plain(trimmed.substring(slash + 1));
        if (slash < 0 || PER_OPERATION.contains(denominator)) {
            for (Dimension dimension :
                    new Dimension[] {Dimension.TIME, Dimension.BYTES, Dimension.COUNT, Dimension.RATIO}) {
                Double factor = factors(dimension).get(numerator);
                if (factor != null) return new Unit(trimmed, dimension, factor);
            }
        }
        Double seconds = SECONDS.get(denominator);
        if (seconds != null) {
            Double bytes = BYTES.get(numerator);
            if (bytes != null) return new Unit(trimmed, Dimension.BYTE_RATE, bytes / seconds);
            Double count = COUNTS.get(numerator);
            if (count != null) return new Unit(trimmed, Dimension.RATE, count / seconds);
        }
        return new Unit(trimmed, Dimension.OTHER, 1);
    }

    /** The symbol of the base unit: the dimension's, or this unit's own where the dimension is {@link Dimension#OTHER}. */
    public String baseSymbol() {
        return dimension == Dimension.OTHER ? symbol : dimension.baseSymbol();
    }

    /** The value in base units. */
    public double toBase(double value) {
        return value * factor;
    }

    private static Map<String, Double> factors(Dimension dimension) {
        return switch (dimension) {
            case TIME -> SECONDS;
            case BYTES -> BYTES;
            case COUNT -> COUNTS;
            case RATIO -> RATIOS;
            case RATE, BYTE_RATE, OTHER -> Map.of();
        };
    }

    private static String plain(String symbol) {
        String plain = symbol.strip().replace('\u00b5', 'u').replace('\u03bc', 'u');
        // "S/op" is never siemens in a benchmark, but "b" and "B" differ: fold only time words.
        return SECONDS.containsKey(plain.toLowerCase(Locale.ROOT)) && plain.length() > 1
                ? plain.toLowerCase(Locale.ROOT)
                : plain;
    }
}
