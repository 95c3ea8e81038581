package dev.pawl.parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code sample.json} of Criterion tells.
 *
 * @param perIteration nanoseconds per iteration, sample by sample
 * @param total nanoseconds that all samples took together
 */
record CriterionSample(double[] perIteration, double total) {

    /**
     * @throws ParseException if the file does not hold samples, or is broken
     */
    static CriterionSample read(ResultSource source) {
        return JsonInput.read(source, json -> {
            Map<String, double[]> arrays = new HashMap<>();
            if (json.isArray()) {
                // Criterion 0.3.0: [[iterations of each sample], [times of each sample]].
                List<double[]> both = new ArrayList<>();
                json.array(() -> both.add(json.numbers()));
                if (both.size() == 2) {
                    arrays.put("iters", both.get(0));
                    arrays.put("times", both.get(1));
                }
            } else {
                json.object(key -> {
                    if (key.equals("iters") || key.equals("times")) arrays.put(key, json.numbers());
                });
            }
            double[] iters = arrays.get("iters");
            double[] times = arrays.get("times");
            if (iters == null || times == null || iters.length != times.length)
                throw json.refuse("must have as many 'times' as 'iters'; is it the file that Criterion wrote?");
            return of(json, iters, times);
        });
    }

    /** Times are those of all iterations of a sample together. */
    private static CriterionSample of(JsonInput json, double[] iters, double[] times) {
        double[] perIteration = new double[times.length];
        double total = 0;
        for (int at = 0; at < times.length; at++) {
            if (!(iters[at] > 0))
                throw json.refuse("sample " + at + " has " + iters[at] + " iterations; there must be at least one");
            perIteration[at] = times[at] / iters[at];
            total += times[at];
        }
        return new CriterionSample(perIteration, total);
    }
}
