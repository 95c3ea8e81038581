package dev.pawl.parser;

import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {

    private static final String KNOWN =
            ". Known formats are pawl, pytest-benchmark, jmh, divan, criterion, libtest, nvbench, nvbandwidth, hyperfine, google-benchmark, go, pyperf; if it is one of them, name it with --format";

    @ParameterizedTest
    @CsvSource({
        "pytest-benchmark/samples.json, pytest-benchmark",
        "pytest-benchmark/autosave.json, pytest-benchmark",
        "pytest-benchmark/version-3.0.0.json, pytest-benchmark",
        "jmh/modes-gc.json, jmh",
        "jmh/version-1.19.json, jmh",
        "jmh/comma.csv, jmh",
        "jmh/comma.scsv, jmh",
        "jmh/comma.log.txt, jmh",
        "jmh/parameters.txt, jmh",
        "hyperfine/commands.json, hyperfine",
        "hyperfine/version-1.10.0.json, hyperfine",
        "google-benchmark/all-kinds.json, google-benchmark",
        "google-benchmark/aggregates-only.json, google-benchmark",
        "go/several-packages.txt, go",
        "go/events.ndjson, go",
        "go/test-binary.txt, go",
        "divan/two-targets.txt, divan",
        "divan/whole-log.txt, divan",
        "pyperf/single.json, pyperf",
        "pyperf/suite.json, pyperf"
    })
    void theFormatIsFoundByContent(String path, String format) {
        List<ResultFile> files =
                Parsers.parse(List.of(ResultSource.ofBytes("no-extension", Results.bytes(path))), null);

        assertEquals(List.of(format), files.stream().map(ResultFile::format).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aFileThatAWindowsShellEncodedIsTheSame(String charset) {
        for (String path : List.of(
                "pytest-benchmark/samples.json", "jmh/comma.csv", "jmh/comma.log.txt", "go/several-packages.txt")) {
            byte[] encoded = ("\uFEFF" + Results.text(path).replace("\n", "\r\n")).getBytes(Charset.forName(charset));

            List<ResultFile> files = Parsers.parse(List.of(ResultSource.ofBytes("a", encoded)), null);

            assertEquals(List.of(Results.read(path)), files);
        }
    }

    @Test
    void filesAreReadInTheirOrder() {
        List<ResultFile> files = Parsers.parse(
                List.of(
                        ResultSource.ofBytes("b", Results.bytes("jmh/single.json")),
                        ResultSource.ofBytes("a", Results.bytes("pytest-benchmark/samples.json"))),
                null);

        assertEquals(
                List.of("jmh", "pytest-benchmark"),
                files.stream().map(ResultFile::format).toList());
    }

    @Test
    void aTableAfterALongLogIsReadWhenTheFormatIsNamed() {
        String log = "something else\n".repeat(10_000)
                + "Benchmark  Mode  Cnt   Score   Error  Units\nB.c        avgt    5  12.500 ± 0.500  ns/op\n";
        ResultSource source = ResultSource.ofBytes("ci.log", log.getBytes(StandardCharsets.UTF_8));

        List<ResultFile> files = Parsers.parse(List.of(source), ResultFormat.JMH);

        assertEquals(
                12.5, files.get(0).benchmarks().get(0).measurements().get(0).value());
    }

    @Test
    void failsOnANamedFormatThatIsAnother() {
        ResultSource source = ResultSource.ofBytes("a.json", Results.bytes("jmh/single.json"));

        ParseException refusal =
                assertThrows(ParseException.class, () -> Parsers.parse(List.of(source), ResultFormat.PYTEST_BENCHMARK));

        assertEquals(
                "a.json: is not pytest-benchmark but looks like jmh; leave out --format, or name that",
                refusal.getMessage());
    }

    @Test
    void failsOnANamedFormatThatNothingRecognises() {
        ResultSource source = ResultSource.ofBytes("a.json", "{\"x\":1}".getBytes(StandardCharsets.UTF_8));

        ParseException refusal =
                assertThrows(ParseException.class, () -> Parsers.parse(List.of(source), ResultFormat.JMH));

        assertEquals(
                "a.json: must be an array of JMH results, is an object (read as jmh, because --format says so)",
                refusal.getMessage());
    }

    @Test
    void failsOnNothingAtAll() {
        assertEquals(
                "no file: there is nothing to read; name at least one result file",
                assertThrows(ParseException.class, () -> Parsers.parse(List.of(), null))
                        .getMessage());
        assertEquals("a: is empty; did the benchmarks run to their end?", refusal("a", ""));
        assertEquals("a: is empty; did the benchmarks run to their end?", refusal("a", "\uFEFF \r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE html><html>|an HTML page; a download may need a login",
                "<?xml version='1.0'?>|XML, such as a JUnit report; give the benchmark tool's own file",
                "PK\u0003\u0004 x|a compressed archive; unpack it and give the files in it",
                "E\0LF|binary",
                "{\"z\":1,\"a\":{\"b\":2}}|JSON of another tool, with the keys 'z', 'a'",
                "{}|JSON without any key",
                "{\"benchmarks\":[{\"name\":\"a\",\"measu|JSON that breaks off before its end",
                "{\"benchmarks\":[]}|JSON whose 'benchmarks' hold none",
                "sort: Mean +- std dev: 499 ns +- 37 ns|what pyperf printed; give the file of -o FILE instead",
                "command,mean,stddev,median|what hyperfine printed, or its CSV; give the file of --export-json=FILE instead",
                "hello|text without any result in its first 64 KiB, beginning with 'hello'"
            })
    void failsOnContentThatNoParserKnows(String content, String description) {
        assertEquals("a: is " + description + KNOWN, refusal("a", content));
    }

    @Test
    void failsOnATableOfAComparison() {
        assertEquals(
                "a: is a table of critcmp; give what cargo bench printed" + KNOWN,
                refusal(
                        "a",
                        "group     base                  new\n-----     ----                  ---\nx  1.0  1.1\n"));
        assertEquals(
                "a: is a table of cargo benchcmp; give what cargo bench printed" + KNOWN,
                refusal("a", " name  control ns/iter  variable ns/iter  diff ns/iter  diff %  speedup\n x  1  2  3\n"));
        assertEquals(
                "a: is the table that pytest-benchmark printed; give the file of --benchmark-json=FILE instead" + KNOWN,
                refusal("a", Results.text("hostile/pytest-table.txt")));
    }

    @Test
    void failsOnWhatGoogleBenchmarkPrintedAndOnItsJsonWithALogAroundIt() {
        String instead = "a: is what a program with Google Benchmark printed; give the file of --benchmark_out=FILE"
                + " --benchmark_out_format=json instead" + KNOWN;

        assertEquals(instead, refusal("a", Results.text("hostile/google-benchmark-table.txt")));
        assertEquals(instead, refusal("a", "loading data\n" + Results.text("google-benchmark/all-kinds.json")));
    }

    @Test
    void failsOnADirectoryAndOnWhatIsGone(@TempDir Path directory) throws IOException {
        Path gone = Files.createFile(directory.resolve("gone.json"));
        ResultSource source = ResultSource.ofFile("gone.json", gone);
        Files.delete(gone);

        assertEquals(
                "d: is a directory; name the result files in it",
                assertThrows(
                                ParseException.class,
                                () -> Parsers.parse(List.of(ResultSource.ofFile("d", directory)), null))
                        .getMessage());
        assertEquals(
                "gone.json: does not exist",
                assertThrows(ParseException.class, () -> Parsers.parse(List.of(source), null))
                        .getMessage());
    }

    @Test
    void failsOnBrokenJsonWithLineAndColumn() {
        assertEquals(
                "a:2:9: the JSON ends in the middle: the file is cut off; upload the whole file",
                refusal("a", "{\"machine_info\":{},\n\"benchma"));
        assertEquals(
                "a:1:52: there is more after the end of the JSON; is it two files in one?",
                refusal("a", "{\"benchmarks\":[{\"name\":\"x\",\"stats\":{\"median\":1}}]}{}"));
    }
}
