package dev.pawl.parser;

import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Samples;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * What is computed from samples where a file gives only the samples.
 *
 * @param stddev with n − 1 in the denominator; 0 for a single value
 */
record SampleSummary(int count, double mean, double stddev, double median, double min, double max) {

    /**
     * @param values finite; at least one
     */
    static SampleSummary of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        // Dividing first keeps the mean of the largest doubles finite.
        double mean = 0;
        for (double value : sorted) mean += value / count;
        double squares = 0;
        for (double value : sorted) squares += (value - mean) * (value - mean);
        double stddev = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
        double below = sorted[(count - 1) / 2];
        double median = below + (sorted[count / 2] - below) / 2;
        return new SampleSummary(count, mean, stddev, median, sorted[0], sorted[count - 1]);
    }

    /** What samples alone say of a metric: the median, with mean, smallest and largest beside it. */
    static Measurement measurement(Metric metric, Samples samples) {
        SampleSummary summary = of(samples.values());
        TreeMap<String, Double> figures = new TreeMap<>();
        figures.put("mean", summary.mean());
        figures.put("min", summary.min());
        figures.put("max", summary.max());
        Double stddev = summary.count() < 2 ? null : summary.stddev();
        return new Measurement(metric, summary.median(), null, null, stddev, null, summary.count(), samples, figures);
    }
}
