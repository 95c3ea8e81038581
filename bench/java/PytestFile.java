import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A result file as pytest-benchmark writes it, from a seed: the same seed gives the same bytes on every machine. */
final class PytestFile {

    private PytestFile() {}

    /**
     * @param samples how many values each benchmark has in {@code data}; 0 leaves it out, as autosave does
     */
    static byte[] of(long seed, int benchmarks, int samples) {
        return of(seed, benchmarks, samples, 0);
    }

    /**
     * @param slow how many of the benchmarks take half as long again
     */
    static byte[] of(long seed, int benchmarks, int samples, int slow) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder(benchmarks * (samples * 24 + 1200));
        json.append("{\n    \"machine_info\": {\"python_version\": \"3.11.2\", \"system\": \"Linux\"},\n");
        json.append("    \"benchmarks\": [\n");
        for (int i = 0; i < benchmarks; i++) {
            double level = 1e-6 * (1 + i % 50) * (i < slow ? 1.5 : 1) * Math.exp(0.02 * random.nextGaussian());
            json.append(i == 0 ? "" : ",\n").append("        {\n            \"group\": null,\n            \"name\": \"test_")
                    .append(i).append("\",\n            \"fullname\": \"tests/test_speed.py::test_").append(i)
                    .append("\",\n            \"params\": null,\n            \"stats\": {\n");
            for (String figure : new String[] {"min", "max", "mean", "stddev", "median", "iqr", "q1", "q3"}) {
                double value = figure.equals("stddev") || figure.equals("iqr") ? level / 50 : level;
                json.append("                \"").append(figure).append("\": ").append(value).append(",\n");
            }
            json.append("                \"rounds\": ").append(Math.max(samples, 100));
            if (samples > 0) {
                json.append(",\n                \"data\": [\n");
                for (int sample = 0; sample < samples; sample++) {
                    json.append(sample == 0 ? "" : ",\n").append("                    ")
                            .append(level * Math.exp(0.02 * random.nextGaussian()));
                }
                json.append("\n                ]");
            }
            json.append("\n            }\n        }");
        }
        json.append("\n    ],\n    \"datetime\": \"2026-01-01T00:00:00\",\n    \"version\": \"5.1.0\"\n}\n");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
