package dev.pawl.parser;

import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PawlParserTest {

    @Test
    void aFileByHandNeedsOnlyNamesAndValues() {
        ResultFile file = Results.read(
                "hand.json",
                "{\"benchmarks\":[{\"name\":\"x\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"ms\",\"value\":1.2}]}]}");

        assertEquals(
                new ResultFile(
                        "pawl",
                        "",
                        Environment.UNKNOWN,
                        List.of(new BenchmarkResult(
                                Benchmark.named("x"),
                                List.of(Measurement.of(Metric.headline("time", Unit.of("ms")), 1.2)))),
                        List.of()),
                file);
    }

    @Test
    void everyMemberIsReadAndUnknownNumbersAreStatistics() {
        ResultFile file = Results.read("full.json", """
                {"format":"gpu","suite":"kernels","environment":{"gpu":"H200","sm":132},"comment":["ignored",{"a":1}],
                 "benchmarks":[{"name":"gemm","params":{"n":1024,"half":true,"tile":[16,8]},"mode":"hot","threads":4,
                   "measurements":[{"metric":"bandwidth","unit":"GB/s","direction":"higher_is_better","role":"supporting",
                     "value":2.5,"lower":2,"upper":3,"stddev":0.5,"range":null,"sampleCount":9,"samples":[1,2,3],
                     "groups":[1,2],"p99":3.5,"note":"x","nothing":null}]}],
                 "warnings":["clocks not locked"]}
                """);

        assertEquals(
                new ResultFile(
                        "gpu",
                        "kernels",
                        Environment.of(Map.of("gpu", "H200", "sm", "132")),
                        List.of(new BenchmarkResult(
                                new Benchmark(
                                        "kernels",
                                        "gemm",
                                        Map.of("n", "1024", "half", "true", "tile", "[16,8]"),
                                        "hot",
                                        4),
                                List.of(new Measurement(
                                        new Metric(
                                                "bandwidth",
                                                Unit.of("GB/s"),
                                                Direction.HIGHER_IS_BETTER,
                                                Role.SUPPORTING),
                                        2.5,
                                        2.0,
                                        3.0,
                                        0.5,
                                        null,
                                        9,
                                        Samples.ofGroups(List.of(new double[] {1}, new double[] {2, 3})),
                                        new TreeMap<>(Map.of("p99", 3.5)))))),
                        List.of("clocks not locked")),
                file);
    }

    @Test
    void withoutAValueTheMedianOfTheSamplesIsTaken() {
        ResultFile file = measurement("\"metric\":\"time\",\"unit\":\"s\",\"samples\":[3,1,2]");

        Measurement measurement = file.benchmarks().get(0).measurements().get(0);
        assertEquals(2.0, measurement.value());
        assertEquals(3, measurement.sampleCount());
    }

    @Test
    void aTimeWithoutAUnitIsReadAsSecondsAndThatIsSaid() {
        ResultFile file = measurement("\"metric\":\"time\",\"value\":1");

        assertEquals(
                Unit.of("s"),
                file.benchmarks().get(0).measurements().get(0).metric().unit());
        assertEquals(List.of("The unit of time is not given; it is read as s."), file.warnings());
    }

    @Test
    void aBenchmarkMayNameItsOwnSuite() {
        ResultFile file = Results.read(
                "a.json",
                "{\"suite\":\"all\",\"benchmarks\":[{\"suite\":\"own\",\"name\":\"x\",\"measurements\":[{\"metric\":\"m\",\"value\":1}]}]}");

        assertEquals("own", file.benchmarks().get(0).benchmark().suite());
    }

    @Test
    void anArrayHoldsSeveralResults() {
        String one = "{\"benchmarks\":[{\"name\":\"%s\",\"measurements\":[{\"metric\":\"m\",\"value\":1}]}]}";
        byte[] bytes = ("[" + one.formatted("a") + "," + one.formatted("b") + "]").getBytes(StandardCharsets.UTF_8);

        List<ResultFile> files = Parsers.parse(List.of(ResultSource.ofBytes("two.json", bytes)), null);

        assertEquals(
                List.of("a", "b"),
                files.stream()
                        .map(file -> file.benchmarks().get(0).benchmark().name())
                        .toList());
    }

    @Test
    void halvesOfSurrogatePairsAndNulBecomeReplacementCharacters() {
        ResultFile file = Results.read(
                "a.json",
                "{\"benchmarks\":[{\"name\":\"a\\ud800b\\u0000c😀\",\"measurements\":[{\"metric\":\"m\",\"value\":1}]}]}");

        assertEquals("a\uFFFDb\uFFFDc😀", file.benchmarks().get(0).benchmark().name());
    }

    @Test
    void groupsOfSizesAreKept() {
        ResultFile file = measurement("\"metric\":\"time\",\"unit\":\"s\",\"samples\":[3,1,2],\"groups\":[0,2,1]");

        assertArrayEquals(
                new int[] {2, 1},
                file.benchmarks().get(0).measurements().get(0).samples().groupSizes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"value\":1|: has no 'metric', such as time or throughput",
                "\"metric\":\"m\"|: has neither 'value' nor 'samples'",
                "\"metric\":\"\",\"value\":1|: a metric needs a name",
                "\"metric\":\"m\",\"value\":\"1\"|/value: must be a number, is a string",
                "\"metric\":\"m\",\"value\":1,\"samples\":[1,null]|/samples/1: must be a number, is null",
                "\"metric\":\"m\",\"value\":1,\"samples\":{}|/samples: must be an array of numbers, is an object",
                "\"metric\":\"m\",\"value\":1,\"sampleCount\":1.5|/sampleCount: must be a whole number from 0 to"
                        + " 9007199254740992, is 1.5",
                "\"metric\":\"m\",\"samples\":[1,2],\"groups\":[1]|/groups: must be sizes that add up to the number of"
                        + " samples",
                "\"metric\":\"m\",\"samples\":[1,2],\"groups\":[3,-1]|/groups: must be sizes that add up to the number of"
                        + " samples",
                "\"metric\":\"m\",\"value\":1,\"role\":\"boss\"|/role: is 'boss'; known are headline, supporting,"
                        + " informational",
                "\"metric\":\"m\",\"value\":1,\"direction\":\"up\"|/direction: is 'up'; known are lower_is_better,"
                        + " higher_is_better, unknown"
            })
    void failsOnAMeasurementThatIsNone(String members, String message) {
        assertEquals(
                "a.json:/benchmarks/0/measurements/0" + message,
                refusal("a.json", "{\"benchmarks\":[{\"name\":\"x\",\"measurements\":[{" + members + "}]}]}"));
    }

    @Test
    void failsOnWhatIsSaidTwice() {
        String measurement = "{\"metric\":\"m\",\"value\":1}";
        String benchmark = "{\"name\":\"x\",\"measurements\":[" + measurement + "]}";

        assertEquals(
                "a.json:/benchmarks/0/measurements/1: measures the same metric as a.json:/benchmarks/0/measurements/0:"
                        + " 'm[count]'",
                refusal(
                        "a.json",
                        "{\"benchmarks\":[{\"name\":\"x\",\"measurements\":[" + measurement + "," + measurement
                                + "]}]}"));
        assertEquals(
                "a.json:/benchmarks/1: is the same benchmark as a.json:/benchmarks/0; name each of them once",
                refusal("a.json", "{\"benchmarks\":[" + benchmark + "," + benchmark + "]}"));
    }

    @Test
    void failsWithoutBenchmarksOrMeasurements() {
        assertEquals(
                "a.json: holds no benchmarks",
                refusal("a.json", "{\"format\":\"x\",\"suite\":\"\",\"benchmarks\":[]}"));
        assertEquals(
                "a.json:/benchmarks/0: has no 'measurements'",
                refusal("a.json", "{\"benchmarks\":[{\"name\":\"x\",\"measurements\":[]}]}"));
        assertEquals(
                "a.json:/benchmarks/0: a benchmark needs a name",
                refusal("a.json", "{\"benchmarks\":[{\"measurements\":[{\"metric\":\"m\",\"value\":1}]}]}"));
    }

    private static ResultFile measurement(String members) {
        return Results.read("a.json", "{\"benchmarks\":[{\"name\":\"x\",\"measurements\":[{" + members + "}]}]}");
    }
}
