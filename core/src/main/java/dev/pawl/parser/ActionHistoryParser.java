package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Commit;
import dev.pawl.model.Measurement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The history that github-action-benchmark keeps on a branch: {@code data.js}, which is an assignment in JavaScript, or the JSON
 * that is assigned ({@code external-data-json-path}).
 *
 * <p>It holds a number for each benchmark and commit and little else: no spread that says what it is, no environment, no parents.
 * What the names and units of its tools become is said by {@link ActionBench}.
 */
public final class ActionHistoryParser {

    /** How the file begins, after white space: {@code window.BENCHMARK_DATA = }. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("\\A(\\uFEFF?\\s*+(?:(?:var|let|const)\\s++)?[A-Za-z_$][\\w.$]*+\\s*+=\\s*+)\\{");

    private static final Pattern OF_PULL_REQUEST = Pattern.compile("/pull/(\\d{1,9})/commits/");

    /** Enough to see how the file begins. */
    private static final int HEAD = 4096;

    private static final int LONGEST_TEXT = 1 << 16;

    /** Messages of commits are not kept, but for their first line. */
    private static final int LONGEST_MESSAGE = 1 << 20;

    private static final String NO_JSON =
            "; the action writes JSON behind the =, so a file that is other JavaScript was edited by hand";

    /**
     * The results of one commit under one of the names that the action's {@code name} gave.
     *
     * @param commit without its parent, which the file does not tell
     * @param pullRequest number, where the commit is a pull request's
     */
    public record Entry(
            String suite,
            Commit commit,
            @Nullable Integer pullRequest,
            Instant measuredAt,
            List<BenchmarkResult> results) {
        public Entry {
            results = List.copyOf(results);
        }
    }

    /**
     * All of the file.
     *
     * @param repositoryUrl as the file has it
     * @param entries as they follow each other in the file
     * @param warnings one sentence each
     */
    public record History(@Nullable String repositoryUrl, List<Entry> entries, List<String> warnings) {
        public History {
            entries = List.copyOf(entries);
            warnings = List.copyOf(warnings);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> warnings = new LinkedHashMap<>();
    private @Nullable String repositoryUrl;
    private boolean hasEntries;

    private ActionHistoryParser() {}

    /**
     * @throws ParseException if it is something else, or broken
     */
    public static History parse(ResultSource source) {
        ActionHistoryParser parser = new ActionHistoryParser();
        return JsonInput.read(withoutAssignment(source), NO_JSON, parser::read);
    }

    /** Whether a text begins like such a file, so that one that is broken is called broken and not unknown. */
    public static boolean recognises(String head) {
        return ASSIGNMENT.matcher(head).find() || head.contains("\"benches\"") || head.contains("\"lastUpdate\"");
    }

    /** The same with blanks for what stands before the JSON, so that lines and columns in messages stay those of the file. */
    private static ResultSource withoutAssignment(ResultSource source) {
        return new ResultSource(source.name(), source.modified(), () -> {
            InputStream in = source.open();
            byte[] head = in.readNBytes(HEAD);
            Matcher matcher = ASSIGNMENT.matcher(new String(head, StandardCharsets.UTF_8));
            if (matcher.find())
                Arrays.fill(head, 0, matcher.group(1).getBytes(StandardCharsets.UTF_8).length, (byte) ' ');
            return new SequenceInputStream(new ByteArrayInputStream(head), in);
        });
    }

    private History read(JsonInput json) throws IOException {
        json.object(key -> {
            if (key.equals("repoUrl") && json.isString()) repositoryUrl = json.string(LONGEST_TEXT);
            if (!key.equals("entries")) return;
            hasEntries = true;
            json.object(suite -> json.array(() -> readEntry(json, suite)));
        });
        if (!hasEntries)
            throw json.refuse("has no 'entries'; this is not what github-action-benchmark keeps its history in");
        List<String> texts = new ArrayList<>();
        warnings.forEach((text, times) -> texts.add(times == 1 ? text : text + " (" + times + " times)"));
        return new History(repositoryUrl, entries, texts);
    }

    private void readEntry(JsonInput json, String suite) throws IOException {
        String where = json.where();
        @Nullable Commit[] commit = {null};
        @Nullable String[] url = {null};
        double[] date = {Double.NaN};
        String[] tool = {""};
        List<ActionBench> benches = new ArrayList<>();
        json.object(key -> {
            switch (key) {
                case "commit" -> commit[0] = readCommit(json, url);
                case "date" -> date[0] = json.number();
                case "tool" -> tool[0] = json.string(LONGEST_TEXT);
                case "benches" ->
                    json.array(() -> {
                        ActionBench bench = readBench(json);
                        if (bench != null) benches.add(bench);
                    });
                default -> {}
            }
        });
        if (commit[0] == null) throw new ParseException(where, "has no 'commit', so its place is not known");
        Instant measuredAt = Double.isNaN(date[0]) ? commit[0].time() : Instant.ofEpochMilli((long) date[0]);
        if (measuredAt == null)
            throw new ParseException(
                    where, "has neither a 'date' nor a timestamp of its commit, so its time is not known");
        List<BenchmarkResult> results = results(tool[0], benches, where);
        if (results.isEmpty()) {
            warn("an entry without results is left out");
            return;
        }
        Matcher ofPullRequest = OF_PULL_REQUEST.matcher(url[0] == null ? "" : url[0]);
        Integer pullRequest = ofPullRequest.find() ? Integer.valueOf(ofPullRequest.group(1)) : null;
        entries.add(new Entry(suite, commit[0], pullRequest, measuredAt, results));
    }

    private static Commit readCommit(JsonInput json, @Nullable String[] url) throws IOException {
        String where = json.where();
        String[] id = {""};
        @Nullable Instant[] time = {null};
        @Nullable String[] texts = {null, null};
        json.object(key -> {
            switch (key) {
                case "id" -> id[0] = json.string(LONGEST_TEXT).strip().toLowerCase(Locale.ROOT);
                case "timestamp" -> time[0] = time(json);
                case "message" -> texts[0] = firstLine(json.stringOrNull(LONGEST_MESSAGE));
                case "url" -> url[0] = json.stringOrNull(LONGEST_TEXT);
                case "author" -> {
                    if (!json.isObject()) return;
                    json.object(member -> {
                        if (member.equals("name") && json.isString()) texts[1] = firstLine(json.string(LONGEST_TEXT));
                    });
                }
                default -> {}
            }
        });
        if (!Commit.isSha(id[0]))
            throw new ParseException(
                    where,
                    "names the commit " + Excerpt.quote(id[0])
                            + ", which is no commit id (7 to 64 hexadecimal digits)");
        return new Commit(id[0], null, time[0], texts[1], texts[0]);
    }

    private static @Nullable Instant time(JsonInput json) throws IOException {
        String text = json.stringOrNull(LONGEST_TEXT);
        if (text == null || text.isBlank()) return null;
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw json.refuse("is no ISO-8601 time with offset: " + Excerpt.quote(text));
        }
    }

