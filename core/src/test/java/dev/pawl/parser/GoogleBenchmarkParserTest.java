package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.times;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.params.provider.CsvSource;

class GoogleBenchmarkParserTest {

    private static final String ALL_KINDS = "google-benchmark/all-kinds.json";

    @Test
    void repetitionsAreSamplesAndTheAggregatesBesideThemAreNot() {
        ResultFile file = Results.read("google-benchmark/repetitions.json");

        assertEquals(
                Map.of(
                        "BM_Copy/64", 3.1290798324131361,
                        "BM_Copy/4096", 98.715681383736523,
                        "BM_Named/rows:8/cols:16/iterations:1000", 9.1100082499906421e-07),
                times(file));
        Measurement time = measurement(file, "BM_Copy/64", "time");
        assertEquals(Samples.of(3.3229715760825882, 3.1290798324131361, 2.4885574205097321), time.samples());
        assertEquals(0.43667492704033, time.stddev(), 1e-13);
    }

    @Test
    void withAggregatesOnlyTheMedianIsTheValueAndNothingIsASample() {
        Measurement time = measurement(Results.read("google-benchmark/aggregates-only.json"), "BM_Copy/64", "time");

        assertEquals(
                new Measurement(
                        Metric.headline("time", Unit.of("ns")),
                        3.0524614386815032,
                        null,
                        null,
                        0.027010531121519004,
                        null,
                        3,
                        Samples.NONE,
                        new TreeMap<>(Map.of("mean", 3.0396895508174655))),
                time);
    }

