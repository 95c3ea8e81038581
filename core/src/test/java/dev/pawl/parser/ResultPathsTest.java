package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultPathsTest {

    private static final List<String> TREE = List.of(
            "target/criterion/a/new/benchmark.json",
            "target/criterion/a/new/estimates.json",
            "target/criterion/a/new/sample.json",
            "target/criterion/a/new/tukey.json",
            "target/criterion/g/f/v/new/benchmark.json",
            "target/criterion/g/f/v/new/estimates.json",
            "target/criterion/g/f/v/new/sample.json");

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        write("bench.txt", "results.json", "results/one.json", "results/two.json", "results/deep/er/three.json");
        write("results/notes.md", "results/.hidden.json", "with space/a.json");
    }

    @Test
    void aFileKeepsTheNameThatTheUserGaveIt() {
        List<ResultSource> sources = sources("results/one.json", "bench.txt");

        assertEquals(List.of("results/one.json", "bench.txt"), names(sources));
        assertEquals("results/one.json", content(sources.get(0)));
    }

    @Test
    void aFileHasItsTime() throws IOException {
        Instant time = Instant.parse("2026-03-01T12:00:00Z");
        Files.setLastModifiedTime(directory.resolve("bench.txt"), FileTime.from(time));

        assertEquals(time, sources("bench.txt").get(0).modified());
    }

    @Test
    void anAbsolutePathIsFine() {
        String absolute = directory.resolve("bench.txt").toString();

        assertEquals("bench.txt", content(sources(absolute).get(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.json|results.json",
                "results/*.json|results/one.json,results/two.json",
                "results/t*.json|results/two.json",
                "results/??e.json|results/one.json",
                "**/*.json|results.json,results/deep/er/three.json,results/one.json,results/two.json,with space/a.json",
                "results/**/*.json|results/deep/er/three.json,results/one.json,results/two.json",
                "results/**/three.json|results/deep/er/three.json",
                "./results/*.json|./results/one.json,./results/two.json",
                "results/.h*|results/.hidden.json",
                "r*/deep/*/three.json|results/deep/er/three.json",
                "with space/*|with space/a.json"
            })
    void wildcardsAreExpandedAndSorted(String glob, String expected) {
        assertEquals(List.of(expected.split(",")), names(sources(glob)));
    }

    @Test
    void aFileNamedTwiceIsTakenOnce() {
        assertEquals(
                List.of("results/two.json", "results/one.json"),
                names(sources("results/two.json", "results/*.json", "./results/one.json")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a name cannot have a wildcard there")
    void aFileWhoseNameHasAWildcardIsMeantBeforeOthers() throws IOException {
        write("b*.txt");

        assertEquals(List.of("b*.txt"), names(sources("b*.txt")));
    }

    @Test
    void standardInputCanBeReadAgainAndAgain() {
        byte[] input = "test".getBytes(StandardCharsets.UTF_8);

        ResultSource source = new ResultPaths(directory, new ByteArrayInputStream(input))
                .sources(List.of("-"))
                .get(0);

        assertEquals("standard input", source.name());
        assertNull(source.modified());
        assertEquals("test", content(source));
        assertEquals("test", content(source));
    }

    @Test
    void failsOnStandardInputTwiceOrEmpty() {
        ResultPaths paths = new ResultPaths(directory, new ByteArrayInputStream(new byte[] {1}));

        assertEquals(
                "-: standard input can be read only once; name - once",
                assertThrows(ParseException.class, () -> paths.sources(List.of("-", "-")))
                        .getMessage());
        assertEquals(
                "standard input: is empty; did the command before it fail?",
                assertThrows(ParseException.class, () -> sources("-")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"target/criterion", "target", ".", "target/criterion/", "./target/criterion"})
    void aDirectoryOfCriterionGivesWhatItsLastRunWrote(String argument) throws IOException {
        writeTree();

        List<String> expected = TREE.stream()
                .map(name -> argument.startsWith("./") ? "./" + name : name)
                .toList();
        assertEquals(expected, names(sources(argument)));
    }

    @Test
    void aPartOfATreeGivesThatPart() throws IOException {
        writeTree();

        assertEquals(TREE.subList(4, 7), names(sources("target/criterion/g")));
        assertEquals(TREE.subList(0, 4), names(sources("target/criterion/a/new")));
    }

    @Test
    void aDirectoryAroundTreesGivesAllOfThem() throws IOException {
        write("artifacts/linux/a/new/estimates.json", "artifacts/mac/a/new/estimates.json");

        assertEquals(
                List.of("artifacts/linux/a/new/estimates.json", "artifacts/mac/a/new/estimates.json"),
                names(sources("artifacts")));
    }

    @Test
    void aWildcardPassesOverBaselinesAndReports() throws IOException {
        writeTree();
        write("target/criterion/a/main/estimates.json", "target/criterion/a/main/benchmark.json");

        assertEquals(TREE, names(sources("target/criterion/**/*.json")));
    }

    @Test
    void aWildcardMayMatchDirectoriesOfCriterion() throws IOException {
        write("crates/x/target/criterion/a/new/estimates.json", "crates/y/target/criterion/a/new/estimates.json");

        assertEquals(
                List.of(
                        "crates/x/target/criterion/a/new/estimates.json",
                        "crates/y/target/criterion/a/new/estimates.json"),
                names(sources("crates/*/target/criterion")));
    }

    @Test
    void aFileOfCriterionBringsItsSiblings() throws IOException {
        writeTree();

        assertEquals(
                List.of(
                        "target/criterion/a/new/estimates.json",
                        "target/criterion/a/new/benchmark.json",
                        "target/criterion/a/new/sample.json",
                        "target/criterion/a/new/tukey.json"),
                names(sources("target/criterion/a/new/estimates.json")));
        assertEquals(
                TREE.size(), sources("target/criterion/**/new/estimates.json").size());
    }

    @Test
    void failsOnADirectoryThatIsNoTreeAndSaysWhatToName() {
        ParseException e = assertThrows(ParseException.class, () -> sources("results"));

        assertEquals(
                "results: is a directory without results of Criterion; name the result files in it, such as"
                        + " 'results/one.json', 'results/two.json'",
                e.getMessage());
    }

    @Test
    void failsOnWhatCargoCriterionKeepsAndSaysWhatToDo() throws IOException {
        write("target/criterion/data/main/a/benchmark.cbor", "target/criterion/reports/index.html");

        ParseException e = assertThrows(ParseException.class, () -> sources("target/criterion"));

        assertEquals(
                "target/criterion: holds only what cargo-criterion keeps (CBOR), which Pawl does not read; run cargo bench in"
                        + " place of cargo criterion, or keep what it prints: cargo criterion > criterion.txt",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "result.json|result.json: does not exist; did you mean 'results.json'?",
                "BENCH.TXT2|BENCH.TXT2: does not exist; did you mean 'bench.txt'?",
                "results/tow.json|results/tow.json: does not exist; did you mean 'two.json'?",
                "quite-another|quite-another: does not exist; did the benchmarks write their results, and to this place?",
                "no/where/a.json|no/where/a.json: does not exist, nor does its directory; did the benchmarks run, and in this"
                        + " place?",
                "*.xml|*.xml: no file matches; did the benchmarks write their results, and to this place?",
                "no/where/*.json|no/where/*.json: no file matches; did the benchmarks write their results, and to this place?"
            })
    void failsOnAFileThatIsNotThereAndNamesNearOnes(String argument, String message) {
        ParseException e = assertThrows(ParseException.class, () -> sources(argument));

        assertEquals(message, e.getMessage());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void aTreeBehindALinkIsFound() throws IOException {
        writeTree();
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("target"));

        assertEquals(7, sources("link/criterion").size());
        assertEquals(7, sources("link/**/estimates.json").size());
    }

    @Test
    void failsOnWhatNoFileCanBeCalled() {
        ParseException e = assertThrows(ParseException.class, () -> sources("a\0b"));

        assertTrue(e.getMessage().startsWith("a\\u0000b: is not a path: "), e.getMessage());
    }

    @Test
    void sourcesOfADirectoryAreReadAsOneTree() {
        Path recorded = RecordedOutput.path("criterion/tree-0.8.2");
        ResultPaths paths = new ResultPaths(recorded.getParent(), InputStream.nullInputStream());

        List<Double> times = Parsers.parse(paths.sources(List.of("tree-0.8.2", "first-run.txt")), null).stream()
                .map(file -> RecordedOutput.measurement(file, "sum/iter/4096", "time")
                        .inBaseUnits()
                        .value())
                .toList();

        assertEquals(1.2675e-6, times.get(0), 1e-20);
        assertEquals(1.2675014288352136e-6, times.get(1), 1e-20);
    }

    private void writeTree() throws IOException {
        write(TREE.toArray(String[]::new));
        write("target/criterion/a/base/estimates.json", "target/criterion/a/base/benchmark.json");
        write("target/criterion/a/change/estimates.json", "target/criterion/a/report/index.html");
        write("target/criterion/g/report/index.html", "target/criterion/report/index.html");
    }

    /** Each file holds its name. */
    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    private List<ResultSource> sources(String... arguments) {
        return new ResultPaths(directory, InputStream.nullInputStream()).sources(List.of(arguments));
    }

    private static List<String> names(List<ResultSource> sources) {
        return sources.stream().map(ResultSource::name).toList();
    }

    private static String content(ResultSource source) {
        try (InputStream in = source.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
