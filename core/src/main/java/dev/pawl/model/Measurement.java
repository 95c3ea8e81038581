package dev.pawl.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run says about one benchmark and metric. All values are in {@code metric.unit()} until {@link #inBaseUnits()}.
 *
 * @param value the centre that the tool or the parser chose (median, slope, score); finite
 * @param lower lower bound of the tool's confidence interval, if it gives one
 * @param upper upper bound, likewise
 * @param stddev standard deviation of the samples, if known; never a range
 * @param range largest minus smallest sample, where the tool gives only that (libtest)
 * @param sampleCount how many samples are behind the value; 0 if the tool does not say
 * @param samples the raw values, or {@link Samples#NONE}
 * @param statistics further figures that the tool reported of the same samples, by name ({@code mean}, {@code min},
 *     {@code p99}); kept for display, never judged; non-finite ones are dropped
 */
public record Measurement(
        Metric metric,
        double value,
        @Nullable Double lower,
        @Nullable Double upper,
        @Nullable Double stddev,
        @Nullable Double range,
        long sampleCount,
        Samples samples,
        SortedMap<String, Double> statistics) {

    public Measurement {
        if (!Double.isFinite(value))
            throw new IllegalArgumentException("the value of " + metric.name() + " is not finite: " + value);
        lower = finiteOrNull(lower);
        upper = finiteOrNull(upper);
        stddev = finiteOrNull(stddev);
        range = finiteOrNull(range);
        if (sampleCount < 0)
            throw new IllegalArgumentException("the sample count of " + metric.name() + " is negative: " + sampleCount);
        TreeMap<String, Double> finite = new TreeMap<>();
        for (Map.Entry<String, Double> figure : statistics.entrySet())
            if (Double.isFinite(figure.getValue())) finite.put(figure.getKey(), figure.getValue());
        statistics = Collections.unmodifiableSortedMap(finite);
    }

    /** A bare value, nothing known of its spread. */
    public static Measurement of(Metric metric, double value) {
        return new Measurement(metric, value, null, null, null, null, 0, Samples.NONE, new TreeMap<>());
    }

    /**
     * The same measurement in base units. The metric keeps the unit it was reported in, for display.
     */
    public Measurement inBaseUnits() {
        double factor = metric.unit().factor();
        if (factor == 1) return this;
        TreeMap<String, Double> scaledStatistics = new TreeMap<>();
        for (Map.Entry<String, Double> figure : statistics.entrySet()) {
            scaledStatistics.put(figure.getKey(), figure.getValue() * factor);
        }
        return new Measurement(
                metric,
                value * factor,
                scaled(lower, factor),
                scaled(upper, factor),
                scaled(stddev, factor),
                scaled(range, factor),
                sampleCount,
                samples.times(factor),
                scaledStatistics);
    }

    /** A non-finite error bar means that the tool could not tell. */
    private static @Nullable Double finiteOrNull(@Nullable Double bar) {
        return bar == null || !Double.isFinite(bar) ? null : bar;
    }

    private static @Nullable Double scaled(@Nullable Double bar, double factor) {
        return bar == null ? null : bar * factor;
    }
}
