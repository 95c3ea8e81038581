package dev.pawl.server.pipeline;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.model.Environment;
import dev.pawl.model.Run;
import dev.pawl.model.Trust;
import dev.pawl.server.store.RunRequest;
import dev.pawl.server.store.RunRow;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the uploads of one run say of it, joined so that their order does not matter: what one leaves out another fills in, and
 * where two differ in what cannot make it another run, the smaller text stands.
 */
record RunFacts(Run run, RunRequest request) {

    /**
     * What the first upload of a run says.
     *
     * @param branch the one that was measured, the project's default branch filled in
     */
    static RunFacts first(Upload upload, String id, String key, String branch, Environment environment, Instant now) {
        Upload.Description said = upload.run();
        int shards = shardCount(said);
        Instant measuredAt = said.measuredAt();
        return new RunFacts(
                new Run(
                        id,
                        upload.project(),
                        said.testbed(),
                        key,
                        branch,
                        said.commit().sha(),
                        said.pullRequest(),
                        said.baseBranch(),
                        said.mergeBase(),
                        said.release(),
                        upload.trust(),
                        environment.hash(),
                        shards == 1,
                        measuredAt == null || measuredAt.isAfter(now) ? now : measuredAt),
                new RunRequest(
                        shards, spec(said), said.attempt(), said.jobUrl(), said.clientVersion(), measuredAt != null));
    }

    /**
     * What all uploads of a run say together, with one more.
     *
     * @throws ConflictException if the upload speaks of another run: commit, branch, pull request or number of shards differ
     */
    static RunFacts joined(RunRow existing, Upload upload, String branch, Environment environment) {
        Upload.Description said = upload.run();
        Run run = existing.run();
        RunRequest request = existing.request();
        requireSame(run, "commit", run.sha(), said.commit().sha());
        requireSame(run, "branch", run.branch(), branch);
        requireSame(run, "pull request", run.pullRequest(), said.pullRequest());
        requireSame(run, "number of shards", request.shardCount(), shardCount(said));
        int received = existing.shardsReceived() + 1;
        return new RunFacts(
                new Run(
                        run.id(),
                        run.project(),
                        run.testbed(),
                        run.key(),
                        run.branch(),
                        run.sha(),
                        run.pullRequest(),
                        smaller(run.baseBranch(), said.baseBranch()),
                        smaller(run.mergeBase(), said.mergeBase()),
                        smaller(run.release(), said.release()),
                        run.trust() == Trust.TRUSTED ? upload.trust() : run.trust(),
                        environment.hash(),
                        received >= request.shardCount(),
                        run.receivedAt()),
                new RunRequest(
                        request.shardCount(),
                        smaller(request.baseline(), spec(said)),
                        smaller(request.attempt(), said.attempt()),
                        smaller(request.jobUrl(), said.jobUrl()),
                        smaller(request.clientVersion(), said.clientVersion()),
                        request.backdated() && said.measuredAt() != null));
    }

    /** What is stored already. */
    static RunFacts stored(RunRow existing) {
        return new RunFacts(existing.run(), existing.request());
    }

    /** The facts of both; where a fact differs, which happens where shards run on several machines, the smaller text. */
    static Environment joined(Environment one, Environment other) {
        Map<String, String> facts = new TreeMap<>(one.facts());
        other.facts().forEach((name, value) -> facts.merge(name, value, RunFacts::smaller));
        return Environment.of(facts);
    }

    /** What somebody asked to compare with; {@code null} for the default. */
    @Nullable
    BaselinePolicy baseline() {
        return request.baseline() == null ? null : BaselinePolicy.of(request.baseline());
    }

    /** A run in one piece is one whose shards are not counted: further uploads with its key simply add to it. */
    private static int shardCount(Upload.Description said) {
        return said.shard() == null ? 1 : said.shard().count();
    }

    private static @Nullable String spec(Upload.Description said) {
        return said.baseline() == null ? null : said.baseline().spec();
    }

    private static void requireSame(Run run, String what, @Nullable Object stored, @Nullable Object sent) {
        if (!Objects.equals(stored, sent))
            throw new ConflictException("run " + run.key() + " is stored with the " + what + " " + orNone(stored)
                    + ", this upload says " + orNone(sent) + "; another run needs another key (--run)");
    }

    private static String orNone(@Nullable Object fact) {
        return fact == null ? "(none)" : fact.toString();
    }

    private static <T extends Comparable<T>> @Nullable T smaller(@Nullable T one, @Nullable T other) {
        if (one == null) return other;
        return other == null || one.compareTo(other) <= 0 ? one : other;
    }
}
