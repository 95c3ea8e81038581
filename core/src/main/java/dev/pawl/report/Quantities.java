package dev.pawl.report;

import dev.pawl.model.Metric;
import dev.pawl.model.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Words numbers for people: four significant digits, a prefix that fits, the same everywhere whatever the locale.
 */
public final class Quantities {

    /** Stands for a number that is not there. */
    static final String ABSENT = "–";

    private static final int DIGITS = 4;
    private static final Scale[] TIMES = {
        new Scale("s", 1), new Scale("ms", 1e-3), new Scale("µs", 1e-6), new Scale("ns", 1e-9), new Scale("ps", 1e-12)
    };
    private static final Scale[] SIZES = {
        new Scale("GiB", 0x1p30), new Scale("MiB", 0x1p20), new Scale("KiB", 0x1p10), new Scale("B", 1)
    };
    private static final Scale[] BYTE_RATES = {
        new Scale("GB/s", 1e9), new Scale("MB/s", 1e6), new Scale("kB/s", 1e3), new Scale("B/s", 1)
    };
    private static final Scale[] RATES = {
        new Scale("G/s", 1e9), new Scale("M/s", 1e6), new Scale("k/s", 1e3), new Scale("/s", 1)
    };

    private Quantities() {}

    private record Scale(String symbol, double factor) {}

    /**
     * A value in base units with a unit that suits it: {@code 1.234 ms}.
     */
    public static String value(@Nullable Double base, Metric metric) {
        if (base == null) return ABSENT;
        Unit unit = metric.unit();
        return switch (unit.dimension()) {
            case TIME -> scaled(base, TIMES);
            case BYTES -> scaled(base, SIZES);
            case BYTE_RATE -> scaled(base, BYTE_RATES);
            case RATE -> scaled(base, RATES);
            case COUNT -> number(base);
            case RATIO -> number(base * 100) + " %";
            case OTHER -> number(base) + " " + unit.symbol();
        };
    }

    /** A value without zeros at the end of its fraction: {@code 1.2 ms}. */
    static String shortest(@Nullable Double base, Metric metric) {
        return value(base, metric).replaceFirst("(\\.\\d*?)0+(?=\\D|$)", "$1").replaceFirst("\\.(?=\\D|$)", "");
    }

    /** A relative change with its sign: {@code +7.3 %}; U+2212 stands for minus so that it is as wide as plus. */
    public static String change(@Nullable Double fraction) {
        if (fraction == null || !Double.isFinite(fraction)) return ABSENT;
        String percent = percent(Math.abs(fraction));
        if (percent.equals("0.0 %")) return "±0.0 %";
        return (fraction < 0 ? "−" : "+") + percent;
    }

    /** A fraction as percent without a sign: {@code 2.7 %}; two digits after the point below one tenth of a percent. */
    public static String percent(@Nullable Double fraction) {
        if (fraction == null || !Double.isFinite(fraction)) return ABSENT;
        double percent = fraction * 100;
        if (percent != 0 && Math.abs(percent) < 0.095) return fixed(percent, 2) + " %";
        return fixed(percent, Math.abs(percent) < 999.95 ? 1 : 0) + " %";
    }

    /** A number with so many digits after the point. A formatter would load the locale's texts first, which takes a while. */
    static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    private static String scaled(double base, Scale[] scales) {
        double magnitude = Math.abs(base);
        if (magnitude == 0) return "0 " + baseOf(scales).symbol;
        // A value that would round up to the next unit's 1 belongs there: 999.99 µs is 1 ms.
        double rounded = new BigDecimal(magnitude)
                .round(new MathContext(DIGITS, RoundingMode.HALF_UP))
                .doubleValue();
        for (Scale scale : scales) {
            if (rounded >= scale.factor) return digits(base / scale.factor) + " " + scale.symbol;
        }
        Scale smallest = scales[scales.length - 1];
        return digits(base / smallest.factor) + " " + smallest.symbol;
    }

    private static Scale baseOf(Scale[] scales) {
        for (Scale scale : scales) if (scale.factor == 1) return scale;
        throw new AssertionError("every scale holds its base unit");
    }

    private static String number(double value) {
        // Whole numbers are counts: show every digit of them.
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return isWhole ? new BigDecimal(value).toPlainString() : digits(value);
    }

    private static String digits(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e15 || magnitude < 1e-4) return String.format(Locale.ROOT, "%.3e", value);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
        int beforePoint = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, DIGITS - Math.max(1, beforePoint)), RoundingMode.HALF_UP)
                .toPlainString();
    }
}
