package dev.pawl.server.testing;

import dev.pawl.model.Commit;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Trust;
import dev.pawl.parser.ResultSource;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.pipeline.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code main} in the project {@code demo}, as an upload brings it. Each commit's parent is the one numbered before it.
 *
 * @param commit from 1
 * @param environment facts of where it ran
 * @param seconds time of each benchmark
 * @param measuredAt of a run of the past: when it was measured
 * @param settings how its sender wants it to be judged
 */
public record MainBranchRun(
        int commit,
        String key,
        Upload.@Nullable Shard shard,
        String suite,
        Map<String, String> environment,
        Map<String, Double> seconds,
        @Nullable Instant measuredAt,
        Thresholds settings) {

    public MainBranchRun(
            int commit,
            String key,
            Upload.@Nullable Shard shard,
            String suite,
            @Nullable String cpu,
            Map<String, Double> seconds) {
        this(commit, key, shard, suite, cpu == null ? Map.of() : Map.of("cpu", cpu), seconds, null, Thresholds.DEFAULT);
    }

    /** The only run of the commit, named {@code r1}, {@code r2}, … */
    public static MainBranchRun of(int commit, Map<String, Double> seconds) {
        return new MainBranchRun(commit, "r" + commit, null, "", null, seconds);
    }

    /** The same on another kind of machine. */
    public MainBranchRun on(String cpu) {
        return in(Map.of("cpu", cpu));
    }

    /** The same on a GPU. */
    public MainBranchRun under(String gpu, String driver) {
        return in(gpuFacts(gpu, driver));
    }

    /** The same where these are the facts. */
    public MainBranchRun in(Map<String, String> environment) {
        return new MainBranchRun(commit, key, shard, suite, environment, seconds, measuredAt, settings);
    }

    static Map<String, String> gpuFacts(String gpu, String driver) {
        return Map.of("gpu", gpu, "gpuDriver", driver);
    }

    /** The same run, told long after it was measured. */
    public MainBranchRun measuredAt(Instant time) {
        return new MainBranchRun(commit, key, shard, suite, environment, seconds, time, settings);
    }

    /** The same with settings that came along. */
    public MainBranchRun judgedBy(Thresholds settings) {
        return new MainBranchRun(commit, key, shard, suite, environment, seconds, measuredAt, settings);
    }

    public static String sha(int commit) {
        return String.format("%040x", 0xabc000000L + commit);
    }

    public void acceptInto(RunPipeline pipeline) {
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        Upload.Description run = new Upload.Description(
                "main",
                new Commit(sha(commit), commit == 1 ? null : sha(commit - 1), null, null, null),
                List.of(),
                null,
                null,
                null,
                "ci",
                key,
                shard,
                suite,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                measuredAt,
                settings);
        Upload.Content content =
                new Upload.Content(List.of(ResultSource.ofBytes("body", body)), null, key + suite, body, null);
        pipeline.accept(new Upload("demo", Trust.TRUSTED, true, run, content), acceptance -> "{}");
    }

    private String body() {
        return "{" + asJson(environment) + "\"benchmarks\":["
                + seconds.entrySet().stream()
                        .map(time -> "{\"name\":\"" + time.getKey()
                                + "\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":"
                                + time.getValue() + "}]}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    static String asJson(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(fact -> "\"" + fact.getKey() + "\":\"" + fact.getValue() + "\"")
                .collect(Collectors.joining(",", "\"environment\":{", "},"));
    }
}
