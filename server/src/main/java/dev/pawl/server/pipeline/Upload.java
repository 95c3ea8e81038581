package dev.pawl.server.pipeline;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.model.Commit;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Trust;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sends: one shard of a run.
 *
 * @param project slug
 * @param trust whether the run may serve as a baseline
 * @param createsProject whether an unknown project is made; else it is refused
 */
public record Upload(String project, Trust trust, boolean createsProject, Description run, Content content) {

    /**
     * What the sender says of the run.
     *
     * @param branch {@code null} for the project's default branch
     * @param commit the commit that is judged, with its parent as far as the sender knows it
     * @param history further commits that the sender knows; any order
     * @param key {@code null} for one made from the content, so that the same content is the same run
     * @param shard which part of the run this is; {@code null} for an unnumbered one
     * @param suite suite of the benchmarks that name none themselves
     * @param baseline {@code null} for the default
     * @param attempt which attempt of the CI job, if told
     * @param measuredAt of a run of the past: when it was measured; {@code null} for a run of the present
     * @param settings how the run is to be judged; what they leave open is for the project's settings
     */
    public record Description(
            @Nullable String branch,
            Commit commit,
            List<Commit> history,
            @Nullable Integer pullRequest,
            @Nullable String baseBranch,
            @Nullable String mergeBase,
            String testbed,
            @Nullable String key,
            @Nullable Shard shard,
            String suite,
            @Nullable String release,
            @Nullable BaselinePolicy baseline,
            @Nullable Integer attempt,
            @Nullable String jobUrl,
            @Nullable String repositoryUrl,
            @Nullable String defaultBranch,
            @Nullable String clientVersion,
            @Nullable Instant measuredAt,
            Thresholds settings) {
        public Description {
            history = List.copyOf(history);
        }
    }

    /** Part {@code index} of {@code count}, from 1. */
    public record Shard(int index, int count) {

        /** GitHub allows 256 jobs in a matrix. */
        private static final int MOST = 1024;

        public Shard {
            if (count < 1 || count > MOST || index < 1 || index > count)
                throw new IllegalArgumentException(
                        "a shard is written i/n with 1 <= i <= n <= " + MOST + ", not " + index + "/" + count);
        }

        /**
         * @throws IllegalArgumentException if it is not {@code i/n}
         */
        public static Shard of(String text) {
            String[] parts = text.split("/", -1);
            try {
                if (parts.length == 2) return new Shard(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            } catch (NumberFormatException notNumbers) {
                // falls through to the one message
            }
            throw new IllegalArgumentException("a shard is written i/n, such as 2/4, not '" + text + "'");
        }
    }

    /**
     * The results.
     *
     * @param format {@code null} to find it by content
     * @param hash SHA-256 of the body in hexadecimal digits; equal bodies are the same upload
     * @param original the body as it came, compressed with gzip
     * @param idempotencyKey of the request, if it has one
     */
    public record Content(
            List<ResultSource> files,
            @Nullable ResultFormat format,
            String hash,
            byte[] original,
            @Nullable String idempotencyKey) {
        public Content {
            files = List.copyOf(files);
        }
    }
}
