package dev.pawl.cli.ci;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the job that runs. Whatever a CI system does not tell is {@code null}; git and the user fill it in.
 *
 * @param system name for people: {@code GitHub Actions}
 * @param project slug of the repository's name
 * @param repository web address of the repository
 * @param target where the change wants to go; {@code null} outside of pull requests and merge queues
 * @param release name of the release or tag that is built
 * @param defaultBranch the repository's, which need not be the one that is measured
 */
public record CiContext(
        String system,
        @Nullable String project,
        @Nullable String repository,
        Revision revision,
        @Nullable Target target,
        Job job,
        @Nullable String release,
        @Nullable String defaultBranch) {

    private static final List<CiSystem> SYSTEMS = List.of(new GitHubActions(), new GitLabCi(), new Jenkins());

    /**
     * What is judged.
     *
     * @param branch as people call it; a fork's branch as {@code owner:branch}, so that it can never pass for one of the project
     * @param commit for a pull request its head, not the synthetic merge
     */
    public record Revision(
            @Nullable String branch, @Nullable String commit) {}

    /**
     * Where a change wants to go.
     *
     * @param pullRequest its number; {@code null} in a merge queue
     * @param tip newest commit of the branch that CI knew when the job was started
     * @param mergeBase commit of the branch that the measured code contains, where CI knows it
     */
    public record Target(
            @Nullable Integer pullRequest,
            @Nullable String branch,
            @Nullable String tip,
            @Nullable String mergeBase) {}

    /**
     * Which job it is and where it runs.
     *
     * @param runKey names the CI run and its attempt, the same in all jobs of that run
     * @param retryKey names this job alone, for where {@code runKey} is the same when the job is retried
     * @param url where people find the job
     * @param testbed stable name of the machine or machine class
     */
    public record Job(
            @Nullable String runKey,
            @Nullable String retryKey,
            @Nullable Integer attempt,
            @Nullable String url,
            @Nullable String testbed,
            @Nullable Shard shard) {}

    /** A machine that no CI system claims. */
    static CiContext ofShell() {
        return new CiContext(
                "shell",
                null,
                null,
                new Revision(null, null),
                null,
                new Job(null, null, null, null, "local", null),
                null,
                null);
    }

    /**
     * Asks each CI system that is known whether it is the one.
     *
     * @param environment all variables; only those that {@link #variables()} lists are looked at
     * @throws UnsafeEventException if the event gives secrets to code that nobody has reviewed
     */
    public static CiContext of(Map<String, String> environment) {
        for (CiSystem system : SYSTEMS) {
            Map<String, String> listed = new TreeMap<>();
            for (String name : system.variables()) {
                String value = environment.get(name);
                if (value != null && !value.isBlank()) listed.put(name, value.strip());
            }
            if (system.runs(listed)) return system.context(listed);
        }
        return ofShell();
    }

    /** Every environment variable that is ever read here. */
    public static List<String> variables() {
        return SYSTEMS.stream()
                .flatMap(system -> system.variables().stream())
                .sorted()
                .toList();
    }

    /** Whether a CI system runs this, so that the checkout is its own. */
    public boolean isCi() {
        return !system.equals("shell");
    }
}
