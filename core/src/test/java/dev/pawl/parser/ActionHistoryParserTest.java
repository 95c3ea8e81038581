package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Commit;
import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.Role;
import dev.pawl.parser.ActionHistoryParser.Entry;
import dev.pawl.parser.ActionHistoryParser.History;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What github-action-benchmark keeps, read. */
class ActionHistoryParserTest {

    @Test
    void aHistoryOfCargoBenchHasTheNamesAndUnitsOfThatToolsOwnFile() {
        History history = ActionHistoryParser.parse(resource("data.js"));

        assertEquals("https://github.com/ada/wordindex", history.repositoryUrl());
        assertEquals(5, history.entries().size());
        Entry first = history.entries().get(0);
        assertEquals("Rust", first.suite());
        assertEquals(
                new Commit("01".repeat(20), null, Instant.parse("2024-03-01T09:00:00Z"), "Ada Example", "Index words"),
                first.commit());
        assertEquals(Instant.ofEpochMilli(1709283900000L), first.measuredAt());
        assertEquals("tokenize::long time[s] 37174.0 ns/iter LOWER_IS_BETTER HEADLINE", line(first, 0));
        assertNull(first.pullRequest());
        // What Pawl reads from the output that the action read.
        BenchmarkResult own = Parsers.parse(
                        List.of(
                                text(
                                        "cargo.txt",
                                        "running 1 test\ntest tokenize::long ... bench:      37,174 ns/iter (+/- 7,527)\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 1 measured\n")),
                        null)
                .get(0)
                .benchmarks()
                .get(0);
        assertEquals(own.benchmark(), first.results().get(0).benchmark());
        assertEquals(
                own.measurements().get(0).metric(),
                first.results().get(0).measurements().get(0).metric());
    }

    @Test
    void aCommitOfAPullRequestIsToldApartAndANullIsLeftOutAloud() {
        History history = ActionHistoryParser.parse(resource("data.js"));

        Entry ofPullRequest = history.entries().get(3);
        assertEquals(7, ofPullRequest.pullRequest());
        assertEquals(1, ofPullRequest.results().size());
        assertEquals(
                List.of("a value is null, which is how JavaScript writes NaN, and is left out"), history.warnings());
    }

    @Test
    void eachToolsLinesBecomeWhatPawlCallsThem() {
        History history = ActionHistoryParser.parse(resource("several-tools.js"));

        assertEquals(
                "tests/bench_tokens.py::test_tokenize[long] ops[1/s] 125.5 ops/s HIGHER_IS_BETTER SUPPORTING",
                line(history.entries().get(0), 0));
        Entry java = history.entries().get(1);
        assertEquals(
                new Benchmark("", "org.example.Sort.quick", Map.of("size", "100", "order", "random"), "avgt", 4),
                java.results().get(0).benchmark());
        assertEquals(
                new Benchmark("", "org.example.Sort.rate", Map.of(), "thrpt", 1),
                java.results().get(1).benchmark());
        assertEquals(
                "org.example.Sort.rate [thrpt] throughput[1/s] 91.25 ops/ms HIGHER_IS_BETTER HEADLINE", line(java, 1));
        Entry go = history.entries().get(2);
        assertEquals(1, go.results().size());
        assertEquals(
                List.of("time[s]", "allocated[B]", "allocs[allocs/op]"),
                go.results().get(0).measurements().stream()
                        .map(measurement -> measurement.metric().identity())
                        .toList());
        assertEquals(
                "jar size[B] 3.5 MiB LOWER_IS_BETTER HEADLINE",
                line(history.entries().get(3), 0));
        assertEquals(
                "warnings value[findings] 17.0 findings LOWER_IS_BETTER HEADLINE",
                line(history.entries().get(3), 1));
        assertEquals(
                "coverage ratio[ratio] 81.5 % HIGHER_IS_BETTER HEADLINE",
                line(history.entries().get(4), 0));
        assertEquals(3, history.warnings().size(), history.warnings().toString());
    }

    @Test
    void theJsonWithoutTheAssignmentIsTheSame() throws IOException {
        String script;
        try (InputStream in = resource("data.js").open()) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        History bare = ActionHistoryParser.parse(text("data.json", script.substring(script.indexOf('{'))));

        assertEquals(ActionHistoryParser.parse(resource("data.js")), bare);
        assertEquals(
                bare,
                ActionHistoryParser.parse(
                        text("data.js", "\uFEFFconst DATA = " + script.substring(script.indexOf('{')))));
    }

    @Test
    void whatIsBrokenIsRefusedWithItsPlace() {
        refused("is cut off", "window.BENCHMARK_DATA = {\"entries\": {\"a\": [");
        refused("data.js:2:", "window.BENCHMARK_DATA = {\n  entries: {}}");
        refused("edited by hand", "window.BENCHMARK_DATA = {\n  entries: {}}");
        refused("has no 'entries'", "window.BENCHMARK_DATA = {\"lastUpdate\": 1}");
        refused(
                "data.js:/entries/a/0/benches/0/value: is not finite (NaN)",
                entry("{\"name\":\"x\",\"value\":NaN,\"unit\":\"s\"}"));
        refused("must be a number, is a string", entry("{\"name\":\"x\",\"value\":\"1\",\"unit\":\"s\"}"));
        refused("has no 'name'", entry("{\"value\":1,\"unit\":\"s\"}"));
        refused("has at most 1024 bytes", entry("{\"name\":\"" + "x".repeat(2000) + "\",\"value\":1,\"unit\":\"s\"}"));
        refused(
                "is no commit id",
                entry("{\"name\":\"x\",\"value\":1,\"unit\":\"s\"}").replace("abcdef1", "HEAD"));
    }

    private static void refused(String message, String script) {
        ParseException refusal =
                assertThrows(ParseException.class, () -> ActionHistoryParser.parse(text("data.js", script)));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    private static String entry(String bench) {
        return "window.BENCHMARK_DATA = {\"entries\":{\"a\":[{\"commit\":{\"id\":\"abcdef1\"},\"date\":1,\"tool\":\"cargo\",\"benches\":["
                + bench + "]}]}}";
    }

    private static String line(Entry entry, int index) {
        BenchmarkResult result = entry.results().get(index);
        Measurement measurement = result.measurements().get(0);
        Direction direction = measurement.metric().direction();
        Role role = measurement.metric().role();
        return result.benchmark().displayName() + " " + measurement.metric().identity() + " " + measurement.value()
                + " " + measurement.metric().unit().symbol() + " " + direction + " " + role;
    }

    private static ResultSource resource(String name) {
        return new ResultSource(
                name, null, () -> ActionHistoryParserTest.class.getResourceAsStream("/histories/" + name));
    }

    private static ResultSource text(String name, String text) {
        return ResultSource.ofBytes(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
