package dev.pawl.benchmarks;

import dev.pawl.parser.ResultSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Result files as the tools write them, from a seed: the same seed gives the same bytes on every machine, so that a figure of
 * today can be compared with one of last year.
 */
final class GeneratedFiles {

    private final Random random;

    GeneratedFiles(long seed) {
        this.random = new Random(seed);
    }

    /** What {@code pytest --benchmark-json} writes, with the samples in {@code data}. */
    byte[] pytest(int benchmarks, int samples) {
        StringBuilder json = new StringBuilder(benchmarks * (samples * 24 + 1200));
        json.append("{\n    \"machine_info\": {\"python_version\": \"3.11.2\", \"system\": \"Linux\"},\n");
        json.append("    \"benchmarks\": [\n");
        for (int i = 0; i < benchmarks; i++) {
            double[] data = values(1e-6 * (1 + i % 50), samples);
            json.append(i == 0 ? "" : ",\n")
                    .append("        {\n            \"group\": null,\n            \"name\": \"test_")
                    .append(i)
                    .append("\",\n            \"fullname\": \"tests/test_speed.py::test_")
                    .append(i)
                    .append("\",\n            \"params\": null,\n            \"stats\": {\n");
            for (String figure : List.of("min", "max", "mean", "stddev", "median", "iqr", "q1", "q3")) {
                json.append("                \"")
                        .append(figure)
                        .append("\": ")
                        .append(data[0])
                        .append(",\n");
            }
            json.append("                \"rounds\": ").append(samples).append(",\n                \"data\": [\n");
            appendNumbers(json, data, "                    ");
            json.append("\n                ]\n            }\n        }");
        }
        return bytes(
                json.append("\n    ],\n    \"datetime\": \"2026-01-01T00:00:00\",\n    \"version\": \"5.1.0\"\n}\n"));
    }

    /** What JMH writes with {@code -rf json}: forks of iterations in {@code rawData}. */
    byte[] jmh(int benchmarks, int forks, int iterations) {
        StringBuilder json = new StringBuilder(benchmarks * (forks * iterations * 40 + 1500)).append("[\n");
        for (int i = 0; i < benchmarks; i++) {
            double[] first = values(100 * (1 + i % 50), iterations);
            json.append(i == 0 ? "" : ",\n")
                    .append("    {\n        \"jmhVersion\" : \"1.37\",\n        \"benchmark\" : \"org.example.Suite")
                    .append(i / 10)
                    .append(".method")
                    .append(i)
                    .append("\",\n        \"mode\" : \"avgt\",\n        \"threads\" : 1,\n        \"forks\" : ")
                    .append(forks)
                    .append(",\n        \"jvmArgs\" : [\n        ],\n        \"jdkVersion\" : \"17.0.15\",\n")
                    .append("        \"measurementIterations\" : ")
                    .append(iterations)
                    .append(",\n        \"params\" : {\n            \"size\" : \"")
                    .append(1 << i % 20)
                    .append("\"\n        },\n        \"primaryMetric\" : {\n            \"score\" : ")
                    .append(first[0])
                    .append(",\n            \"scoreError\" : ")
                    .append(first[0] / 100)
                    .append(",\n            \"scoreConfidence\" : [\n                ")
                    .append(first[0] * 0.99)
                    .append(",\n                ")
                    .append(first[0] * 1.01)
                    .append("\n            ],\n            \"scorePercentiles\" : {\n                \"0.0\" : ")
                    .append(first[0])
                    .append(",\n                \"100.0\" : ")
                    .append(first[0])
                    .append("\n            },\n            \"scoreUnit\" : \"ns/op\",\n            \"rawData\" : [\n");
            for (int fork = 0; fork < forks; fork++) {
                json.append(fork == 0 ? "" : ",\n").append("                [\n");
                appendNumbers(json, fork == 0 ? first : values(first[0], iterations), "                    ");
                json.append("\n                ]");
            }
            json.append("\n            ]\n        },\n        \"secondaryMetrics\" : {\n        }\n    }");
        }
        return bytes(json.append("\n]\n"));
    }

    /** A {@code target/criterion} directory: the three files of each benchmark that Pawl reads. */
    List<ResultSource> criterion(int benchmarks, int samples) {
        List<ResultSource> files = new ArrayList<>(3 * benchmarks);
        for (int i = 0; i < benchmarks; i++) {
            String directory = "target/criterion/bench_" + i + "/new/";
            double[] times = values(1e5, samples);
            StringBuilder iterations = new StringBuilder();
            StringBuilder totals = new StringBuilder();
            for (int sample = 0; sample < samples; sample++) {
                String separator = sample == 0 ? "" : ",";
                iterations.append(separator).append(10.0 * (sample + 1));
                totals.append(separator).append(times[sample] * 10 * (sample + 1));
            }
            files.add(file(
                    directory + "benchmark.json",
                    "{\"group_id\":\"bench_" + i
                            + "\",\"function_id\":null,\"value_str\":null,\"throughput\":null,\"full_id\":\"bench_" + i
                            + "\",\"directory_name\":\"bench_" + i + "\",\"title\":\"bench_" + i + "\"}"));
            files.add(file(
                    directory + "sample.json",
                    "{\"sampling_mode\":\"Linear\",\"iters\":[" + iterations + "],\"times\":[" + totals + "]}"));
            StringBuilder estimates = new StringBuilder("{");
            for (String estimate : List.of("mean", "median", "median_abs_dev", "slope", "std_dev")) {
                estimates
                        .append(estimates.length() == 1 ? "" : ",")
                        .append('"')
                        .append(estimate)
                        .append("\":{\"confidence_interval\":{\"confidence_level\":0.95,\"lower_bound\":")
                        .append(times[0] * 0.99)
                        .append(",\"upper_bound\":")
                        .append(times[0] * 1.01)
                        .append("},\"point_estimate\":")
                        .append(times[0])
                        .append(",\"standard_error\":")
                        .append(times[0] / 1000)
                        .append('}');
            }
            files.add(file(directory + "estimates.json", estimates.append('}').toString()));
        }
        return files;
    }

    /** What {@code cargo bench} prints with libtest. */
    byte[] libtest(int benchmarks) {
        StringBuilder text = new StringBuilder("\nrunning ").append(benchmarks).append(" tests\n");
        for (int i = 0; i < benchmarks; i++) {
            int nanoseconds = 1000 + random.nextInt(9000);
            text.append("test module_")
                    .append(i % 30)
                    .append("::bench_")
                    .append(i)
                    .append(" ... bench: ")
                    .append(nanoseconds / 1000)
                    .append(',')
                    .append(Integer.toString(1000 + nanoseconds % 1000), 1, 4)
                    .append(".25 ns/iter (+/- ")
                    .append(nanoseconds % 100)
                    .append(")\n");
        }
        return bytes(text.append("\ntest result: ok. 0 passed; 0 failed; 0 ignored; ")
                .append(benchmarks)
                .append(" measured; 0 filtered out; finished in 1.00s\n"));
    }

    private double[] values(double centre, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = centre * Math.exp(0.02 * random.nextGaussian());
        return values;
    }

    private static void appendNumbers(StringBuilder json, double[] values, String indent) {
        for (int i = 0; i < values.length; i++) {
            json.append(i == 0 ? "" : ",\n").append(indent).append(values[i]);
        }
    }

    private static ResultSource file(String name, String content) {
        return ResultSource.ofBytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
