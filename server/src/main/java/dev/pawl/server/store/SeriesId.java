package dev.pawl.server.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names a series in addresses: the ids of benchmark, metric and testbed, {@code 17-2-1}. */
public record SeriesId(long benchmarkId, long metricId, long testbedId) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");

    /** Empty if the text is no id of a series. */
    public static Optional<SeriesId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        return Optional.of(new SeriesId(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
    }

    @Override
    public String toString() {
        return benchmarkId + "-" + metricId + "-" + testbedId;
    }
}
