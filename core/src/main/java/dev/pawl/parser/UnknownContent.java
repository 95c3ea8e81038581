package dev.pawl.parser;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says what a file looks like that no parser recognises, so that its owner knows what to give instead. */
final class UnknownContent {

    /** Content that people upload by mistake, by something that only it has in its first lines. */
    private enum Lookalike {
        HTML("(?i)\\A\\s*+<(?:!doctype html|html)", "an HTML page; a download may need a login"),
        XML("\\A\\s*+<(?:\\?xml|testsuite)", "XML, such as a JUnit report; give the benchmark tool's own file"),
        CRITCMP("(?m)^group\\s++\\S++.*+\\R-----", "a table of critcmp; give what cargo bench printed"),
        BENCHCMP("(?m)^\\s*+name\\s.*ns/iter.*diff", "a table of cargo benchcmp; give what cargo bench printed"),
        BENCHSTAT("(?m)\\bvs base\\s++│|^name\\s++old time/op", "a table of benchstat; give the results it compared"),
        PYTEST_TABLE(
                "(?m)^Name \\(time in [^)]++\\)|^-++ benchmark.*: \\d++ tests",
                "the table that pytest-benchmark printed; give the file of --benchmark-json=FILE instead"),
        PYTEST(
                "(?m)^=++ test session starts =++$",
                "what pytest printed; give the file of --benchmark-json=FILE instead, which it writes if a benchmark ran"),
        HYPERFINE(
                "(?m)^command,mean,stddev,|^Benchmark(?: #\\d++|\\s\\d++): .*\\R\\s++Time \\(mean ± ",
                "what hyperfine printed, or its CSV; give the file of --export-json=FILE instead"),
        GOOGLE_BENCHMARK(
                "(?m)^Benchmark\\s++Time\\s++CPU\\s++Iterations|^\\s++\"(?:run_type|cpu_time)\": ",
                "what a program with Google Benchmark printed; give the file of --benchmark_out=FILE"
                        + " --benchmark_out_format=json instead"),
        PYPERF("\\bMean \\+- std dev: \\d", "what pyperf printed; give the file of -o FILE instead"),
        LATEX("\\A\\s*+\\\\begin\\{tabular}", "a LaTeX table; write JMH's results with -rf json");

        private final Pattern pattern;
        private final String description;

        Lookalike(String pattern, String description) {
            this.pattern = Pattern.compile(pattern);
            this.description = description;
        }
    }

    /** JSON of tools that Pawl does not read, by keys that they always write. */
    private enum OtherTool {
        BENCHMARK_DOT_NET("BenchmarkDotNet", "HostEnvironmentInfo"),
        CALLGRIND("iai-callgrind or gungraun", "profiles", "module_path"),
        NOTEBOOK("a Jupyter notebook", "cells", "nbformat");

        private final String tool;
        private final List<String> keys;

        OtherTool(String tool, String... keys) {
            this.tool = tool;
            this.keys = List.of(keys);
        }
    }

    private static final int MOST_KEYS_SHOWN = 8;

    /** Enough to recognise a file by, too little to print the secrets of one that was given by mistake. */
    private static final int MOST_CHARACTERS_SHOWN = 40;

    private UnknownContent() {}

    /** A clause that follows "is": {@code JSON with the keys 'a', 'b'; …}. */
    static String describe(FileHead head) {
        String text = head.text();
        if (text.isBlank()) return "empty; did the benchmarks run to their end?";
        if (head.isJson()) return breaksOff(text) ? "JSON that breaks off before its end" : json(head.keys());
        if (text.startsWith("PK\u0003\u0004") || text.startsWith("\u001f‹"))
            return "a compressed archive; unpack it and give the files in it";
        if (text.indexOf('\0') >= 0) return "binary";
        String lines = String.join("\n", firstLines(head));
        for (Lookalike lookalike : Lookalike.values()) {
            if (lookalike.pattern.matcher(lines).find()) return lookalike.description;
        }
        return "text without any result in its first " + (FileHead.LENGTH >> 10) + " KiB, beginning with " + "'"
                + Excerpt.of(text.strip(), MOST_CHARACTERS_SHOWN) + "'";
    }

    private static List<String> firstLines(FileHead head) {
        return StreamSupport.stream(ResultText.of(head).spliterator(), false)
                .map(ResultText.Line::text)
                .toList();
    }

    /** Only said of a file that is surely no longer than its head, however many bytes its characters take. */
    private static boolean breaksOff(String text) {
        if (text.length() >= FileHead.LENGTH / 4) return false;
        try (JsonParser json = JsonInput.FACTORY.createParser(text)) {
            while (json.nextToken() != null) {}
            return false;
        } catch (JsonEOFException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String json(Set<String> keys) {
        if (keys.contains("benchmarks") && keys.stream().noneMatch(key -> key.startsWith("benchmarks/")))
            return "JSON whose 'benchmarks' hold none";

        for (OtherTool other : OtherTool.values()) {
            if (keys.containsAll(other.keys)) return "JSON of " + other.tool + ", which Pawl does not read";
        }
        List<String> shown = keys.stream()
                .filter(key -> key.indexOf('/') < 0)
                .limit(MOST_KEYS_SHOWN)
                .map(key -> "'" + Excerpt.of(key, 20) + "'")
                .collect(Collectors.toList());
        return shown.isEmpty()
                ? "JSON without any key"
                : "JSON of another tool, with the keys " + String.join(", ", shown);
    }
}
