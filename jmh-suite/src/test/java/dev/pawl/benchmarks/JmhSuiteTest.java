package dev.pawl.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

final class JmhSuiteTest {

    /** Names are identities: renaming one ends its series and begins another. */
    private static final List<String> NAMES = List.of(
            "ChartBenchmark.drawPng",
            "ChartBenchmark.drawSvg",
            "ComparisonBenchmark.thousandBenchmarks",
            "DetectorBenchmark.append",
            "DetectorBenchmark.appendAndWatch",
            "ParserBenchmark.criterionTree",
            "ParserBenchmark.jmhJson",
            "ParserBenchmark.libtestText",
            "ParserBenchmark.pytestWithSamples",
            "SegmentationBenchmark.wholeHistory",
            "StoreBenchmark.cachedPoints",
            "StoreBenchmark.coldPoints",
            "StoreBenchmark.ingest",
            "WireBenchmark.readComparison",
            "WireBenchmark.writeComparison");

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Options once = new OptionsBuilder()
                .include("dev\\.pawl\\.benchmarks\\.")
                .param("history", "1000")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(once).run();

        TreeSet<String> names = new TreeSet<>();
        for (RunResult result : results) {
            names.add(result.getParams().getBenchmark().replace("dev.pawl.benchmarks.", ""));
            assertTrue(result.getPrimaryResult().getScore() > 0, result.getPrimaryResult()::toString);
        }
        assertEquals(NAMES, List.copyOf(names));
    }
}
