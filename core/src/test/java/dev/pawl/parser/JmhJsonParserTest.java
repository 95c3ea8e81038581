package dev.pawl.parser;

import static dev.pawl.parser.Results.measurement;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhJsonParserTest {

    @Test
    void aThroughputHasItsConfidenceIntervalAndItsSamplesByFork() {
        ResultFile file = Results.read("jmh/modes-gc.json");

        assertEquals(4, file.benchmarks().size());
        BenchmarkResult first = file.benchmarks().get(0);
        assertEquals(
                new Benchmark("", "shop.CartBenchmark.total", Map.of("discount", "flat", "items", "10"), "thrpt", 1),
                first.benchmark());
        assertEquals(
                new Measurement(
                        new Metric("throughput", Unit.of("ops/us"), Direction.HIGHER_IS_BETTER, Role.HEADLINE),
                        322.37497799515717,
                        106.40961567617748,
                        538.3403403141368,
                        77.01532861578325,
                        null,
                        6,
                        Samples.ofGroups(List.of(
                                new double[] {298.5467035237002, 242.7143944302657, 399.0217669808796},
                                new double[] {230.4108796928851, 355.76238724362867, 407.79373609958367})),
                        new TreeMap<>(Map.of("min", 230.4108796928851, "max", 407.79373609958367))),
                first.measurements().get(0));
    }

    @Test
    void theSameBenchmarkInAnotherModeIsAnotherBenchmark() {
        BenchmarkResult average = Results.read("jmh/modes-gc.json").benchmarks().get(2);

        assertEquals("avgt", average.benchmark().mode());
        assertEquals(
                new Metric("time", Unit.of("us/op"), Direction.LOWER_IS_BETTER, Role.HEADLINE),
                average.measurements().get(0).metric());
        assertEquals(0.0029916902769187696, average.measurements().get(0).value());
    }

    @Test
    void secondaryMetricsAreJudgedByWhatTheyMean() {
        BenchmarkResult first = Results.read("jmh/modes-gc.json").benchmarks().get(0);

        assertEquals(
                List.of("throughput", "gc.alloc.rate", "gc.alloc.rate.norm", "gc.count"),
                first.measurements().stream().map(m -> m.metric().name()).toList());
        assertEquals(
                Role.INFORMATIONAL, measurement(first, "gc.alloc.rate").metric().role());
        Measurement allocated = measurement(first, "gc.alloc.rate.norm");
        assertEquals(
                new Metric("gc.alloc.rate.norm", Unit.of("B/op"), Direction.LOWER_IS_BETTER, Role.SUPPORTING),
                allocated.metric());
        assertEquals(0.013468881710314436, allocated.value());
        assertEquals(6, allocated.samples().size());
        assertEquals(Samples.NONE, measurement(first, "gc.count").samples());
        assertEquals(6, measurement(first, "gc.count").sampleCount());
    }

    @Test
    void anOldVersionGivesTheSameMetricsWithoutItsMarks() {
        ResultFile file = Results.read("jmh/version-1.19.json");

        BenchmarkResult first = file.benchmarks().get(0);
        assertEquals(154.3004326386585, first.measurements().get(0).value());
        assertEquals(
                List.of("throughput", "gc.alloc.rate", "gc.alloc.rate.norm", "gc.count"),
                first.measurements().stream().map(m -> m.metric().name()).toList());
        assertEquals(
                List.of("jdkVersion", "jmhVersion", "jvmArgs", "vmVersion"),
                List.copyOf(file.environment().facts().keySet()));
    }

    @Test
    void aHistogramIsExpandedByFork() {
        BenchmarkResult sampled = Results.read("jmh/sample.json").benchmarks().get(0);

        Measurement time = sampled.measurements().get(0);
        assertEquals(0.1419323943661972, time.value());
        assertEquals(355, time.sampleCount());
        assertArrayEquals(new int[] {158, 197}, time.samples().groupSizes());
        assertEquals(0.3739681184388017, time.stddev(), 1e-15);
        assertEquals(0.08, time.statistics().get("p50"));
        assertEquals(5.136, time.statistics().get("p99.9"));
        assertEquals(Role.SUPPORTING, measurement(sampled, "p0.99").metric().role());
        assertEquals(Role.INFORMATIONAL, measurement(sampled, "p0.999").metric().role());
    }

    @Test
    void theMethodsOfAGroupAreSupportingMetrics() {
        BenchmarkResult group = Results.read("jmh/group.json").benchmarks().get(0);

        assertEquals(2, group.benchmark().threads());
        assertEquals(
                new Metric("offer", Unit.of("ops/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING),
                measurement(group, "offer").metric());
        assertEquals(2.9348273693156708E7, measurement(group, "offer").value());
        assertArrayEquals(
                new int[] {3, 3}, measurement(group, "offer").samples().groupSizes());
    }

    @Test
    void aSingleIterationHasNoErrorBar() {
        Measurement single = Results.read("jmh/single.json")
                .benchmarks()
                .get(0)
                .measurements()
                .get(0);

        assertEquals(7.215526610719411E-10, single.value());
        assertNull(single.lower());
        assertNull(single.upper());
        assertNull(single.stddev());
        assertEquals(Samples.of(7.215526610719411E-10), single.samples());
    }

    @Test
    void withoutRawDataTheIterationsOfAllForksAreCounted() {
        Measurement measurement = Results.read("jmh/noraw.json")
                .benchmarks()
                .get(0)
                .measurements()
                .get(0);

        assertEquals(4, measurement.sampleCount());
        assertEquals(Samples.NONE, measurement.samples());
    }

    @Test
    void parametersMayHoldQuotesAndNothing() {
        ResultFile file = Results.read("jmh/params.json");

        assertEquals(
                List.of("say \"hi\"", "a,b;c", "größer 日本", "two  spaces", "back\\slash", "it's", ""),
                file.benchmarks().stream()
                        .map(result -> result.benchmark().params().get("text"))
                        .distinct()
                        .toList());
    }

    @Test
    void failsOnParametersThatAnOldVersionDidNotEscape() {
        ParseException refusal =
                assertThrows(ParseException.class, () -> Results.read("jmh/version-1.19-unescaped-quotes.json"));

        assertEquals("version-1.19-unescaped-quotes.json:73:37", refusal.where());
        assertEquals(
                "is not valid JSON: Unexpected character ('n' (code 110)): was expecting comma to separate Object entries;"
                        + " old versions of JMH do not escape quotes and backslashes in parameters, upgrade JMH if that is"
                        + " the cause",
                refusal.what());
    }

    @Test
    void secretsInArgumentsOfTheJvmAreNotKept() {
        ResultFile file = Results.read(
                "a.json",
                "[{\"jvmArgs\":[\"-Xmx1g\",\"-Dapi.token=abc\",\"-Dx=y\"],\"benchmark\":\"a.B.c\",\"mode\":\"avgt\","
                        + "\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s/op\"}}]");

        assertEquals("-Xmx1g -Dapi.token=… -Dx=y", file.environment().facts().get("jvmArgs"));
    }

    @Test
    void theUnitDecidesAndNotTheMode() {
        ResultFile file = Results.read("a.json", entry("\"score\":2,\"scoreError\":0.5,\"scoreUnit\":\"s/op\""));

        Measurement measurement = file.benchmarks().get(0).measurements().get(0);
        assertEquals(Direction.LOWER_IS_BETTER, measurement.metric().direction());
        assertEquals("time", measurement.metric().name());
        assertEquals(1.5, measurement.lower());
        assertEquals(2.5, measurement.upper());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+INF", "-INF"})
    void failsOnAScoreThatIsNotFinite(String score) {
        assertEquals(
                "a.json:/0/primaryMetric/score: is '" + score
                        + "' and not a finite number, so it is no result; look for the failure in JMH's log",
                refusal("a.json", entry("\"score\":\"" + score + "\",\"scoreUnit\":\"s/op\"")));
    }

    @Test
    void failsOnASampleThatIsNotFinite() {
        assertEquals(
                "a.json:/0/primaryMetric/rawData/0/1: is 'NaN' and not a finite number, so it is no result;"
                        + " look for the failure in JMH's log",
                refusal("a.json", entry("\"score\":1,\"scoreUnit\":\"s/op\",\"rawData\":[[1,\"NaN\"]]")));
    }

    @Test
    void aSecondaryScoreThatIsNotFiniteIsLeftOutAndSaid() {
        ResultFile file = Results.read(
                "a.json",
                "[{\"benchmark\":\"a.B.c\",\"mode\":\"avgt\",\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s/op\"},"
                        + "\"secondaryMetrics\":{\"IPC\":{\"score\":\"NaN\",\"scoreUnit\":\"insns/clk\"},"
                        + "\"·stack\":{\"score\":\"NaN\",\"scoreUnit\":\"---\"}}}]");

        assertEquals(1, file.benchmarks().get(0).measurements().size());
        assertEquals(
                List.of("The metric 'IPC' of 'a.B.c' is left out: its score is not a finite number."), file.warnings());
    }

    @Test
    void failsOnTheSameBenchmarkTwice() {
        String entry =
                "{\"benchmark\":\"a.B.c\",\"mode\":\"avgt\",\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s/op\"}}";

        assertEquals(
                "a.json:/1: is the same benchmark, with the same parameters, mode and threads, as a.json:/0;"
                        + " upload the results of separate JMH runs as separate files",
                refusal("a.json", "[" + entry + "," + entry + "]"));
    }

    @Test
    void failsWithoutBenchmarks() {
        ParseException refusal = assertThrows(ParseException.class, () -> Results.read("jmh/all-failed.json"));

        assertEquals(
                "all-failed.json: holds no benchmarks; JMH writes an empty array when none matched or every one failed",
                refusal.getMessage());
    }

    @Test
    void failsWithoutTheMembersThatMakeAResult() {
        assertEquals("a.json:/0: has no 'primaryMetric'", refusal("a.json", "[{\"jmhVersion\":\"1\"}]"));
        assertEquals("a.json:/0/primaryMetric: has no 'scoreUnit'", refusal("a.json", entry("\"score\":1")));
        assertEquals("a.json:/0/primaryMetric: has no 'score'", refusal("a.json", entry("\"scoreUnit\":\"s/op\"")));
        assertEquals(
                "a.json:/0: has no 'benchmark', which is its name",
                refusal("a.json", "[{\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"s/op\"}}]"));
    }

    private static String entry(String primary) {
        return "[{\"benchmark\":\"a.B.c\",\"mode\":\"thrpt\",\"threads\":1,\"primaryMetric\":{" + primary + "}}]";
    }
}
