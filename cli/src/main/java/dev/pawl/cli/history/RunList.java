package dev.pawl.cli.history;

import dev.pawl.cli.client.RunDescription;
import dev.pawl.model.Commit;
import dev.pawl.model.ResultFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the runs of a file that tells no parents, and makes them ready when all are there. */
final class RunList {

    /** Names the line of commits of the default branch, whatever that is called. */
    private static final String DEFAULT_LINE = "";

    /**
     * A run as the file has it.
     *
     * @param branch {@code null} for the project's default branch
     * @param pullRequest number, where the run is a pull request's
     * @param key {@code null} for one made from the content
     */
    record Told(
            Commit commit,
            @Nullable String branch,
            @Nullable Integer pullRequest,
            @Nullable String testbed,
            @Nullable String key,
            Instant measuredAt,
            ResultFile results) {}

    private final List<Told> runs = new ArrayList<>();

    void add(Told run) {
        runs.add(run);
    }

    /** @param repositoryUrl for a project that is made by this; {@code null} if the file does not tell */
    List<PastRun> ready(HistoryOptions options, @Nullable String repositoryUrl) {
        LinkedHashSet<String> newestFirst = new LinkedHashSet<>();
        for (int i = runs.size() - 1; i >= 0; i--)
            newestFirst.add(runs.get(i).commit().sha());
        CommitLine line = new CommitLine(options.git(), newestFirst);
        List<PastRun> ready = new ArrayList<>(runs.size());
        for (Told run : runs) {
            String branch = run.branch() != null ? run.branch() : options.branch();
            String name = branch == null ? DEFAULT_LINE : branch;
            CommitLine.Place place = line.place(run.pullRequest() == null ? name : null, run.commit());
            ready.add(new PastRun(description(run, branch, place, options, repositoryUrl), run.results()));
        }
        return Collections.unmodifiableList(ready);
    }

    private static RunDescription description(
            Told run,
            @Nullable String branch,
            CommitLine.Place place,
            HistoryOptions options,
            @Nullable String repositoryUrl) {
        Commit commit = place.commit();
        return new RunDescription.Builder()
                .with("branch", branch)
                .with("commit", commit.sha())
                .with("parent", commit.parent())
                .with("time", commit.time())
                .with("author", commit.author())
                .with("subject", commit.subject())
                .with("pr", run.pullRequest())
                .with("testbed", run.testbed() != null ? run.testbed() : options.testbed())
                .with(
                        "run",
                        run.key() != null
                                ? run.key()
                                : PastRun.key(run.commit().sha(), run.measuredAt(), run.results()))
                .with("repository", repositoryUrl)
                .with("measured", run.measuredAt())
                .with(place.between());
    }
}
