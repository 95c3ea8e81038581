package dev.pawl.gpu.command;

import dev.pawl.model.Dimension;
import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line by which a command reports a figure of its own: {@code METRIC tokens_per_second=1234.5 tokens/s}.
 *
 * @param value in {@code metric.unit()}; not finite where the command printed {@code nan} or {@code inf}
 */
record MetricLine(Metric metric, double value) {

    /** What a line must begin with to be taken for one. */
    static final String KEYWORD = "METRIC ";

    private static final Pattern LINE = Pattern.compile(
            "METRIC\\s+([^\\s=]{1,200})\\s*=\\s*([+-]?(?:\\d[\\d.]*(?:[eE][+-]?\\d+)?|\\.\\d+|nan|inf(?:inity)?))(?:\\s+(\\S{1,40}))?\\s*",
            Pattern.CASE_INSENSITIVE);

    /** Words in names of quantities without a telling unit, of which less is better. */
    private static final Pattern SMALL_IS_GOOD = Pattern.compile(
            "(?:^|[._/-])(?:loss|error|errors|wer|cer|perplexity|ppl|latency|time|memory|fid|rmse|mae|mse)(?:$|[._/-])");

    private static final Pattern LARGE_IS_GOOD = Pattern.compile(
            "(?:^|[._/-])(?:accuracy|acc|throughput|speedup|efficiency|f1|bleu|auc|recall|precision|reward|mfu|hit_rate|per_second|per_sec)(?:$|[._/-])");

    /** The line's figure; empty where the line is none. The unit may be left out. */
    static Optional<MetricLine> of(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) return Optional.empty();
        String name = matcher.group(1);
        double value;
        try {
            value = number(matcher.group(2).toLowerCase(Locale.ROOT));
        } catch (NumberFormatException twoPoints) {
            return Optional.empty();
        }
        return Optional.of(new MetricLine(
                metric(name, Unit.of(matcher.group(3) == null ? "" : matcher.group(3))), value));
    }

    private static double number(String text) {
        if (text.contains("nan")) return Double.NaN;
        if (text.contains("inf")) return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return Double.parseDouble(text);
    }

    /**
     * The direction follows from the unit, and where that tells nothing from the name. Times and rates are what such a command
     * is measured for; of everything else a person decides whether it may stop a merge, so it does not by itself.
     */
    private static Metric metric(String name, Unit unit) {
        Direction direction = Direction.of(unit.dimension());
        // Rates of something that is no unit: tokens/s, episodes/s.
        boolean isRate = unit.dimension() == Dimension.RATE
                || unit.dimension() == Dimension.BYTE_RATE
                || unit.symbol().endsWith("/s");
        if (isRate) direction = Direction.HIGHER_IS_BETTER;
        if (direction == Direction.UNKNOWN) direction = byName(name.toLowerCase(Locale.ROOT));
        Role role = isRate || unit.dimension() == Dimension.TIME
                ? Role.HEADLINE
                : direction == Direction.UNKNOWN ? Role.INFORMATIONAL : Role.SUPPORTING;
        return new Metric(name, unit, direction, role);
    }

    private static Direction byName(String name) {
        if (LARGE_IS_GOOD.matcher(name).find() || name.endsWith("_per_second")) return Direction.HIGHER_IS_BETTER;
        return SMALL_IS_GOOD.matcher(name).find() ? Direction.LOWER_IS_BETTER : Direction.UNKNOWN;
    }
}
