package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Dimension;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code nvbandwidth -j} writes: for each test case a matrix over pairs of CPUs and GPUs.
 *
 * <p>A test case is one benchmark: its value is the mean of the matrix, beside it the worst pair, because one bad link among
 * sixty-four hardly moves the mean. Cells are not samples: each is another pair. The unit stands only in the description, in
 * brackets. Source: NVIDIA/nvbandwidth, json_output.cpp.
 */
final class NvbandwidthParser implements Parser {

    private static final Pattern UNIT = Pattern.compile("\\(([^()]{1,20})\\)\\s*+$");

    private static final String ABSENT = "N/A";

    private static final int LONGEST_TEXT = 1 << 16;

    /** {@code 0: NVIDIA H100 80GB HBM3 (00000000:0f:00): (host)} in newer versions; the host's name is nobody's business. */
    private static final Pattern DEVICE = Pattern.compile("\\d+: (.+) \\([0-9a-f:]+\\)(?:: \\(.*\\))?");

    @Override
    public boolean recognises(FileHead head) {
        return head.keys().contains("nvbandwidth");
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return JsonInput.read(source, NvbandwidthParser::readFile);
    }

    private static ResultFile readFile(JsonInput json) throws IOException {
        TreeMap<String, String> facts = new TreeMap<>();
        TreeSet<String> devices = new TreeSet<>();
        List<String> warnings = new ArrayList<>();
        // A test case that failed is written twice: as running, and then with what became of it. The last one counts.
        Map<String, TestCase> cases = new LinkedHashMap<>();
        json.object(root -> {
            if (!root.equals("nvbandwidth")) return;
            json.object(key -> {
                switch (key) {
                    case "CUDA Runtime Version" -> facts.put("cuda", version(json.count(1_000_000)));
                    case "Driver Version" -> facts.put("gpuDriver", json.string(LONGEST_TEXT));
                    case "GPU Device list" ->
                        json.array(() -> {
                            Matcher device = DEVICE.matcher(json.string(LONGEST_TEXT));
                            if (device.matches()) devices.add(device.group(1));
                        });
                    case "version" -> facts.put("nvbandwidth", json.string(LONGEST_TEXT));
                    case "error", "warning" ->
                        warnings.add("nvbandwidth says: "
                                + Excerpt.of(json.string(LONGEST_TEXT).strip(), Excerpt.LONGEST));
                    case "testcases" ->
                        json.array(() -> {
                            TestCase read = TestCase.read(json);
                            cases.put(read.name, read);
                        });
                    default -> {}
                }
            });
        });
        if (!devices.isEmpty()) facts.put("gpu", String.join(", ", devices));
        List<BenchmarkResult> results = new ArrayList<>();
        for (TestCase test : cases.values()) {
            if (test.status.equals("Passed")) results.add(test.result());
            else if (!test.status.equals("Waived"))
                warnings.add("'" + test.name + "' has no result: its status is " + test.status);
        }
        if (results.isEmpty())
            throw json.refuse("holds no test case that passed"
                    + (warnings.isEmpty() ? "; all of them were waived, or none was run" : "; " + warnings.get(0)));
        return new ResultFile("nvbandwidth", "", new Environment(facts), results, warnings);
    }

    /** CUDA writes 12.7 as 12070. */
    private static String version(long number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    /** The members of a test case as they come, in any order. */
    private static final class TestCase {
        private final String where;
        private String name = "";
        private String status = "";
        private String description = "";
        private final DoubleList cells = new DoubleList();
        private @Nullable Double sum;

        private TestCase(String where) {
            this.where = where;
        }

        static TestCase read(JsonInput json) throws IOException {
            TestCase test = new TestCase(json.where());
            json.object(key -> {
                switch (key) {
                    case "name" -> test.name = json.string(LONGEST_TEXT);
                    case "status" -> test.status = json.string(LONGEST_TEXT);
                    case "bandwidth_description" -> test.description = json.string(LONGEST_TEXT);
                    case "sum" -> test.sum = json.number();
                    case "bandwidth_matrix" ->
                        json.array(() -> {
                            // A row without a single pair is null.
                            if (!json.isNull()) json.array(() -> test.add(json));
                        });
                    default -> {}
                }
            });
            if (test.name.isBlank()) throw new ParseException(test.where, "has no 'name'");
            return test;
        }

        private void add(JsonInput json) throws IOException {
            String cell = json.string(100).strip();
            if (cell.equals(ABSENT)) return;
            double value;
            try {
                value = Double.parseDouble(cell);
            } catch (NumberFormatException e) {
                throw new ParseException(json.where(), "must be a number or " + ABSENT + ", is '" + cell + "'", e);
            }
            if (!Double.isFinite(value))
                throw json.refuse("is not finite (" + cell + "), so it is no result; run nvbandwidth again");
            cells.add(value);
        }

        BenchmarkResult result() {
            double[] values = cells.toArray();
            if (values.length == 0) throw new ParseException(where, "passed, and its 'bandwidth_matrix' has no number");
            Matcher matcher = UNIT.matcher(description);
            if (!matcher.find())
                throw new ParseException(where, "names no unit in brackets at the end of 'bandwidth_description'");
            Unit unit = Unit.of(matcher.group(1));
            String quantity = unit.dimension() == Dimension.TIME ? "latency" : "bandwidth";
            SampleSummary summary = SampleSummary.of(values);
            // The sum has all digits, the cells have six.
            Double total = sum;
            double mean = total == null ? summary.mean() : total / values.length;
            Metric metric = Metric.headline(quantity, unit);
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(new Measurement(
                    metric,
                    mean,
                    null,
                    null,
                    null,
                    null,
                    0,
                    Samples.NONE,
                    new TreeMap<>(Map.of("min", summary.min(), "max", summary.max()))));
            if (values.length > 1)
                measurements.add(Measurement.of(
                        new Metric(quantity + ".worst", unit, metric.direction(), Role.SUPPORTING),
                        unit.dimension() == Dimension.TIME ? summary.max() : summary.min()));
            return new BenchmarkResult(Benchmark.named(name), measurements);
        }
    }
}
