package dev.pawl.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultSource;
import dev.pawl.parser.Results;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileJsonTest {

    /** {@code -Dgolden.rewrite=true} writes what is printed now; look at the difference before it is committed. */
    private static final Path GOLDEN = Path.of("src/test/resources/results/pawl");

    @ParameterizedTest
    @CsvSource({
        "pytest-benchmark/samples.json, pytest-benchmark-samples.json, false",
        "jmh/group.json, jmh-group.json, false",
        "jmh/comma.log.txt, jmh-comma-log.json, false",
        "jmh/single.json, jmh-single-base-units.json, true",
        "jmh/group.json, jmh-group-base-units.json, true"
    })
    void realResultsArePrintedLikeTheirGoldenFile(String path, String golden, boolean baseUnits) throws IOException {
        String printed = print(List.of(Results.read(path)), baseUnits);

        Path expected = GOLDEN.resolve(golden);
        if (Boolean.getBoolean("golden.rewrite")) Files.writeString(expected, printed);
        assertEquals(Files.readString(expected), printed);
    }

    @Test
    void whatIsNotKnownIsNullAndSeveralFilesAreAnArray() throws IOException {
        ResultFile file = new ResultFile(
                "pawl",
                "s",
                Environment.UNKNOWN,
                List.of(new BenchmarkResult(
                        new Benchmark("other", "x", Map.of(), "", 0),
                        List.of(Measurement.of(Metric.headline("time", Unit.of("ms")), -0.0)))),
                List.of());

        assertEquals("""
                [ {
                  "format" : "pawl",
                  "suite" : "s",
                  "environment" : { },
                  "benchmarks" : [ {
                    "suite" : "other",
                    "name" : "x",
                    "params" : { },
                    "mode" : "",
                    "threads" : 0,
                    "measurements" : [ {
                      "metric" : "time",
                      "unit" : "ms",
                      "direction" : "lower_is_better",
                      "role" : "headline",
                      "value" : -0.0,
                      "lower" : null,
                      "upper" : null,
                      "stddev" : null,
                      "range" : null,
                      "sampleCount" : 0,
                      "samples" : [ ]
                    } ]
                  } ],
                  "warnings" : [ ]
                } ]
                """, print(List.of(file, file), false).replaceFirst("(?s), \\{.*", " ]\n"));
    }

    @Test
    void aWriterGetsTheSameAsAStreamAndStaysOpen() throws IOException {
        List<ResultFile> files = List.of(Results.read("jmh/single.json"));
        StringWriter writer = new StringWriter();

        ResultFileJson.write(writer, files, false);
        writer.write("end");

        assertEquals(print(files, false) + "end", writer.toString());
    }

    @Test
    void failsOnAStatisticThatIsNamedLikeAMember() {
        Measurement measurement = new Measurement(
                Metric.headline("time", Unit.of("s")),
                1,
                null,
                null,
                null,
                null,
                0,
                Samples.NONE,
                new TreeMap<>(Map.of("value", 2.0)));
        ResultFile file = new ResultFile(
                "pawl",
                "",
                Environment.UNKNOWN,
                List.of(new BenchmarkResult(Benchmark.named("x"), List.of(measurement))),
                List.of());

        assertThrows(IllegalArgumentException.class, () -> print(List.of(file), false));
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadAsTheSame(@ForAll("files") List<ResultFile> files) throws IOException {
        byte[] printed = print(files, false).getBytes(StandardCharsets.UTF_8);

        assertEquals(files, Parsers.parse(List.of(ResultSource.ofBytes("printed.json", printed)), ResultFormat.PAWL));
    }

    @Provide
    Arbitrary<List<ResultFile>> files() {
        return file().list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<ResultFile> file() {
        return Combinators.combine(
                        text(),
                        text(),
                        Arbitraries.maps(text(), text()).ofMaxSize(3),
                        result().list().ofMinSize(1).ofMaxSize(3),
                        text().list().ofMaxSize(2))
                .as((format, suite, facts, results, warnings) ->
                        new ResultFile(format, suite, Environment.of(facts), distinct(results), warnings));
    }

    private static Arbitrary<BenchmarkResult> result() {
        Arbitrary<Benchmark> benchmark = Combinators.combine(
                        text(),
                        text().map(text -> "n" + text),
                        Arbitraries.maps(text(), text()).ofMaxSize(3),
                        Arbitraries.of("", "thrpt", "avgt"),
                        Arbitraries.integers().between(0, 64))
                .as(Benchmark::new);
        return Combinators.combine(benchmark, measurement().list().ofMinSize(1).ofMaxSize(3))
                .as((named, measurements) -> {
                    Set<String> seen = new HashSet<>();
                    List<Measurement> distinct = new ArrayList<>(measurements);
                    distinct.removeIf(
                            measurement -> !seen.add(measurement.metric().identity()));
                    return new BenchmarkResult(named, distinct);
                });
    }

    private static Arbitrary<Measurement> measurement() {
        Arbitrary<Metric> metric = Combinators.combine(
                        text().map(text -> "m" + text),
                        Arbitraries.of("s", "ns/op", "µs", "ops/s", "MB/s", "B/op", "counts", "%", "insns/clk", "1")
                                .map(Unit::of),
                        Arbitraries.of(Direction.class),
                        Arbitraries.of(Role.HEADLINE, Role.SUPPORTING, Role.INFORMATIONAL))
                .as(Metric::new);
        Arbitrary<Samples> samples = Arbitraries.doubles()
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> list.stream().mapToDouble(value -> value).toArray())
                .list()
                .ofMaxSize(3)
                .map(Samples::ofGroups);
        Arbitrary<Double> bar = Arbitraries.doubles().injectNull(0.3);
        Arbitrary<List<Double>> bars = bar.list().ofSize(4);
        Arbitrary<Map<String, Double>> statistics = Arbitraries.maps(
                        Arbitraries.of("mean", "min", "max", "p99.9", "ø"), Arbitraries.doubles())
                .ofMaxSize(3);
        return Combinators.combine(
                        metric,
                        Arbitraries.doubles(),
                        bars,
                        Arbitraries.longs().between(0, 1L << 53),
                        samples,
                        statistics)
                .as((m, value, b, count, s, figures) -> new Measurement(
                        m, value, b.get(0), b.get(1), b.get(2), b.get(3), count, s, new TreeMap<>(figures)));
    }

    private static List<BenchmarkResult> distinct(List<BenchmarkResult> results) {
        Set<Benchmark> seen = new HashSet<>();
        return results.stream().filter(result -> seen.add(result.benchmark())).toList();
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("µ\"\\\n\t\u0001é日\u2028")
                .ofMaxLength(8);
    }

    private static String print(List<ResultFile> files, boolean baseUnits) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResultFileJson.write(out, files, baseUnits);
        return out.toString(StandardCharsets.UTF_8);
    }
}
