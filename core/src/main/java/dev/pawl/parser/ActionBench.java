package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Dimension;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Unit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of github-action-benchmark's history, and what it is in Pawl: the same benchmark and metric as Pawl reads from the
 * tool's own file wherever the line tells as much, so that later uploads continue the series.
 *
 * <p>Where it does not, the line keeps what it is. pytest's lines are operations per second of the mean; Pawl judges medians in
 * seconds, and one made from the other would change its level on the day of the move without any change of the code.
 *
 * @param extra further figures as text, one a line
 */
record ActionBench(String name, double value, String unit, String extra) {

    /** {@code org.example.Sort.quick ( {"size":"10"} )} */
    private static final Pattern JMH_PARAMETERS = Pattern.compile("^(.+?) \\( (\\{.*}) \\)$", Pattern.DOTALL);

    private static final Pattern THREADS = Pattern.compile("(?m)^threads: (\\d{1,6})$");

    /**
     * @param tool as the action's input {@code tool} has it
     * @param warnings takes what a person should know
     * @throws IllegalArgumentException if the name is none
     */
    BenchmarkResult result(String tool, Consumer<String> warnings) {
        return switch (tool) {
            case "pytest" -> pytest(warnings);
            case "jmh" -> jmh(warnings);
            case "go" -> go(warnings);
            case "customBiggerIsBetter" -> plain(Direction.HIGHER_IS_BETTER, warnings);
            case "customSmallerIsBetter" -> plain(Direction.LOWER_IS_BETTER, warnings);
            default -> plain(null, warnings);
        };
    }

    private BenchmarkResult pytest(Consumer<String> warnings) {
        warnings.accept(
                "pytest: the file has operations per second, Pawl judges the median time: what is imported is the"
                        + " metric 'ops', which later uploads do not continue");
        Metric operations = new Metric("ops", Unit.of("ops/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING);
        return of(Benchmark.named(name), operations);
    }

    private BenchmarkResult jmh(Consumer<String> warnings) {
        Unit known = Unit.of(unit);
        boolean isThroughput = known.dimension() == Dimension.RATE || unit.startsWith("ops/");
        if (!isThroughput)
            warnings.accept("JMH: the file does not tell the mode; what is a time is taken as measured in mode avgt");
        String mode = isThroughput ? "thrpt" : "avgt";
        Matcher parameters = JMH_PARAMETERS.matcher(name);
        boolean hasParameters = parameters.matches();
        Matcher threads = THREADS.matcher(extra);
        Benchmark benchmark = new Benchmark(
                "",
                hasParameters ? parameters.group(1) : name,
                hasParameters ? parameters(parameters.group(2)) : Map.of(),
                mode,
                threads.find() ? Integer.parseInt(threads.group(1)) : 1);
        return of(benchmark, JmhMetrics.primary(unit, mode));
    }

    private Map<String, String> parameters(String json) {
        Map<String, String> parameters = new TreeMap<>();
        ResultSource source = ResultSource.ofBytes("its parameters", json.getBytes(StandardCharsets.UTF_8));
        try {
            return JsonInput.read(source, in -> {
                in.object(parameter ->
                        parameters.put(parameter, ParameterText.of(in.scalar(ParameterText.LONGEST_READ))));
                return parameters;
            });
        } catch (ParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Go measures several things at once; the action appends the unit to the name then. */
    private BenchmarkResult go(Consumer<String> warnings) {
        // Beside these lines stands one for older readers, with all the rest of the line as its unit.
        String own = unit.split("[\\t\\n]", 2)[0].strip();
        String suffix = " - " + own;
        String benchmark = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        Metric known = GoMetric.of(own);
        Metric metric = known == null ? metric(own, null, warnings) : known;
        return of(Benchmark.named(benchmark), metric);
    }

    private BenchmarkResult plain(@Nullable Direction direction, Consumer<String> warnings) {
        return of(Benchmark.named(name), metric(unit, direction, warnings));
    }

    /** @param direction where the file says it; else it follows from the unit */
    private static Metric metric(String symbol, @Nullable Direction direction, Consumer<String> warnings) {
        Unit unit = Unit.of(symbol);
        if (unit.dimension() == Dimension.OTHER)
            warnings.accept("unit " + Excerpt.quote(symbol) + " is not known and kept as it is");
        String name = switch (unit.dimension()) {
            case TIME -> "time";
            case RATE, BYTE_RATE -> "throughput";
            case BYTES -> "size";
            case COUNT -> "count";
            case RATIO -> "ratio";
            case OTHER -> "value";
        };
        return new Metric(name, unit, direction == null ? Direction.of(unit.dimension()) : direction, Role.HEADLINE);
    }

    private BenchmarkResult of(Benchmark benchmark, Metric metric) {
        return new BenchmarkResult(benchmark, List.of(Measurement.of(metric, value)));
    }
}
