package dev.pawl.server.pipeline;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.model.Commit;
import dev.pawl.model.Comparison;
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

    private final Store store;

    public StoredComparer(Store store) {
        this.store = store;
    }

    /**
     * @param base what to compare with: one run, or the newest runs of a branch or release
     * @param head what is judged: the newest run that fits
     * @param testbed where both ran; {@code null} for the testbed of the newest run of {@code head}
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
        if (base.startsWith("run:") || base.startsWith("release:") || base.startsWith("branch:"))
            return BaselinePolicy.of(base);
        RunFilter branch = new RunFilter(base, testbed, null, null);
        if (!view.runs().recent(project.id(), branch, 1, null).isEmpty()) return new BaselinePolicy.OfBranch(base);
        return new BaselinePolicy.OfRun(newest(view, project, base, testbed).id());
    }

    private static Run newest(StoreView view, ProjectRow project, String name, @Nullable String testbed) {
        if (name.startsWith("run:")) {
            return view.runs()
                    .find(name.substring(4))
                    .filter(row -> row.projectId() == project.id())
                    .map(RunRow::run)
                    .orElseThrow(() -> new UnknownReferenceException(name));
        }
        boolean isRelease = name.startsWith("release:");
        String branch = name.startsWith("branch:") ? name.substring(7) : name;
        RunFilter filter = isRelease
                ? new RunFilter(null, testbed, null, name.substring(8))
                : new RunFilter(branch, testbed, null, null);
        List<RunRow> found = view.runs().recent(project.id(), filter, 1, null);
        if (!found.isEmpty()) return found.get(0).run();
        return ofCommit(view, project, name.toLowerCase(Locale.ROOT), testbed)
                .orElseThrow(() -> new UnknownReferenceException(name));
    }

    private static Optional<Run> ofCommit(StoreView view, ProjectRow project, String sha, @Nullable String testbed) {
        if (!Commit.isSha(sha)) return Optional.empty();
        Optional<Commit> commit = view.commits().findByPrefix(project.id(), sha);
        if (commit.isEmpty()) return Optional.empty();
        List<String> testbeds = testbed != null
                ? List.of(testbed)
                : view.runs().testbeds(project.id()).stream().map(Testbed::name).toList();
        return testbeds.stream()
                .flatMap(bed -> view
                        .runs()
                        .ofCommits(project.id(), bed, List.of(commit.get().sha()), false)
                        .stream())
                .map(RunRow::run)
                .max(Comparator.comparing(Run::receivedAt));
    }

    /** A name that nothing stored fits. */
    public static final class UnknownReferenceException extends RuntimeException {
        UnknownReferenceException(String name) {
            super("nothing is stored under '" + name + "'; name a branch, a commit, release:NAME or run:ID");
        }
    }
}
