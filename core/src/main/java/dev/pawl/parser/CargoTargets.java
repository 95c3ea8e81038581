package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The benchmarks of one {@code cargo bench}, by the target (bench file or library) that each belongs to.
 *
 * <p>A target's name becomes the suite only of those benchmarks whose name several targets of the same output use. Cargo prints
 * the targets on standard error, which many a CI does not capture; so a benchmark whose name is its own keeps its identity
 * whether the targets are known or not.
 */
final class CargoTargets {

    /** {@code Running benches/alpha.rs (target/release/deps/alpha-1873645c5ec7dba5)}, in old versions without the source. */
    private static final Pattern RUNNING = Pattern.compile("^\\s*+Running ");

    private static final Pattern EXECUTABLE =
            Pattern.compile("([^\\\\/ (`]{1,200})-[0-9a-f]{16}(?:\\.exe)?(?=[)`\\s]|$)");

    private static final String UNKNOWN = "";

    /**
     * @param target number of the target's run in the output, so that a target that ran twice counts as two
     * @param line line of the output that holds the result
     */
    private record Entry(int target, String targetName, String name, int line, List<Measurement> measurements) {}

    private final String source;
    private final List<Entry> entries = new ArrayList<>();
    private int target;
    private String targetName = UNKNOWN;

    /**
     * @param source name of the file, for messages
     */
    CargoTargets(String source) {
        this.source = source;
    }

    /** The target's name, if the line says that one is started. */
    static @Nullable String named(String line) {
        if (!RUNNING.matcher(line).find()) return null;
        Matcher executable = EXECUTABLE.matcher(line);
        return executable.find() ? executable.group(1) : null;
    }

    /** What follows belongs to another target. */
    void begin(String name) {
        target++;
        targetName = name;
    }

    /** What follows belongs to another target, and nothing says to which. */
    void beginUnknown() {
        begin(UNKNOWN);
    }

    int size() {
        return entries.size();
    }

    /**
     * @param measurements may still grow until {@link #results()}
     */
    void add(String name, int line, List<Measurement> measurements) {
        // No database and no terminal takes a NUL, and no benchmark means one.
        entries.add(new Entry(target, targetName, name.replace('\0', '\uFFFD'), line, measurements));
    }

    /** What was taken for the last benchmark's result was not; this is. */
    void replaceLast(int line, List<Measurement> measurements) {
        Entry last = entries.remove(entries.size() - 1);
        entries.add(new Entry(last.target, last.targetName, last.name, line, measurements));
    }

    /**
     * All benchmarks in the order of the output.
     *
     * @throws ParseException if a name occurs twice and no target tells the two apart
     */
    List<BenchmarkResult> results() {
        Map<String, List<Entry>> byName = new LinkedHashMap<>();
        for (Entry entry : entries)
            byName.computeIfAbsent(entry.name, name -> new ArrayList<>()).add(entry);
        byName.values().forEach(this::requireDistinctTargets);
        List<BenchmarkResult> results = new ArrayList<>();
        for (Entry entry : entries) {
            boolean shared = byName.get(entry.name).size() > 1;
            try {
                Benchmark benchmark = Benchmark.named(entry.name);
                results.add(new BenchmarkResult(
                        shared ? benchmark.inSuite(entry.targetName) : benchmark, entry.measurements));
            } catch (IllegalArgumentException e) {
                throw new ParseException(source + ":" + entry.line, e.getMessage(), e);
            }
        }
        return results;
    }

    private void requireDistinctTargets(List<Entry> namesakes) {
        Map<String, Entry> byTarget = new HashMap<>();
        Entry previous = null;
        for (Entry entry : namesakes) {
            Entry other = byTarget.put(entry.targetName, entry);
            if (other == null && byTarget.containsKey(UNKNOWN)) other = previous;
            previous = entry;
            if (other == null) continue;
            throw new ParseException(
                    source + ":" + entry.line,
                    "benchmark " + Excerpt.quote(entry.name) + " occurs in line " + other.line + " and in line "
                            + entry.line + ", and nothing tells the two apart; "
                            + (byTarget.containsKey(UNKNOWN)
                                    ? "capture standard error, too (cargo bench 2>&1), so that their targets are known,"
                                            + " and give each run a file of its own"
                                    : "give each benchmark a name of its own, and each run a file of its own"));
        }
    }
}
