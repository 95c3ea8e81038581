package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
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
import org.jspecify.annotations.Nullable;

/**
 * hyperfine's JSON: what {@code --export-json} writes, of any version.
 *
 * <p>The name is the command, or what {@code --command-name} says; with its parameters it is the identity. All times are seconds
 * of wall time for one run of the command, with the shell's own time taken off. The value is the median. Source:
 * sharkdp/hyperfine, src/benchmark/benchmark_result.rs.
 */
final class HyperfineParser implements Parser {

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));

    /** CPU time of the command and its children: means only, so that nothing is known of their spread. */
    private static final Metric USER =
            new Metric("time.user", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);

    private static final Metric SYSTEM =
            new Metric("time.system", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL);

    private static final Metric MEMORY =
            new Metric("memory.peak", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING);

    private static final int LONGEST_TEXT = 1 << 16;

    @Override
    public boolean recognises(FileHead head) {
        return head.keys().contains("results/command");
    }

    @Override
    public ResultFile parse(ResultSource source) {
        // No lambda, see JsonInput.firstKey.
        return JsonInput.read(source, new JsonInput.Reading<>() {
            @Override
            public ResultFile read(JsonInput json) throws IOException {
                return readFile(json);
            }
        });
    }

    private static ResultFile readFile(JsonInput json) throws IOException {
        List<BenchmarkResult> results = new ArrayList<>();
        Warnings warnings = new Warnings();
        boolean isListed = false;
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            if (!key.equals("results")) continue;
            isListed = true;
            Map<Benchmark, Integer> places = new LinkedHashMap<>();
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
                BenchmarkResult result = readCommand(json, warnings);
                Integer earlier = places.putIfAbsent(result.benchmark(), results.size());
                if (earlier != null)
                    throw json.refuse("is the same command with the same parameters as " + json.whereElement(earlier)
                            + "; give each a name of its own with --command-name");
                results.add(result);
            }
        }
        if (!isListed) throw json.refuse("has no 'results'; is it what hyperfine --export-json wrote?");
        if (results.isEmpty()) throw json.refuse("holds no results; did hyperfine run to its end?");
        return new ResultFile("hyperfine", "", Environment.UNKNOWN, results, warnings.sentences());
    }

    private static BenchmarkResult readCommand(JsonInput json, Warnings warnings) throws IOException {
        Command command = new Command();
        for (String key = json.firstKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "command" -> command.name = json.string(LONGEST_TEXT);
                case "median" -> command.median = json.number();
                case "mean" -> command.mean = json.number();
                case "stddev" -> command.stddev = json.numberOrNull();
                case "min" -> command.min = json.number();
                case "max" -> command.max = json.number();
                case "user" -> command.user = json.numberOrNull();
                case "system" -> command.system = json.numberOrNull();
                case "times" -> command.times = json.isNull() ? command.times : json.numbers();
                case "memory_usage_byte" -> command.memory = json.isNull() ? command.memory : json.numbers();
                case "exit_codes" -> command.failures = readFailures(json);
                case "parameters" -> {
                    if (!json.isNull())
                        for (String name = json.firstKey(); name != null; name = json.nextKey())
                            command.params.put(name, ParameterText.of(json.scalar(ParameterText.LONGEST_READ)));
                }
                // Before version 1.11 there was one, and the file does not name it.
                case "parameter" -> {
                    if (!json.isNull())
                        command.params.put(key, ParameterText.of(json.scalar(ParameterText.LONGEST_READ)));
                }
                default -> {}
            }
        }
        if (command.name.isBlank()) throw json.refuse("has no 'command'");
        try {
            Benchmark benchmark = new Benchmark("", command.name, command.params, "", 0);
            List<Measurement> measurements = command.measurements(json);
            if (command.failures > 0) warnings.failing.add(benchmark.displayName());
            if (measurements.get(0).value() == 0) warnings.empty.add(benchmark.displayName());
            return new BenchmarkResult(benchmark, measurements);
        } catch (IllegalArgumentException e) {
            throw new ParseException(json.where(), e.getMessage() + "; give the command a name with --command-name", e);
        }
    }

    /** How many runs did not end with 0; {@code null} is the exit code of one that a signal ended. */
    private static int readFailures(JsonInput json) throws IOException {
        int failures = 0;
        if (!json.isArray()) return failures;
        for (boolean more = json.firstElement(); more; more = json.nextElement())
            if (json.isNull() || json.number() != 0) failures++;
        return failures;
    }

    /** What a person should know, each said once with the names of the commands. */
    private static final class Warnings {
        private final NameList failing = new NameList();
        private final NameList empty = new NameList();

        List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            if (!failing.isEmpty())
                sentences.add(failing + " failed, which --ignore-failure let pass: a command that fails may be fast"
                        + " because it does less");
            if (!empty.isEmpty())
                sentences.add(
                        empty + " took no longer than the shell that starts it, which hyperfine takes off: measure"
                                + " without a shell (-N)");
            return sentences;
        }
    }

    /** The members of one result as they come, in any order. */
    private static final class Command {
        private String name = "";
        private final TreeMap<String, String> params = new TreeMap<>();
        private double[] times = {};
        private double[] memory = {};
        private int failures;
        private @Nullable Double median;
        private @Nullable Double mean;
        private @Nullable Double stddev;
        private @Nullable Double min;
        private @Nullable Double max;
        private @Nullable Double user;
        private @Nullable Double system;

        List<Measurement> measurements(JsonInput json) {
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(time(json));
            if (user != null) measurements.add(Measurement.of(USER, user));
            if (system != null) measurements.add(Measurement.of(SYSTEM, system));
            if (memory.length > 0) measurements.add(SampleSummary.measurement(MEMORY, Samples.of(memory)));
            return measurements;
        }

        private Measurement time(JsonInput json) {
            if (times.length > 0) return SampleSummary.measurement(TIME, Samples.of(times));
            // Before version 1.6 there was no median.
            Double centre = median == null ? mean : median;
            if (centre == null) throw json.refuse("has neither 'times' nor a 'median' or 'mean'");
            TreeMap<String, Double> figures = new TreeMap<>();
            if (mean != null) figures.put("mean", mean);
            if (min != null) figures.put("min", min);
            if (max != null) figures.put("max", max);
            return new Measurement(TIME, centre, null, null, stddev, null, 0, Samples.NONE, figures);
        }
    }
}
