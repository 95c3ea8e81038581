package dev.pawl.server.pipeline;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.model.Commit;
import dev.pawl.model.Comparison;
import dev.pawl.model.Role;
import dev.pawl.model.Run;
import dev.pawl.model.Thresholds;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.Testbed;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares two things that are stored, as people name them: {@code run:ID}, {@code release:NAME}, a branch, or a commit. Writes
 * nothing. Safe for several threads.
 */
public final class StoredComparer {

    private static final Comparator<Run> NEWEST_FIRST =
            Comparator.comparing(Run::receivedAt).reversed();

    private final Store store;

    public StoredComparer(Store store) {
        this.store = store;
    }

    /**
     * @param base what to compare with: one run, or the newest runs of a branch or release
     * @param head what is judged: the newest run that fits
     * @param testbed where both ran; {@code null} for the one where {@code head} was last measured
     * @throws UnknownReferenceException if nothing fits a name
     */
    public Comparison compare(ProjectRow project, String base, String head, @Nullable String testbed) {
        return store.read(view -> {
            Run contender = newest(view, project, head, testbed);
            BaselinePolicy policy = policy(view, project, base, contender.testbed());
            Thresholds settings = view.shards().settings(contender.id(), Thresholds.DEFAULT);
            return new RunJudge(view, project, settings)
                    .judge(
                            contender,
                            view.runs().environment(contender.environment()),
                            policy,
                            view.measurements().points(List.of(contender.id())),
                            List.of(),
                            List.of())
                    .comparison();
        });
    }

    private static BaselinePolicy policy(StoreView view, ProjectRow project, String base, String testbed) {
        Run newest = newest(view, project, base, testbed);
        if (base.startsWith("run:") || base.startsWith("release:") || base.startsWith("branch:"))
            return BaselinePolicy.of(base);
        return newest.branch().equals(base) ? new BaselinePolicy.OfBranch(base) : new BaselinePolicy.OfRun(newest.id());
    }

    /** The newest run that a name fits, rather one that has something to judge than the mere end of a CI workflow. */
    private static Run newest(StoreView view, ProjectRow project, String name, @Nullable String testbed) {
        if (name.startsWith("run:")) {
            return view.runs()
                    .find(name.substring(4))
                    .filter(row -> row.projectId() == project.id())
                    .map(RunRow::run)
                    .orElseThrow(() -> new UnknownReferenceException(name, null));
        }
        List<String> testbeds = testbed != null
                ? List.of(testbed)
                : view.runs().testbeds(project.id()).stream().map(Testbed::name).toList();
        List<Run> found = named(view, project, name, testbeds);
        if (found.isEmpty()) found = ofCommit(view, project, name.toLowerCase(Locale.ROOT), testbeds);
        if (found.isEmpty()) throw new UnknownReferenceException(name, testbed);
        return found.stream().filter(run -> hasHeadline(view, run)).findFirst().orElse(found.get(0));
    }

    /** Of a branch or a release the newest run on each testbed that has one; the newest first. */
    private static List<Run> named(StoreView view, ProjectRow project, String name, List<String> testbeds) {
        String release = name.startsWith("release:") ? name.substring(8) : null;
        String branch = release != null ? null : name.startsWith("branch:") ? name.substring(7) : name;
        return testbeds.stream()
                .flatMap(bed ->
                        view.runs().recent(project.id(), new RunFilter(branch, bed, null, release), 1, null).stream())
                .map(RunRow::run)
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static List<Run> ofCommit(StoreView view, ProjectRow project, String sha, List<String> testbeds) {
        if (!Commit.isSha(sha)) return List.of();
        Optional<Commit> commit = view.commits().findByPrefix(project.id(), sha);
        if (commit.isEmpty()) return List.of();
        return testbeds.stream()
                .flatMap(bed -> view
                        .runs()
                        .ofCommits(project.id(), bed, List.of(commit.get().sha()), false)
                        .stream())
                .map(RunRow::run)
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static boolean hasHeadline(StoreView view, Run run) {
        return view.measurements().points(List.of(run.id())).values().stream()
                .anyMatch(series -> series.metric().role() == Role.HEADLINE);
    }

    /** A name that nothing stored fits. */
    public static final class UnknownReferenceException extends RuntimeException {
        UnknownReferenceException(String name, @Nullable String testbed) {
            super("nothing is stored under '" + name + "'" + (testbed == null ? "" : " on testbed " + testbed)
                    + "; name a branch, a commit, release:NAME or run:ID");
        }
    }
}
