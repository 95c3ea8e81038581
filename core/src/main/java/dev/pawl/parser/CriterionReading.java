package dev.pawl.parser;

import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.parser.ResultText.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes Criterion's lines out of what {@code cargo bench} printed, one after the other:
 *
 * <pre>
 * Benchmarking sum/iter/64: Analyzing                                   progress, on standard error
 * sum/iter/64             time:   [10.057 ns 10.664 ns 11.629 ns]       a title of more than 23 bytes is on a line before
 *                         thrpt:  [41.005 GiB/s 44.714 GiB/s 47.412 GiB/s]
 *                  change:
 *                         time:   [−10.106% +25.611% +54.853%] (p = 0.38 > 0.05)
 *                         thrpt:  [−35.423% −20.389% +11.242%]
 * </pre>
 *
 * The change is against whatever ran on that machine before, and is not read.
 */
final class CriterionReading {

    private static final Pattern PROGRESS =
            Pattern.compile("^Benchmarking (.+?)(: (?:Warming up for .*+|Collecting \\d++ samples"
                    + " in estimated .*+|Analyzing|Profiling for .*+|Complete \\(Analysis Disabled\\)))?$");
    private static final Pattern TESTING = Pattern.compile("^Testing \\S.*+");
    private static final Pattern ZERO_TIME =
            Pattern.compile("measurement of benchmark (.+) took zero time per iteration");
    private static final Pattern ORDINAL = Pattern.compile(" #\\d++$");
    private static final Pattern CUT_TITLE = Pattern.compile("\\.\\.\\.(?: #\\d++)?$");

    /** A longer title is printed on a line of its own. */
    private static final int LONGEST_TITLE_BESIDE = 23;

    private final ResultText text;
    private final CargoTargets targets;
    private final List<String> warnings;

    /** Benchmarks that were begun and whose result has not come yet, with the line that says so. */
    private final Map<String, Line> begun = new LinkedHashMap<>();

    private String lastBegun = "";
    private String lastText = "";

    /** The measurements of the last benchmark, which can get its throughput yet. */
    private @Nullable List<Measurement> last;

    private final NameList leftOut = new NameList();
    private final NameList cut = new NameList();
    private final NameList numbered = new NameList();
    private boolean hasResults;
    private boolean wasTested;
    private boolean wasProfiled;

    CriterionReading(ResultText text, CargoTargets targets, List<String> warnings) {
        this.text = text;
        this.targets = targets;
        this.warnings = warnings;
    }

    /** Whether the line is one that Criterion prints. */
    static boolean isTypical(String line) {
        if (CriterionLine.find(line, "time:") != null) return true;
        if (!line.startsWith("Benchmarking ")) return false;
        Matcher progress = PROGRESS.matcher(line);
        return progress.matches() && progress.group(2) != null;
    }

    void take(Line line) {
        String content = line.text();
        if (content.isBlank() || takeProgress(line)) return;
        CriterionLine time = CriterionLine.find(content, "time:");
        CriterionLine throughput = time == null ? CriterionLine.find(content, "thrpt:") : null;
        if (time != null && !time.isChange()) takeTime(line, time);
        else if (throughput != null && !throughput.isChange()) takeThroughput(line, throughput);
        else if (content.strip().equals("change:")) last = null;
        lastText = content;
    }

    void finish() {
        for (Map.Entry<String, Line> unfinished : begun.entrySet())
            throw new ParseException(
                    text.where(unfinished.getValue()),
                    "benchmark " + Excerpt.quote(unfinished.getKey()) + " was begun and has no result: the run was"
                            + " broken off, or its output was captured in part; run it again and give the whole output");
        if (!cut.isEmpty())
            warnings.add("Criterion cut the names " + cut
                    + " and numbers those that differ only beyond that; upload the directory target/criterion, which has"
                    + " whole names");
        if (!numbered.isEmpty())
            warnings.add("several benchmarks share the names of " + numbered
                    + " but for the number, which is the order in which they ran; give each a name of its own");
        if (!leftOut.isEmpty())
            warnings.add("Criterion left out " + leftOut
                    + ", because a sample took no time at all; is the benchmark's iter_custom right?");
    }

    boolean hasResults() {
        return hasResults;
    }

    /** Why there may be no result, for a file that has none; {@code null} where nothing speaks of Criterion. */
    @Nullable
    String whyNothing() {
        if (wasProfiled) return "with --profile-time Criterion measures nothing; run cargo bench without it";
        if (wasTested) return "the benchmarks were only tried (cargo test, or --test), not measured; run cargo bench";
        return null;
    }

    private boolean takeProgress(Line line) {
        String content = line.text();
        if (TESTING.matcher(content).matches()) wasTested = true;
        if (content.contains("took zero time")) {
            Matcher zero = ZERO_TIME.matcher(content);
            if (!zero.find()) return false;
            begun.remove(zero.group(1));
            leftOut.add(zero.group(1));
            return true;
        }
        if (!content.startsWith("Benchmarking ")) return false;
        Matcher progress = PROGRESS.matcher(content);
        if (!progress.matches()) return false;
        String title = progress.group(1);
        String step = progress.group(2);
        if (step != null && (step.startsWith(": Profiling") || step.startsWith(": Complete"))) {
            wasProfiled = true;
            begun.remove(title);
        } else {
            begun.putIfAbsent(title, line);
            lastBegun = title;
        }
        return true;
    }

    private void takeTime(Line line, CriterionLine time) {
        String title = titleOf(line, time);
        begun.remove(title);
        lastBegun = "";
        if (CUT_TITLE.matcher(title).find()) cut.add(title);
        else if (ORDINAL.matcher(title).find()) numbered.add(title);
        hasResults = true;
        last = new ArrayList<>();
        last.add(measurement(line, time, CargoMetric.time(time.unit())));
        targets.add(title, line.number(), last);
    }

    private void takeThroughput(Line line, CriterionLine throughput) {
        if (last == null)
            throw new ParseException(
                    text.where(line), "this throughput has no time before it; give the output as it was printed");
        last.add(measurement(line, throughput, CargoMetric.throughput(throughput.unit())));
    }

    private Measurement measurement(Line line, CriterionLine figures, Metric metric) {
        if (!figures.isReadable())
            throw new ParseException(
                    text.where(line),
                    "cannot read " + Excerpt.quote(line.text().strip())
                            + "; expected three numbers with their units, such as [1.2281 µs 1.2310 µs 1.2406 µs]");
        return figures.measurement(metric);
    }

    private String titleOf(Line line, CriterionLine time) {
        String beside = line.text().substring(0, time.start()).strip();
        // Progress names the title for sure, even where output of the benchmark itself stands between or in front.
        if (!lastBegun.isEmpty() && (beside.isEmpty() || beside.endsWith(lastBegun))) return lastBegun;
        if (!beside.isEmpty()) return beside;
        boolean isTitle = !lastText.isEmpty()
                && !Character.isWhitespace(lastText.charAt(0))
                && lastText.getBytes(StandardCharsets.UTF_8).length > LONGEST_TITLE_BESIDE;
        if (!isTitle)
            throw new ParseException(
                    text.where(line),
                    "this time has no name, neither before it nor on the line above; give the output as it was printed");
        return lastText;
    }
}
