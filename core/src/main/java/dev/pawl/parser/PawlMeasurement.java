package dev.pawl.parser;

import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A measurement in Pawl's own JSON with its place. Numbers under keys that Pawl does not know are kept as statistics.
 */
record PawlMeasurement(String where, Measurement measurement) {

    private static final int LONGEST_TEXT = 1 << 16;

    private static final long MOST_SAMPLES = 1L << 53;

    /** What is a control is said by settings. */
    private static final Role[] ROLES = {Role.HEADLINE, Role.SUPPORTING, Role.INFORMATIONAL};

    static PawlMeasurement read(JsonInput json, List<String> warnings) throws IOException {
        Members members = new Members();
        String where = json.where();
        json.object(key -> {
            switch (key) {
                case "metric" -> members.metric = json.string(LONGEST_TEXT);
                case "unit" -> members.unit = json.stringOrNull(LONGEST_TEXT);
                case "direction" -> members.direction = json.isNull() ? null : oneOf(json, Direction.values());
                case "role" -> members.role = json.isNull() ? Role.HEADLINE : oneOf(json, ROLES);
                case "value" -> members.value = json.isNull() ? null : Double.valueOf(json.number());
                case "lower" -> members.lower = json.numberOrNull();
                case "upper" -> members.upper = json.numberOrNull();
                case "stddev" -> members.stddev = json.numberOrNull();
                case "range" -> members.range = json.numberOrNull();
                case "sampleCount" -> members.sampleCount = json.isNull() ? -1 : json.count(MOST_SAMPLES);
                case "samples" -> members.samples = json.isNull() ? members.samples : json.numbers();
                case "groups" -> members.groups = json.isNull() ? members.groups : json.numbers();
                default -> {
                    if (json.isNumber()) {
                        Double figure = json.numberOrNull();
                        if (figure != null) members.statistics.put(key, figure);
                    }
                }
            }
        });
        return new PawlMeasurement(where, members.measurement(where, warnings));
    }

    /** {@code lower_is_better} for {@code LOWER_IS_BETTER}. */
    @SafeVarargs
    private static <E extends Enum<E>> E oneOf(JsonInput json, E... known) throws IOException {
        String text = json.string(LONGEST_TEXT);
        for (E constant : known) {
            if (constant.name().equalsIgnoreCase(text)) return constant;
        }
        throw json.refuse("is " + Excerpt.quote(text) + "; known are "
                + Arrays.stream(known)
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    /** The members as they come, in any order. */
    private static final class Members {
        private @Nullable String metric;
        private @Nullable String unit;
        private @Nullable Direction direction;
        private Role role = Role.HEADLINE;
        private @Nullable Double value;
        private @Nullable Double lower;
        private @Nullable Double upper;
        private @Nullable Double stddev;
        private @Nullable Double range;
        private long sampleCount = -1;
        private double[] samples = {};
        private double @Nullable [] groups;
        private final TreeMap<String, Double> statistics = new TreeMap<>();

        Measurement measurement(String where, List<String> warnings) {
            if (metric == null) throw new ParseException(where, "has no 'metric', such as time or throughput");
            if (value == null && samples.length == 0)
                throw new ParseException(where, "has neither 'value' nor 'samples'");
            try {
                Unit seen = Unit.of(unit(metric, warnings));
                return new Measurement(
                        new Metric(metric, seen, direction == null ? Direction.of(seen.dimension()) : direction, role),
                        value == null ? SampleSummary.of(samples).median() : value,
                        lower,
                        upper,
                        stddev,
                        range,
                        sampleCount < 0 ? samples.length : sampleCount,
                        grouped(where),
                        statistics);
            } catch (IllegalArgumentException e) {
                throw new ParseException(where, String.valueOf(e.getMessage()), e);
            }
        }

        private String unit(String name, List<String> warnings) {
            if (unit != null) return unit;
            String assumed = switch (name) {
                case "time" -> "s";
                case "throughput" -> "1/s";
                default -> "";
            };
            if (!assumed.isEmpty())
                warnings.add("The unit of " + name + " is not given; it is read as " + assumed + ".");
            return assumed;
        }

        private Samples grouped(String where) {
            if (groups == null) return Samples.of(samples);
            List<double[]> bySize = new ArrayList<>();
            int from = 0;
            for (double size : groups) {
                if (!(size >= 0) || size != Math.rint(size) || size > samples.length - from)
                    throw new ParseException(where + "/groups", "must be sizes that add up to the number of samples");
                bySize.add(Arrays.copyOfRange(samples, from, from + (int) size));
                from += (int) size;
            }
            if (from != samples.length)
                throw new ParseException(where + "/groups", "must be sizes that add up to the number of samples");
            return Samples.ofGroups(bySize);
        }
    }
}
