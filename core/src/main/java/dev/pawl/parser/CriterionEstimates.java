package dev.pawl.parser;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code estimates.json} of Criterion tells, in nanoseconds.
 *
 * <p>Versions up to 0.3.3 write the keys in CamelCase ({@code Mean}, {@code MedianAbsDev}). The slope is missing or null where
 * every sample had as many iterations (flat sampling).
 */
record CriterionEstimates(
        Estimate typical,
        @Nullable Estimate mean,
        @Nullable Estimate median,
        @Nullable Estimate medianAbsDev,
        @Nullable Estimate stddev) {

    /**
     * @param lower lower bound of the confidence interval, {@code null} where Criterion could not tell
     * @param upper upper bound, likewise
     */
    record Estimate(
            double value, @Nullable Double lower, @Nullable Double upper) {}

    /** Keys by their letters alone, which are the same in both spellings. */
    private static final Map<String, String> KEYS = Map.of(
            "mean", "mean",
            "median", "median",
            "median_abs_dev", "medianabsdev",
            "slope", "slope",
            "std_dev", "stddev",
            "Mean", "mean",
            "Median", "median",
            "MedianAbsDev", "medianabsdev",
            "Slope", "slope",
            "StdDev", "stddev");

    /**
     * @throws ParseException if the file does not hold estimates, or is broken
     */
    static CriterionEstimates read(ResultSource source) {
        return JsonInput.read(source, json -> {
            Map<String, Estimate> estimates = new HashMap<>();
            json.object(key -> {
                String letters = KEYS.get(key);
                if (letters == null || json.isNull()) return;
                boolean isCentre = letters.equals("slope") || letters.equals("mean");
                Estimate estimate = estimate(json, isCentre);
                if (estimate != null) estimates.put(letters, estimate);
            });
            Estimate slope = estimates.get("slope");
            Estimate typical = slope == null ? estimates.get("mean") : slope;
            if (typical == null)
                throw json.refuse("has neither a slope nor a mean; is it the file that Criterion wrote?");
            return new CriterionEstimates(
                    typical,
                    estimates.get("mean"),
                    estimates.get("median"),
                    estimates.get("medianabsdev"),
                    estimates.get("stddev"));
        });
    }

    /**
     * @param isCentre whether it can become the result; then a value that is missing or not finite refuses the file
     */
    private static @Nullable Estimate estimate(JsonInput json, boolean isCentre) throws IOException {
        Map<String, Double> figures = new HashMap<>();
        json.object(key -> {
            switch (key) {
                case "point_estimate" -> {
                    Double value = isCentre ? (Double) json.number() : json.numberOrNull();
                    if (value != null) figures.put(key, value);
                }
                case "confidence_interval" ->
                    json.object(bound -> {
                        boolean isBound = bound.equals("lower_bound") || bound.equals("upper_bound");
                        Double value = isBound ? json.numberOrNull() : null;
                        if (value != null) figures.put(bound, value);
                    });
                default -> {}
            }
        });
        Double value = figures.get("point_estimate");
        if (value == null && isCentre) throw json.refuse("has no point_estimate");
        return value == null ? null : new Estimate(value, figures.get("lower_bound"), figures.get("upper_bound"));
    }
}