    @Test
    void ratesAndMemoryAreJudgedAndCountersAreRecorded() {
        ResultFile file = Results.read(ALL_KINDS);

        assertEquals(
                List.of(
                        Metric.headline("time", Unit.of("ns")),
                        new Metric("time.cpu", Unit.of("ns"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                        new Metric("throughput", Unit.of("B/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING),
                        new Metric("items", Unit.of("elem/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING)),
                file.benchmarks().get(0).measurements().stream()
                        .map(Measurement::metric)
                        .toList());
        Measurement counter = measurement(file, "BM_Counters/real_time/threads:2", "hits");
        assertEquals(84, counter.value());
        assertEquals(new Metric("hits", Unit.of("1"), Direction.UNKNOWN, Role.INFORMATIONAL), counter.metric());
    }

    @Test
    void aCounterThatIsNoNumberAndFitsOfComplexityAreLeftOut() {
        ResultFile file = Results.read(ALL_KINDS);

        assertEquals(
                List.of("time", "time.cpu", "Foo", "FooInv", "avg", "hits"),
                file.benchmarks().get(5).measurements().stream()
                        .map(measurement -> measurement.metric().name())
                        .toList());
        assertEquals(7, file.benchmarks().size());
    }

    @Test
    void timesStayInTheirUnit() {
        ResultFile file = Results.read(ALL_KINDS);

        assertEquals(
                Unit.of("us"), measurement(file, "BM_Sort/64", "time").metric().unit());
        assertEquals(
                Unit.of("ms"),
                measurement(file, "BM_Named/rows:8/cols:16/iterations:1000", "time")
                        .metric()
                        .unit());
    }

    @Test
    void whatFailedIsNamedAndWhatFailedOnceKeepsItsOtherRepetitions() {
        ResultFile custom = Results.read("google-benchmark/custom-statistics.json");

        assertEquals(
                List.of("'BM_Fails' has no result: no such file"),
                Results.read(ALL_KINDS).warnings());
        assertEquals(
                List.of("'BM_Rare/iterations:10/repeats:4' failed in some of its repetitions: flaky"),
                custom.warnings());
        assertEquals(
                3,
                measurement(custom, "BM_Rare/iterations:10/repeats:4", "time").sampleCount());
    }

    @Test
    void theMachineIsAFactButNotItsNameNorWhatChangesFromRunToRun() {
        assertEquals(
                Map.of(
                        "cpuCount", "2",
                        "cpuScaling", "false",
                        "googleBenchmark", "1.9.4",
                        "googleBenchmarkBuild", "release"),
                Results.read("google-benchmark/version-1.9.4.json")
                        .environment()
                        .facts());
    }

    /** As versions before 1.5 wrote it: neither {@code run_type} nor {@code run_name}. */
    @Test
    void oldVersionsTellAggregatesByTheirNames() {
        String run = "{\"name\":\"%s\",\"iterations\":1,\"real_time\":%s,\"cpu_time\":1,\"time_unit\":\"ns\"}";
        String entries = String.join(
                ",",
                run.formatted("A", 1),
                run.formatted("A", 3),
                run.formatted("A_mean", 2),
                run.formatted("A_median", 2),
                run.formatted("A_stddev", 1.4),
                run.formatted("B_mean", 7),
                run.formatted("B_median", 6),
                run.formatted("B_stddev", 0.5),
                run.formatted("C", 8),
                run.formatted("C_mean", 9),
                "{\"name\":\"A_BigO\",\"cpu_coefficient\":1,\"real_coefficient\":1,\"big_o\":\"N\",\"time_unit\":\"ns\"}");

        ResultFile file = Results.read("a.json", "{\"benchmarks\":[" + entries + "]}");

        assertEquals(Map.of("A", 2.0, "B", 6.0, "C", 8.0, "C_mean", 9.0), times(file));
        assertEquals(Samples.of(1, 3), measurement(file, "A", "time").samples());
        assertEquals(0.5, measurement(file, "B", "time").stddev());
    }

    @Test
    void aCounterCalledLikeAnOwnMetricIsAnother() {
        ResultFile file = Results.read(
                "a.json",
                "{\"benchmarks\":[{\"name\":\"a\",\"real_time\":1,\"time_unit\":\"s\",\"time\":5,\"CYCLES\":7}]}");

        assertEquals(5, measurement(file, "a", ":time").value());
        assertEquals(
                new Metric("CYCLES", Unit.of("1"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                measurement(file, "a", "CYCLES").metric());
    }

    @Test
    void whatTookNoTimeIsNamed() {
        ResultFile file = Results.read("a.json", "{\"benchmarks\":[{\"name\":\"a\",\"real_time\":0}]}");

        assertEquals(
                List.of("'a' took no time: nothing is measured, or the compiler removed what should be"
                        + " (benchmark::DoNotOptimize)"),
                file.warnings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a','real_time':NaN}|/benchmarks/0/real_time: is not finite, so it is no result; run the benchmark"
                        + " again",
                "{'name':'a','real_time':'1'}|/benchmarks/0/real_time: must be a number or null, is a string",
                "{'name':'a','real_time':1,'cpu_time':'1'}|/benchmarks/0/cpu_time: must be a number or null, is a string",
                "{'name':'a','real_time':1,'time_unit':'B'}|/benchmarks/0/time_unit: must be a unit of time such as ns, us,"
                        + " ms or s",
                "{'real_time':1}|/benchmarks/0: has no 'name'",
                "{'name':'a','run_type':'iteration'}|/benchmarks/0: has no 'real_time'",
                "{'name':'a','run_type':'iteration','repetition_index':0,'real_time':1},"
                        + "{'name':'a','run_type':'iteration','repetition_index':0,'real_time':1}|/benchmarks/1: is the same"
                        + " benchmark as a.json:/benchmarks/0, and no repetition of it; give the two different names, or"
                        + " the files of separate runs one by one",
                "{'name':'a_cv','run_name':'a','run_type':'aggregate','aggregate_name':'cv','real_time':1}|: holds no"
                        + " benchmark that was measured; does the filter name one?",
                "{'name':'a_x','run_name':'a','run_type':'aggregate','aggregate_name':'x','real_time':1}|/benchmarks/0: has"
                        + " neither a median nor a mean beside it; run without --benchmark_report_aggregates_only",
                "{'name':'a','skip_message':'no GPU','skipped':true,'real_time':NaN}|: holds no benchmark that was measured;"
                        + " 'a' has no result: no GPU",
                "7|/benchmarks/0: must be an object, is a number"
            })
    void fails_onWhatIsNoResult(String entries, String message) {
        String place = message.startsWith(":") ? "a.json" : "a.json:";

        assertEquals(
                place + message,
                refusal(
                        "a.json",
                        ("{'context':{'library_build_type':'release'},'benchmarks':[" + entries + "]}")
                                .replace('\'', '"')));
    }

    @Test
    void fails_onAFileThatTheProgramDidNotFinish() {
        String whole = Results.text(ALL_KINDS);

        assertEquals(
                "a.json:191:3: the JSON ends in the middle: the file is cut off; upload the whole file",
                refusal("a.json", whole.substring(0, whole.lastIndexOf(']'))));
    }
}
