package dev.pawl.server.testing;

import dev.pawl.model.Commit;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Trust;
import dev.pawl.parser.ResultSource;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.pipeline.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of a pull request in the project {@code demo}, as an upload brings it. It wants to enter {@code main} after its
 * {@value #MERGE_BASE}th commit.
 *
 * @param sha its commit
 * @param environment facts of where it ran
 * @param seconds time of the benchmark
 */
public record PullRequestRun(
        int number,
        String sha,
        String testbed,
        String key,
        Upload.@Nullable Shard shard,
        Map<String, String> environment,
        String benchmark,
        double seconds) {

    public static final int MERGE_BASE = 20;

    /** The only run of a commit on the testbed {@code ci}. */
    public static PullRequestRun of(int number, String sha, double seconds) {
        return new PullRequestRun(number, sha, "ci", "pr-" + sha, null, Map.of(), "sort", seconds);
    }

    public PullRequestRun on(String other) {
        return new PullRequestRun(number, sha, other, key, shard, environment, benchmark, seconds);
    }

    public PullRequestRun named(String name) {
        return new PullRequestRun(number, sha, testbed, key, shard, environment, name, seconds);
    }

    /** The same on a GPU. */
    public PullRequestRun under(String gpu, String driver) {
        return new PullRequestRun(
                number, sha, testbed, key, shard, MainBranchRun.gpuFacts(gpu, driver), benchmark, seconds);
    }

    public PullRequestRun withKey(String other) {
        return new PullRequestRun(number, sha, testbed, other, shard, environment, benchmark, seconds);
    }

    public PullRequestRun part(int index, int count) {
        return new PullRequestRun(
                number, sha, testbed, key, new Upload.Shard(index, count), environment, benchmark, seconds);
    }

    public void acceptInto(RunPipeline pipeline) {
        String base = MainBranchRun.sha(MERGE_BASE);
        Upload.Description run = new Upload.Description(
                "feature",
                new Commit(sha, base, null, null, null),
                List.of(),
                number,
                "main",
                base,
                testbed,
                key,
                shard,
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Thresholds.DEFAULT);
        String name = benchmark.replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] body = ("{" + MainBranchRun.asJson(environment) + "\"benchmarks\":[{\"name\":\"" + name
                        + "\",\"measurements\":[{\"metric\":\"time\",\"unit\":\"s\",\"value\":" + seconds + "}]}]}")
                .getBytes(StandardCharsets.UTF_8);
        Upload.Content content = new Upload.Content(
                List.of(ResultSource.ofBytes("body", body)), null, key + testbed + shard + benchmark, body, null);
        pipeline.accept(new Upload("demo", Trust.TRUSTED, true, run, content), acceptance -> "{}");
    }
}
