package dev.pawl.parser;

import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PytestBenchmarkParserTest {

    @Test
    void aFileWithSamplesGivesMedianSpreadAndSamplesInSeconds() {
        ResultFile file = Results.read("pytest-benchmark/samples.json");

        assertEquals("pytest-benchmark", file.format());
        assertEquals("", file.suite());
        assertEquals(List.of(), file.warnings());
        assertEquals(10, file.benchmarks().size());
        BenchmarkResult first = file.benchmarks().get(0);
        assertEquals(
                new Benchmark("", "test_cart.py::test_sort[asc-10]", Map.of("order", "asc", "size", "10"), "", 0),
                first.benchmark());
        assertEquals(
                List.of(new Measurement(
                        new Metric("time", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.HEADLINE),
                        2.5329998152301416e-07,
                        null,
                        null,
                        1.0692378355821219e-07,
                        null,
                        6,
                        Samples.of(
                                5.158000021765474e-07,
                                2.6640000214683825e-07,
                                2.494000000297092e-07,
                                2.5529998310958034e-07,
                                2.494000000297092e-07,
                                2.512999799364479e-07),
                        first.measurements().get(0).statistics())),
                first.measurements());
        assertEquals(
                List.of("iqr", "max", "mean", "min", "q1", "q3"),
                List.copyOf(first.measurements().get(0).statistics().keySet()));
        assertEquals(
                2.979333279048054e-07, first.measurements().get(0).statistics().get("mean"));
    }

    @Test
    void parametersAreStringsNumbersAsWrittenAndCompactJson() {
        ResultFile file = Results.read("pytest-benchmark/samples.json");

        assertEquals(
                List.of("{\"a\":[1,2.5,null,true]}", "1e-09", "null", "true"),
                file.benchmarks().subList(4, 8).stream()
                        .map(result -> result.benchmark().params().get("opts"))
                        .toList());
        assertEquals("per cent|µ", file.benchmarks().get(2).benchmark().params().get("order"));
    }

    @Test
    void theAddressOfAnObjectIsNoPartOfTheIdentity() {
        ResultFile file = Results.read("pytest-benchmark/samples.json");

        assertEquals(
                Map.of("opts", "UNSERIALIZABLE[<object object at 0x…>]"),
                file.benchmarks().get(8).benchmark().params());
    }

    @Test
    void oneRoundHasNoSpread() {
        Measurement once = Results.read("pytest-benchmark/samples.json")
                .benchmarks()
                .get(9)
                .measurements()
                .get(0);

        assertNull(once.stddev());
        assertEquals(1, once.sampleCount());
        assertEquals(5.310002961778082e-07, once.value());
    }

    @Test
    void anAutosavedFileHasNoSamplesAndKeepsItsCounts() {
        ResultFile file = Results.read("pytest-benchmark/autosave.json");

        Measurement first = file.benchmarks().get(0).measurements().get(0);
        assertEquals(6, first.sampleCount());
        assertEquals(Samples.NONE, first.samples());
    }

    @Test
    void aFileOfVersion3IsRead() {
        ResultFile file = Results.read("pytest-benchmark/version-3.0.0.json");

        assertEquals(
                List.of(
                        "test_plain.py::test_sum",
                        "test_plain.py::test_sort[10]",
                        "test_plain.py::test_sort[1000]",
                        "test_plain.py::TestText::()::test_join"),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().name())
                        .toList());
        Measurement join = file.benchmarks().get(3).measurements().get(0);
        assertEquals(1.3662184999930105e-05, join.value());
        assertEquals(2.446886625922977e-06, join.stddev());
        assertEquals(5, join.samples().size());
    }

    @Test
    void theEnvironmentIsWhatExplainsATimeAndNotTheHost() {
        ResultFile file = Results.read("pytest-benchmark/samples.json");

        assertEquals(
                new TreeMap<>(Map.of(
                        "arch", "x86_64",
                        "cpu", "AMD EPYC",
                        "cpuCount", "2",
                        "os", "Linux",
                        "osRelease", "6.18.44",
                        "python", "3.11.7",
                        "pythonImplementation", "CPython")),
                file.environment().facts());
    }

    @Test
    void keysMayComeInAnyOrder() {
        ResultFile file = Results.read("sorted.json", """
                {"benchmarks": [{"extra_info": {"x": NaN}, "fullname": "a", "group": null, "name": "n", "params": null,
                  "stats": {"data": [1, 3], "iterations": 1, "median": 2, "rounds": 2, "stddev": 1.5}}],
                 "machine_info": {}, "version": "4.0.0"}
                """);

        assertEquals(2.0, file.benchmarks().get(0).measurements().get(0).value());
    }

    @Test
    void whatLacksAFullNameIsNamedByItsName() {
        ResultFile file = Results.read("old.json", "{\"benchmarks\":[{\"name\":\"test_a\",\"stats\":{\"median\":1}}]}");

        assertEquals(Benchmark.named("test_a"), file.benchmarks().get(0).benchmark());
    }

    @Test
    void withoutAMedianItIsComputedFromTheSamples() {
        ResultFile file =
                Results.read("merged.json", "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{\"data\":[4,1,2,3]}}]}");

        Measurement measurement = file.benchmarks().get(0).measurements().get(0);
        assertEquals(2.5, measurement.value());
        assertEquals(Math.sqrt(5.0 / 3), measurement.stddev());
        assertEquals(4, measurement.sampleCount());
    }

    @Test
    void aBenchmarkThatOccursTwiceHasAGroupOfSamplesForEach() {
        ResultFile file = Results.read("merged.json", """
                {"benchmarks":[
                  {"fullname":"a","params":{"n":1},"stats":{"median":2,"stddev":1,"rounds":3,"data":[1,2,3]}},
                  {"fullname":"a","params":{"n":2},"stats":{"median":9,"rounds":1}},
                  {"fullname":"a","params":{"n":1},"stats":{"median":7,"stddev":0,"rounds":2,"data":[7,7]}}]}
                """);

        assertEquals(2, file.benchmarks().size());
        Measurement merged = file.benchmarks().get(0).measurements().get(0);
        assertEquals(Samples.ofGroups(List.of(new double[] {1, 2, 3}, new double[] {7, 7})), merged.samples());
        assertArrayEquals(new int[] {3, 2}, merged.samples().groupSizes());
        assertEquals(3.0, merged.value());
        assertEquals(5, merged.sampleCount());
        assertEquals(new TreeMap<>(Map.of("mean", 4.0, "min", 1.0, "max", 7.0)), merged.statistics());
    }

    @Test
    void failsOnABenchmarkThatOccursTwiceWithoutSamples() {
        String message = refusal("merged.json", """
                {"benchmarks":[{"fullname":"a","stats":{"median":2,"rounds":3,"data":[1,2,3]}},
                               {"fullname":"a","stats":{"median":2,"rounds":3}}]}
                """);

        assertEquals(
                "merged.json:/benchmarks/0: the benchmark occurs again at merged.json:/benchmarks/1, and without its samples"
                        + " the two cannot be joined; write the files with --benchmark-json instead of autosave, or upload"
                        + " them one by one",
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999"})
    void failsOnAMedianThatIsNotFinite(String number) {
        String message =
                refusal("a.json", "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{\"median\":" + number + "}}]}");

        assertEquals(
                "a.json:/benchmarks/0/stats/median: is not finite (" + number
                        + "), so it is no result; find out why the tool wrote that and run the benchmark again",
                message);
    }

    @Test
    void failsOnASampleThatIsNotFinite() {
        String message =
                refusal("a.json", "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{\"median\":1,\"data\":[1,NaN]}}]}");

        assertEquals(
                "a.json:/benchmarks/0/stats/data/1: is not finite (NaN), so it is no result;"
                        + " find out why the tool wrote that and run the benchmark again",
                message);
    }

    @Test
    void anErrorBarThatIsNotFiniteIsAbsent() {
        ResultFile file = Results.read(
                "a.json",
                "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{\"median\":1,\"stddev\":NaN,\"iqr\":NaN,\"rounds\":5}}]}");

        Measurement measurement = file.benchmarks().get(0).measurements().get(0);
        assertNull(measurement.stddev());
        assertEquals(new TreeMap<>(), measurement.statistics());
    }

    @Test
    void failsWithoutBenchmarks() {
        assertEquals(
                "a.json: holds no benchmarks; was every one of them skipped, or did the tests fail?",
                refusal("a.json", "{\"machine_info\":{},\"benchmarks\":[]}"));
        assertEquals(
                "a.json: has no 'benchmarks'; is it what pytest --benchmark-json wrote?",
                refusal("a.json", "{\"machine_info\":{}}"));
    }

    @Test
    void failsOnANameThatIsTooLongOrMissing() {
        assertEquals(
                "a.json:/benchmarks/0: a benchmark's name has at most 1024 bytes, this one has 10000",
                refusal(
                        "a.json",
                        "{\"benchmarks\":[{\"fullname\":\"" + "x".repeat(10_000) + "\",\"stats\":{\"median\":1}}]}"));
        assertEquals(
                "a.json:/benchmarks/0: has neither 'fullname' nor 'name'",
                refusal("a.json", "{\"benchmarks\":[{\"stats\":{\"median\":1}}]}"));
        assertEquals(
                "a.json:/benchmarks/0/stats: has neither a 'median' nor 'data' to compute it from",
                refusal("a.json", "{\"benchmarks\":[{\"fullname\":\"a\",\"stats\":{}}]}"));
    }
}
