package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.times;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Direction;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyperfParserTest {

    private static final String SUITE = "pyperf/suite.json";

    @Test
    void theValuesOfARunAreAGroupOfSamplesAndWarmupsAreNone() {
        ResultFile file = Results.read(SUITE);

        assertEquals(
                Samples.ofGroups(List.of(
                        new double[] {5.405908183320207e-07, 5.034443333329364e-07, 5.040419921442663e-07},
                        new double[] {5.200712891451076e-07, 4.6175195222986076e-07, 4.624560574484349e-07},
                        new double[] {4.7544433812163334e-07, 4.591894580130429e-07, 5.607275426200431e-07})),
                measurement(file, "sort", "time").samples());
        assertEquals(Map.of("sort", 5.034443333329364e-07, "join", 1.1887138668953412e-06), times(file));
    }

    @Test
    void memoryStandsBesideTheTime() {
        ResultFile file = Results.read(SUITE);

        assertEquals(
                Samples.ofGroups(List.of(new double[] {19685376}, new double[] {19693568}, new double[] {19697664})),
                measurement(file, "sort", "memory.peak").samples());
        assertEquals(19595264, measurement(file, "join", "memory.peak").value());
        assertEquals(
                new Metric("memory.peak", Unit.of("B"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                measurement(file, "join", "memory.peak").metric());
    }

    @Test
    void theUnitSaysWhatWasMeasured() {
        ResultFile file = Results.read("pyperf/memory.json");

        assertEquals(
                Metric.headline("memory.peak", Unit.of("B")),
                file.benchmarks().get(0).measurements().get(0).metric());
        assertEquals(1, file.benchmarks().get(0).measurements().size());
        assertEquals(
                Metric.headline("value", Unit.of("1")),
                Results.read(
                                "a",
                                "{'metadata':{'name':'a','unit':'integer'},'benchmarks':[{'runs':[{'values':[3]}]}]}"
                                        .replace('\'', '"'))
                        .benchmarks()
                        .get(0)
                        .measurements()
                        .get(0)
                        .metric());
    }

    @Test
    void theOnlyNameStandsWithWhatAllShare() {
        assertEquals(
                List.of("timeit"),
                List.copyOf(times(Results.read("pyperf/version-1.7.1.json")).keySet()));
    }

    @Test
    void pythonAndTheMachineAreFactsButNotItsNameNorItsLoad() {
        assertEquals(
                Map.of(
                        "aslr", "Full randomization",
                        "cpu", "AMD EPYC",
                        "cpuConfig", "idle:haltpoll",
                        "cpuCount", "2",
                        "platform", "Linux-6.18.44-fc-v669-x86_64-with-glibc2.36",
                        "python", "3.11.7 (64-bit)",
                        "pythonCompiler", "GCC 12.2.0",
                        "pythonImplementation", "cpython"),
                Results.read(SUITE).environment().facts());
    }

    @Test
    void aBenchmarkThatWasOnlyCalibratedIsNamed() {
        ResultFile file = Results.read(
                "a",
                ("{'benchmarks':[{'metadata':{'name':'a'},'runs':[{'warmups':[[1,2.0]]}]},"
                                + "{'metadata':{'name':'b'},'runs':[{'values':[1]}]}]}")
                        .replace('\'', '"'));

        assertEquals(Map.of("b", 1.0), times(file));
        assertEquals(List.of("'a' has no values: it was only calibrated, or broken off"), file.warnings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'runs':[{'values':[1,NaN]}]}|:/benchmarks/0/runs/0/values/1: is not finite (NaN), so it is no result; find out"
                        + " why the tool wrote that and run the benchmark again",
                "{'runs':[{'values':['1']}]}|:/benchmarks/0/runs/0/values/0: must be a number, is a string",
                "{'runs':{}}|:/benchmarks/0/runs: must be an array, is an object",
                "{'runs':[{'warmups':[]}]}|: holds no values: 'x' was only calibrated; did the benchmarks run to their end?",
                "{'metadata':{'name':' '},'runs':[{'values':[1]}]}|:/benchmarks/0: has no name; run pyperf with --name",
                "{'metadata':{'unit':'watt'},'runs':[{'values':[1]}]}|:/benchmarks/0: has the unit 'watt'; pyperf has second,"
                        + " byte and integer",
                "{'runs':[{'values':[1]}]},{'runs':[{'values':[1]}]}|:/benchmarks/1: has the same name as a.json:/benchmarks/0;"
                        + " give the files of separate runs one by one"
            })
    void fails_onWhatIsNoResult(String benchmarks, String message) {
        assertEquals(
                "a.json" + message,
                refusal(
                        "a.json",
                        "{'benchmarks':[%s],'metadata':{'name':'x','perf_version':'2'},'version':'1.0'}"
                                .formatted(benchmarks)
                                .replace('\'', '"')));
    }

    @Test
    void fails_onAnotherVersionOfTheFileAndOnOneThatIsCutOff() {
        assertEquals(
                "a.json:/version: must be \"1.0\"; Pawl knows no other version of the file; convert it with a pyperf that"
                        + " writes it ('pyperf convert')",
                refusal("a.json", "{\"benchmarks\":[{\"runs\":[]}],\"version\":6}"));
        String whole = Results.text(SUITE);
        assertEquals(
                "a.json:1:1877: the JSON ends in the middle: the file is cut off; upload the whole file",
                refusal("a.json", whole.substring(0, whole.length() / 2)));
    }
}