    private @Nullable ActionBench readBench(JsonInput json) throws IOException {
        String where = json.where();
        String[] name = {""};
        double[] value = {Double.NaN};
        String[] unit = {""};
        String[] extra = {""};
        boolean[] isNull = {false};
        json.object(key -> {
            switch (key) {
                case "name" -> name[0] = json.string(LONGEST_TEXT);
                case "value" -> {
                    isNull[0] = json.isNull();
                    if (!isNull[0]) value[0] = json.number();
                }
                case "unit" -> unit[0] = json.isNull() ? "" : json.string(LONGEST_TEXT);
                case "extra" -> extra[0] = json.isString() ? json.string(LONGEST_MESSAGE) : "";
                default -> {}
            }
        });
        if (isNull[0]) {
            warn("a value is null, which is how JavaScript writes NaN, and is left out");
            return null;
        }
        if (name[0].isBlank()) throw new ParseException(where, "has no 'name'");
        if (Double.isNaN(value[0])) throw new ParseException(where, "has no 'value'");
        return new ActionBench(name[0].strip(), value[0], unit[0].strip(), extra[0]);
    }

    /** The results of one entry; a benchmark's several metrics are several lines of the file. */
    private List<BenchmarkResult> results(String tool, List<ActionBench> benches, String where) {
        Map<Benchmark, Map<String, Measurement>> measured = new LinkedHashMap<>();
        for (ActionBench bench : benches) {
            try {
                BenchmarkResult result = bench.result(tool, this::warn);
                Measurement measurement = result.measurements().get(0);
                Measurement earlier = measured.computeIfAbsent(result.benchmark(), unseen -> new LinkedHashMap<>())
                        .putIfAbsent(measurement.metric().identity(), measurement);
                if (earlier != null && earlier.value() != measurement.value())
                    warn("a benchmark comes twice in one entry; its first value counts");
            } catch (IllegalArgumentException e) {
                throw new ParseException(where, "benchmark " + Excerpt.quote(bench.name()) + ": " + e.getMessage(), e);
            }
        }
        List<BenchmarkResult> results = new ArrayList<>();
        measured.forEach((benchmark, measurements) ->
                results.add(new BenchmarkResult(benchmark, List.copyOf(measurements.values()))));
        return results;
    }

    private void warn(String text) {
        warnings.merge(text, 1, Integer::sum);
    }

    private static @Nullable String firstLine(@Nullable String text) {
        if (text == null || text.isBlank()) return null;
        return text.strip().lines().findFirst().orElse(null);
    }
}
