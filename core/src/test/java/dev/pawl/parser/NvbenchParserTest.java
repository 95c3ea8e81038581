package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.path;
import static dev.pawl.parser.RecordedOutput.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NvbenchParserTest {

    private static final Path FOLDER = path("nvbench/axes.json").getParent();

    @Test
    void samplesInTheFolderBesideTheJsonAreFoundAndTheirMedianIsTheTime() {
        ResultFile file = read("axes.json");

        BenchmarkResult copy = file.benchmarks().get(0);
        Measurement time = copy.measurements().get(0);
        assertEquals("nvbench", file.format());
        assertEquals("copy", copy.benchmark().name());
        assertEquals(
                Map.of("Device", "Test Device A", "Elements", "1048576", "T", "F32"),
                copy.benchmark().params());
        assertArrayEquals(
                new double[] {0.0012, 0.001, 0.0011, 0.0013, 0.001},
                time.samples().values());
        assertEquals(0.0011, time.value());
        assertEquals(5, time.sampleCount());
        assertEquals(0.00112, time.statistics().get("mean"));
        assertEquals(0.1 * 0.00112, time.stddev());
    }

    @Test
    void ratesAndBatchesStandBesideTheTime() {
        List<Measurement> measurements = read("axes.json").benchmarks().get(0).measurements();

        assertEquals(
                List.of("time[s]", "time.cpu[s]", "throughput[B/s]", "items[1/s]", "time.batch[s]", "clock[Hz]"),
                measurements.stream()
                        .map(measurement -> measurement.metric().identity())
                        .toList());
        assertEquals(
                List.of(
                        Role.HEADLINE,
                        Role.INFORMATIONAL,
                        Role.SUPPORTING,
                        Role.SUPPORTING,
                        Role.SUPPORTING,
                        Role.INFORMATIONAL),
                measurements.stream()
                        .map(measurement -> measurement.metric().role())
                        .toList());
        assertEquals(7489828571428.571, measurements.get(2).value());
    }

    @Test
    void withoutSamplesTheMedianElseTheMeanIsTheTimeAndUnknownNoiseIsAbsent() {
        ResultFile file = read("axes.json");

        Measurement second = file.benchmarks().get(1).measurements().get(0);
        Measurement onTheCpu = file.benchmarks().get(2).measurements().get(0);
        assertEquals(0.0019, second.value());
        assertNull(second.stddev());
        assertEquals(499, second.sampleCount());
        assertEquals(2.5e-05, onTheCpu.value());
        assertNull(onTheCpu.stddev());
        assertEquals(77, onTheCpu.sampleCount());
    }

    @Test
    void aSkippedStateIsNamedWithItsReason() {
        assertEquals(
                List.of("'copy (Elements=1073741824, T=F32)' was skipped: Out of memory"),
                read("axes.json").warnings());
    }

    @Test
    void samplesThatWereNotGivenAreMissedAloud() {
        ResultFile file = RecordedOutput.parsed("nvbench/axes.json");

        assertEquals(0.00112, file.benchmarks().get(0).measurements().get(0).value());
        assertEquals(
                "the samples of 1 states were not given: keep the folder bench.txt-bin beside the JSON",
                file.warnings().get(1));
    }

    @Test
    void fails_onSamplesOfAnotherRun() {
        List<ResultSource> sources = List.of(
                ResultSource.ofBytes("axes.json", text("nvbench/axes.json").getBytes()),
                ResultSource.ofBytes("axes.json-bin/0.bin", new byte[16]));

        ParseException thrown = assertThrows(ParseException.class, () -> Parsers.parse(sources, null));

        assertEquals("axes.json-bin/0.bin", thrown.where());
        assertEquals("has 16 bytes instead of 20 for 5 samples; is it from another run?", thrown.what());
    }

    @Test
    void fails_onSamplesAlone() {
        List<ResultSource> sources = List.of(ResultSource.ofBytes("axes.json-bin/0.bin", new byte[16]));

        assertThrows(ParseException.class, () -> Parsers.parse(sources, null));
    }

    @Test
    void fails_onATimeThatIsNotFinite() {
        String broken = text("nvbench/axes.json").replace("\"2.5e-05\"", "\"-nan\"");

        ParseException thrown = assertThrows(ParseException.class, () -> RecordedOutput.parsedText(broken));

        assertEquals("the time of 'host_only' is not finite: nvbench took no sample; run it again", thrown.what());
    }

    @Test
    void fails_onTheFormBeforeVersionOne() {
        ParseException thrown = assertThrows(
                ParseException.class,
                () -> RecordedOutput.parsedText(
                        "{\"devices\":[{\"id\":0,\"sm_version\":700}],\"benchmarks\":[{\"name\":\"x\",\"states\":{\"Device=0\":{}}}]}"));

        assertEquals("is an object, as nvbench wrote it before file version 1.0.0; use a newer nvbench", thrown.what());
    }

    private static ResultFile read(String name) {
        return Parsers.parse(new ResultPaths(FOLDER, InputStream.nullInputStream()).sources(List.of(name)), null)
                .get(0);
    }
}
