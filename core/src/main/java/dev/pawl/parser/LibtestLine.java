package dev.pawl.parser;

import dev.pawl.model.Measurement;
import dev.pawl.model.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one benchmark as libtest prints them: {@code bench: 1,234.56 ns/iter (+/- 7.89) = 459 MB/s}.
 *
 * @param start where in the line {@code bench:} begins
 * @param value median time
 * @param unit of value and deviation, such as {@code ns/iter}
 * @param deviation largest minus smallest sample; where Criterion prints the line, the standard deviation
 * @param rate throughput, where the benchmark says how many bytes it handles
 * @param rateUnit always {@code MB/s}, empty without a rate
 * @param isWhole whether value and deviation have no decimals, as libtest before Rust 1.78 and Criterion print them
 */
record LibtestLine(
        int start,
        double value,
        String unit,
        double deviation,
        @Nullable Double rate,
        String rateUnit,
        boolean isWhole) {

    private static final Pattern FIGURES = Pattern.compile("bench:\\s++([0-9][0-9,.]*+) ([^\\s/]++/iter)"
            + " \\(\\+/- ([0-9][0-9,.]*+)\\)(?: = ([0-9][0-9,.]*+) ([^\\s/]++/s))?");

    private static final Pattern GROUPED =
            Pattern.compile("\\d++(?:\\.\\d++)?|\\d++(?:,\\d{3})*,(?:\\d{3}|1000)(?:\\.\\d++)?");

    /** The figures in the line, or {@code null} if there are none; numbers that cannot be read count as none. */
    static @Nullable LibtestLine find(String line) {
        Matcher figures = FIGURES.matcher(line);
        if (!figures.find()) return null;
        Double value = number(figures.group(1));
        Double deviation = number(figures.group(3));
        if (value == null || deviation == null) return null;
        Double rate = figures.group(4) == null ? null : number(figures.group(4));
        if (figures.group(4) != null && rate == null) return null;
        return new LibtestLine(
                figures.start(),
                value,
                figures.group(2),
                deviation,
                rate,
                rate == null ? "" : figures.group(5),
                figures.group(1).indexOf('.') < 0);
    }

    /**
     * The number that libtest means by a text with thousands separators.
     *
     * <p>It rounds the last group alone (library/test/src/bench.rs, {@code fmt_thousands_sep}), so that 1,999.997 comes out as
     * {@code 1,1000.00}: a last group of 1000 is carried into the one before it.
     *
     * @return {@code null} if the text is no such number
     */
    static @Nullable Double number(String text) {
        if (!GROUPED.matcher(text).matches()) return null;
        int lastComma = text.lastIndexOf(',');
        double thousands = lastComma < 0
                ? 0
                : Double.parseDouble(text.substring(0, lastComma).replace(",", ""));
        // Decimal digits are read together with the rest of the number: adding the groups as doubles would round twice.
        String last = text.substring(lastComma + 1);
        double number = last.startsWith("1000") && last.length() > 3 && lastComma >= 0
                ? thousands * 1000 + Double.parseDouble(last)
                : Double.parseDouble(text.replace(",", ""));
        return Double.isFinite(number) ? number : null;
    }

    /**
     * @param deviationIsStddev whether Criterion printed the line
     */
    List<Measurement> measurements(boolean deviationIsStddev) {
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                CargoMetric.time(unit),
                value,
                null,
                null,
                deviationIsStddev ? deviation : null,
                deviationIsStddev ? null : deviation,
                0,
                Samples.NONE,
                new TreeMap<>()));
        if (rate != null) measurements.add(Measurement.of(CargoMetric.throughput(rateUnit), rate));
        return measurements;
    }
}
