package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.times;
import static dev.pawl.parser.Results.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class DivanParserTest {

    private static final String TWO_TARGETS = "divan/two-targets.txt";
    private static final String HEADER = "w      fastest │ slowest │ median │ mean │ samples │ iters\n";

    @Test
    void theTreeIsTheSuiteAndThePathInItTheName() {
        assertEquals(
                new TreeMap<>(Map.ofEntries(
                        Map.entry("other: a_name_that_is_quite_long_for_a_table_of_this_kind", 19.72),
                        Map.entry("other: plain", 2.088),
                        Map.entry("words: copy::a b", 26.41),
                        Map.entry("words: copy::é│x", 25.0),
                        Map.entry("words: locked::t=1", 28.6),
                        Map.entry("words: locked::t=2", 65.71),
                        Map.entry("words: plain", 0.166),
                        Map.entry("words: sum::1", 1.335),
                        Map.entry("words: sum::1000", 535.3),
                        Map.entry("words: text::build::String::4", 8.427),
                        Map.entry("words: text::build::String::16", 14.51),
                        Map.entry("words: text::build::Vec<u8>::4", 8.525),
                        Map.entry("words: text::build::Vec<u8>::16", 14.55),
                        Map.entry("words: text::inner::deep", 90.12))),
                times(Results.read(TWO_TARGETS)));
    }

    @Test
    void theMedianIsTheValueWithTheOtherFiguresInItsUnit() {
        Measurement time = measurement(Results.read("divan/talks.txt"), "talks", "time");

        assertEquals(
                new Measurement(
                        Metric.headline("time", Unit.of("µs")),
                        10.64,
                        null,
                        null,
                        null,
                        null,
                        2,
                        Samples.NONE,
                        new TreeMap<>(Map.of("max", 19.88, "mean", 10.64))),
                time);
        ResultFile mixed = Results.read("a.txt", HEADER + "╰─ a   800 ns │ 2.5 ms │ 1.5 µs │ 2 µs │ 10 │ 100\n");
        assertEquals(0.8, measurement(mixed, "a", "time").statistics().get("min"), 1e-12);
        assertEquals(2500, measurement(mixed, "a", "time").statistics().get("max"), 1e-9);
    }

    @Test
    void countersAndAllocationsStandBeside() {
        ResultFile file = Results.read(TWO_TARGETS);

        assertEquals(
                List.of("time", "throughput", "items", "memory.peak", "allocs", "allocated"),
                file.benchmarks().get(2).measurements().stream()
                        .map(measurement -> measurement.metric().name())
                        .toList());
        assertEquals(
                Measurement.of(
                        new Metric("throughput", Unit.of("MB/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING), 113.5),
                measurement(file, "copy::a b", "throughput"));
        assertEquals(
                Measurement.of(
                        new Metric("items", Unit.of("item/s"), Direction.HIGHER_IS_BETTER, Role.SUPPORTING),
                        37.86 * 1e6),
                measurement(file, "copy::a b", "items"));
        assertEquals(
                Measurement.of(
                        new Metric("allocated", Unit.of("KB/iter"), Direction.LOWER_IS_BETTER, Role.SUPPORTING), 1),
                measurement(file, "text::inner::deep", "allocated"));
        assertEquals(0.781, measurement(file, "locked::t=1", "memory.peak").value());
        assertEquals(
                "MiB/s",
                measurement(Results.read("divan/color.txt"), "copy::a b", "throughput")
                        .metric()
                        .unit()
                        .symbol());
    }

    @Test
    void countersWhoseUnitsWereLostAreLeftOut() {
        String damaged = Results.text(TWO_TARGETS).replaceAll(" (MB/s|[KMG]?item/s|[KM]?B) ", " ");

        List<String> metrics = Results.read("damaged.txt", damaged).benchmarks().get(2).measurements().stream()
                .map(measurement -> measurement.metric().name())
                .toList();

        assertEquals("time", metrics.get(0));
        assertFalse(metrics.contains("items"), metrics::toString);
    }

    @Test
    void theWholeLogOfCargoAndTablesThatAShellDamagedAreRead() {
        assertEquals(14, Results.read("divan/whole-log.txt").benchmarks().size());
        String damaged = Results.text("divan/talks.txt")
                .replace("│", "Γöé")
                .replace("├─", "Γö£ΓöÇ")
                .replace("╰─", "Γò░ΓöÇ")
                .replace("µ", "┬╡");
        assertEquals(Results.read("divan/talks.txt"), Results.read("a.txt", damaged));
    }

    @Test
    void fails_whenABenchmarkPanicked() {
        String message = refusal("a", Results.text("divan/panic.txt"));

        assertTrue(
                message.contains("cargo bench failed: 'error: bench failed, to rerun pass `--bench talks`'"), message);
        assertEquals(
                "a:6: the table ends in the middle: the run was broken off there, or a part of its output is missing; run"
                        + " it again and give the whole output",
                refusal(
                        "a",
                        Results.text("divan/panic.txt")
                                .lines()
                                .limit(10)
                                .reduce("", (text, line) -> text + line + "\n")));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 6, 20, 38, 59})
    void fails_whereTheTableIsCutOff(int lines) {
        String cut = Results.text(TWO_TARGETS).lines().limit(lines).reduce("", (text, line) -> text + line + "\n");

        if (lines == 3) assertEquals(2, Results.read("a", cut).benchmarks().size());
        else assertTrue(refusal("a", cut).contains("the table ends in the middle"), cut);
    }

    @Test
    void fails_onResultsThatAreNotDivansOrNotReadable() {
        String row = "╰─ a   1 ns │ 1 ns │ %s │ 1 ns │ 10 │ 100\n";
        assertEquals(
                "a:3: is a result of libtest or Criterion among those of divan; give the output of each bench target as a"
                        + " file of its own",
                refusal("a", HEADER + row.formatted("1 ns") + "test x ... bench: 1,234.56 ns/iter (+/- 7.89)\n"));
        assertEquals(
                "a:2: cannot be read: 'x ns'; expected a number and a unit such as '12.5 ns'",
                refusal("a", HEADER + row.formatted("x ns")));
        assertEquals(
                "a:2: cannot be read: 'inf ns'; expected a number and a unit such as '12.5 ns'",
                refusal("a", HEADER + row.formatted("inf ns")));
        assertEquals(
                "a:4: 'a' occurs twice; give the outputs of separate runs one by one",
                refusal("a", HEADER + row.formatted("1 ns") + HEADER + row.formatted("1 ns")));
        assertEquals("a: all 1 benchmarks were ignored", refusal("a", HEADER + "╰─ a   (ignored) │  │  │  │  │\n"));
        assertTrue(refusal("a", HEADER).startsWith("a:1: the table ends in the middle"));
    }
}
