package dev.pawl.parser;

import static dev.pawl.parser.Results.measurement;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperfineParserTest {

    @Test
    void theTimesAreTheSamplesAndTheirMedianIsTheValue() {
        BenchmarkResult result =
                Results.read("hyperfine/version-1.10.0.json").benchmarks().get(0);

        assertEquals(new Benchmark("", "sleep 0.01", Map.of("parameter", "1"), "", 0), result.benchmark());
        Measurement time = measurement(result, "time");
        assertEquals(Metric.headline("time", Unit.of("s")), time.metric());
        assertEquals(3, time.samples().size());
        double[] samples = time.samples().values();
        Arrays.sort(samples);
        assertEquals(samples[1], time.value());
    }

    @Test
    void theSameNameWithOtherParametersIsAnotherBenchmark() {
        assertEquals(
                List.of(
                        new Benchmark("", "sleep", Map.of("n", "1"), "", 0),
                        new Benchmark("", "sleep", Map.of("n", "2"), "", 0)),
                Results.read("hyperfine/parameters.json").benchmarks().stream()
                        .map(BenchmarkResult::benchmark)
                        .toList());
    }

    @Test
    void memoryIsJudgedAndCpuTimeIsRecorded() {
        BenchmarkResult result =
                Results.read("hyperfine/version-1.20.0.json").benchmarks().get(0);

        assertEquals(
                new Metric("memory.peak", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                measurement(result, "memory.peak").metric());
        assertEquals(3, measurement(result, "memory.peak").sampleCount());
        assertEquals(
                Role.INFORMATIONAL, measurement(result, "time.user").metric().role());
    }

    @Test
    void aSingleRunHasNoSpread() {
        Measurement time = measurement(
                Results.read("hyperfine/failing-once.json").benchmarks().get(0), "time");

        assertNull(time.stddev());
        assertEquals(1, time.sampleCount());
    }

    @Test
    void commandsThatFailedAndThoseThatTookNoTimeAreNamed() {
        assertEquals(
                List.of(
                        "'false', 'sh -c \"kill -9 \\$\\$\"', 'sleep 0.01; exit 3' failed, which --ignore-failure let pass: a"
                                + " command that fails may be fast because it does less",
                        "'false' took no longer than the shell that starts it, which hyperfine takes off: measure"
                                + " without a shell (-N)"),
                Results.read("hyperfine/failing-once.json").warnings());
    }

    @Test
    void withoutTimesTheReportedFiguresCount() {
        ResultFile file = Results.read(
                "a.json",
                "{\"results\":[{\"max\":3,\"min\":1,\"stddev\":0.5,\"median\":1.5,\"mean\":2,\"command\":\"make\"}]}");

        assertEquals(
                new Measurement(
                        Metric.headline("time", Unit.of("s")),
                        1.5,
                        null,
                        null,
                        0.5,
                        null,
                        0,
                        Samples.NONE,
                        new TreeMap<>(Map.of("mean", 2.0, "min", 1.0, "max", 3.0))),
                file.benchmarks().get(0).measurements().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"results\":[{\"command\":\"a\",\"median\":NaN}]}|a.json:/results/0/median: is not finite (NaN), so it is no"
                        + " result; find out why the tool wrote that and run the benchmark again",
                "{\"results\":[{\"command\":\"a\",\"times\":[1,\"2\"]}]}|a.json:/results/0/times/1: must be a number, is a"
                        + " string",
                "{\"results\":[{\"command\":7,\"mean\":1}]}|a.json:/results/0/command: must be a string, is a number",
                "{\"results\":[{\"command\":\" \",\"mean\":1}]}|a.json:/results/0: has no 'command'",
                "{\"results\":[{\"command\":\"a\",\"times\":[]}]}|a.json:/results/0: has neither 'times' nor a 'median' or"
                        + " 'mean'",
                "{\"results\":[{\"command\":\"a\",\"mean\":1},{\"command\":\"a\",\"mean\":2}]}|a.json:/results/1: is the same"
                        + " command with the same parameters as a.json:/results/0; give each a name of its own with"
                        + " --command-name",
                "{\"results\":[{\"command\":\"a\",\"mean\":1}|a.json:1:37: the JSON ends in the middle: the file is cut off;"
                        + " upload the whole file"
            })
    void fails_onWhatIsNoResult(String text, String message) {
        assertEquals(message, refusal("a.json", text));
    }

    @Test
    void fails_onACommandThatIsTooLongForAName() {
        assertEquals(
                "a.json:/results/0: a benchmark's name has at most 1024 bytes, this one has 1025; give the command a name"
                        + " with --command-name",
                refusal("a.json", "{\"results\":[{\"command\":\"" + "x".repeat(1025) + "\",\"mean\":1}]}"));
    }

    @Test
    void fails_onAFileWithoutResults() {
        ParseException thrown = assertThrows(
                ParseException.class,
                () -> Parsers.parse(
                        List.of(ResultSource.ofBytes("a.json", "{\"results\":[]}".getBytes(StandardCharsets.UTF_8))),
                        ResultFormat.HYPERFINE));

        assertEquals(
                "a.json: holds no results; did hyperfine run to its end? (read as hyperfine, because --format says so)",
                thrown.getMessage());
    }
}
