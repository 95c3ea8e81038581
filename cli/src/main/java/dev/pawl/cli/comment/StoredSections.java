package dev.pawl.cli.comment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.client.UnreachableException;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Verdict;
import dev.pawl.report.CommentSection;
import dev.pawl.report.PictureAddress;
import dev.pawl.report.PullRequestComment;
import dev.pawl.server.notify.forge.StickyComment.Content;
import dev.pawl.wire.ComparisonReader;
import dev.pawl.wire.MalformedJsonException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of a pull request's newest commit: the newest run of each testbed, judged with its reruns. Asked again,
 * it answers with what other jobs have uploaded meanwhile, so that the one comment is about all of them.
 */
public final class StoredSections implements Supplier<Content> {

    private static final String MOST_RUNS = "200";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PawlClient client;
    private final String project;
    private final int pullRequest;
    private final String commit;
    private final @Nullable String pages;

    /**
     * @param pages address of the server's pages, without a slash at its end; {@code null} if nobody else can get there
     */
    public StoredSections(PawlClient client, String project, int pullRequest, String commit, @Nullable String pages) {
        this.client = client;
        this.project = project;
        this.pullRequest = pullRequest;
        this.commit = commit;
        this.pages = pages;
    }

    private record StoredRun(String id, String testbed, Instant received) {}

    @Override
    public Content get() {
        List<StoredRun> runs = runs();
        List<CommentSection> sections = sections(runs);
        if (sections.isEmpty())
            throw new RefusedException(404, "the server does not list the run of " + commit + " that it took");
        long sequence = runs.stream()
                .mapToLong(run -> run.received().toEpochMilli())
                .max()
                .orElse(0);
        return new Content(sequence, PullRequestComment.render(sections), PullRequestComment.isNews(sections));
    }

    /** Whether the server writes the comment itself, so that the job should not. */
    boolean isWrittenByServer() {
        JsonNode answer = read(client.get(List.of("projects", project), Map.of()));
        return answer.path("commentsBy").asText("").equals("server");
    }

    private List<StoredRun> runs() {
        JsonNode answer = read(client.get(
                List.of("projects", project, "runs"), Map.of("pr", Integer.toString(pullRequest), "limit", MOST_RUNS)));
        List<StoredRun> runs = new ArrayList<>();
        for (JsonNode run : answer.path("runs")) {
            if (!run.path("sha").asText().equals(commit)) continue;
            runs.add(new StoredRun(
                    run.path("id").asText(),
                    run.path("testbed").asText(),
                    instant(run.path("receivedAt").asText())));
        }
        return runs;
    }

    private List<CommentSection> sections(List<StoredRun> runs) {
        Map<String, StoredRun> newest = new TreeMap<>();
        for (StoredRun run : runs)
            newest.merge(run.testbed(), run, (one, other) -> one.received().isAfter(other.received()) ? one : other);
        List<CommentSection> sections = new ArrayList<>();
        for (StoredRun run : newest.values()) {
            Comparison comparison = comparison(run);
            sections.add(new CommentSection(
                    comparison,
                    pages == null ? null : pages + "/p/" + project + "/runs/" + run.id(),
                    trends(run.testbed(), comparison),
                    pictures(run)));
        }
        return sections;
    }

    private Comparison comparison(StoredRun run) {
        try {
            return ComparisonReader.read(
                    client.get(List.of("projects", project, "runs", run.id(), "comparison"), Map.of()));
        } catch (MalformedJsonException | IllegalArgumentException odd) {
            throw new RefusedException(200, "the server's answer is not understood: " + odd.getMessage());
        }
    }

    /** Only for what regressed: of the rest nobody asks how it went before. */
    private Map<SeriesKey, double[]> trends(String testbed, Comparison comparison) {
        String branch = comparison.baseline().branch();
        Set<SeriesKey> regressed = comparison.results().stream()
                .filter(result -> result.verdict() == Verdict.REGRESSED)
                .map(JudgedMeasurement::series)
                .collect(Collectors.toSet());
        if (branch == null || regressed.isEmpty()) return Map.of();
        Map<SeriesKey, double[]> trends = new HashMap<>();
        try {
            JsonNode answer = read(
                    client.get(List.of("projects", project, "series"), Map.of("branch", branch, "testbed", testbed)));
            for (JsonNode series : answer.path("series")) {
                SeriesKey key = key(series, testbed);
                if (regressed.contains(key)) trends.put(key, values(series.path("spark")));
            }
        } catch (RefusedException | UnreachableException without) {
            // An ornament: the comment says the same without it.
        }
        return trends;
    }

    /** None where the server hands out none, or is too old to. */
    private Map<SeriesKey, PictureAddress> pictures(StoredRun run) {
        Map<SeriesKey, PictureAddress> pictures = new HashMap<>();
        try {
            JsonNode answer = read(client.get(List.of("projects", project, "runs", run.id(), "pictures"), Map.of()));
            for (JsonNode picture : answer.path("pictures")) {
                PictureAddress address = new PictureAddress(
                        picture.path("light").asText(), picture.path("dark").asText());
                pictures.put(key(picture, run.testbed()), address);
            }
        } catch (RefusedException | UnreachableException without) {
            // An ornament: the comment says the same without it.
        }
        return pictures;
    }

    private static SeriesKey key(JsonNode series, String testbed) {
        Map<String, String> params = new HashMap<>();
        series.path("params")
                .fields()
                .forEachRemaining(
                        param -> params.put(param.getKey(), param.getValue().asText()));
        Benchmark benchmark = new Benchmark(
                series.path("suite").asText(),
                series.path("benchmark").asText(),
                params,
                series.path("mode").asText(),
                series.path("threads").asInt());
        return new SeriesKey(
                benchmark,
                series.path("metric").asText() + "[" + series.path("unit").asText() + "]",
                testbed);
    }

    private static double[] values(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) values[i] = list.get(i).asDouble();
        return values;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException odd) {
            return Instant.EPOCH;
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException odd) {
            throw new RefusedException(200, "the server's answer is no JSON");
        }
    }
}
