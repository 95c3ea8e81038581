package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table that JMH prints at its end, alone or in a console log.
 *
 * <p>The table shortens names ({@code o.s.Sort.quick}); a log that also names the benchmarks in full, with their threads, gives
 * them the identity that they have in the JSON. Rounded and without samples, it is the poorest form of the results.
 */
final class JmhTextParser implements Parser {

    /** What the lines of a log look like. Loaded with the first text: JSON, which is most, needs none of it. */
    private static final class LogLine {
        static final Pattern LOG_START = Pattern.compile(
                "# (?:JMH (?:version: |\\d)|Benchmark mode: |Run complete\\.|Run progress: |VM invoker: ).*");

        static final Pattern BUILD_TOOL_PREFIX = Pattern.compile("^\\[(?i:info)] ");

        static final Pattern FULL_NAME = Pattern.compile("# Benchmark: (\\S++)");

        static final Pattern THREADS = Pattern.compile("# Threads: (\\d{1,6}+) threads?+.*");

        static final Pattern VERSION = Pattern.compile("# JMH version: (.++)");

        static final Pattern MACHINE = Pattern.compile("# VM version: JDK ([^,]++), (.*), ([^,]++)");
    }

    @Override
    public boolean recognises(FileHead head) {
        if (head.isJson()) return false;
        for (ResultText.Line line : ResultText.of(head)) {
            String text = plain(line);
            if (LogLine.LOG_START.matcher(text).matches() || JmhTextColumns.of(text) != null) return true;
        }
        return false;
    }

    @Override
    public ResultFile parse(ResultSource source) {
        ResultText text = ResultText.of(source);
        JmhTable table = new JmhTable();
        Log log = new Log();
        JmhTextColumns columns = null;
        boolean seenTable = false;
        for (ResultText.Line line : text) {
            String content = plain(line);
            JmhTextColumns header = JmhTextColumns.of(content);
            if (header != null) {
                columns = header;
                seenTable = true;
            } else if (columns != null && !content.isBlank() && JmhTextColumns.mayBeRow(content)) {
                table.add(row(text.where(line), columns.read(text.where(line), content), log));
            } else {
                columns = null;
                log.take(content);
            }
        }
        if (!seenTable)
            throw new ParseException(
                    source.name(),
                    "holds no table of JMH results (Benchmark … Mode Cnt Score Error Units); did JMH run to its end?");
        return table.toResultFile(source.name(), log.environment());
    }

    private static String plain(ResultText.Line line) {
        return LogLine.BUILD_TOOL_PREFIX.matcher(line.text()).replaceFirst("");
    }

    private static JmhTable.Row row(String where, JmhTextColumns.Cells cells, Log log) {
        int colon = cells.name().indexOf(':');
        String printed = colon < 0 ? cells.name() : cells.name().substring(0, colon);
        Named named = log.named(printed);
        TreeMap<String, String> params = new TreeMap<>();
        cells.params().forEach((param, value) -> params.put(param, ParameterText.of(value)));
        try {
            return new JmhTable.Row(
                    where,
                    new Benchmark("", named.name(), params, cells.mode(), named.threads()),
                    colon < 0 ? null : label(cells.name().substring(colon + 1)),
                    cells.samples(),
                    cells.score(where),
                    cells.digits(),
                    cells.error(where),
                    cells.unit());
        } catch (IllegalArgumentException e) {
            throw new ParseException(where, String.valueOf(e.getMessage()), e);
        }
    }

    /** A console that cannot print the mark of old versions prints a question mark; {@code ú} is its byte of code page 437. */
    private static String label(String label) {
        return label.startsWith("?") || label.startsWith("ú") ? label.substring(1) : label;
    }

    /** @param threads 0 where the log does not tell */
    private record Named(String name, int threads) {}

    /** What a console log says before its table. */
    private static final class Log {
        private int threads;
        private final List<Named> benchmarks = new ArrayList<>();
        private final TreeMap<String, String> facts = new TreeMap<>();

        void take(String line) {
            Matcher found;
            if ((found = LogLine.THREADS.matcher(line)).matches()) {
                threads = Integer.parseInt(found.group(1));
            } else if ((found = LogLine.FULL_NAME.matcher(line)).matches()) {
                Named named = new Named(found.group(1), threads);
                if (!benchmarks.contains(named)) benchmarks.add(named);
            } else if ((found = LogLine.VERSION.matcher(line)).matches()) {
                facts.put("jmhVersion", ParameterText.of(found.group(1)));
            } else if ((found = LogLine.MACHINE.matcher(line)).matches()) {
                facts.put("jdkVersion", ParameterText.of(found.group(1)));
                facts.put("vmName", ParameterText.of(found.group(2)));
                facts.put("vmVersion", ParameterText.of(found.group(3)));
            }
        }

        /** The one benchmark of the log with the same class and method, or the printed name itself. */
        Named named(String printed) {
            String method = lastParts(printed);
            @Nullable Named match = null;
            for (Named benchmark : benchmarks) {
                if (!lastParts(benchmark.name()).equals(method)) continue;
                if (match != null) return new Named(printed, 0);
                match = benchmark;
            }
            return match == null ? new Named(printed, 0) : match;
        }

        Environment environment() {
            return new Environment(facts);
        }

        /** Class and method, which the table never shortens. */
        private static String lastParts(String name) {
            int dot = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
            return name.substring(dot + 1);
        }
    }
}
