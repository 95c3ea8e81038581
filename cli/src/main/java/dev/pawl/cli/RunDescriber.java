package dev.pawl.cli;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.cli.ci.CiContext;
import dev.pawl.cli.ci.CiContext.Target;
import dev.pawl.cli.ci.Shard;
import dev.pawl.cli.ci.Slug;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.RunDescription;
import dev.pawl.cli.git.GitFacts;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.Commit;
import dev.pawl.model.Thresholds;
import dev.pawl.wire.ThresholdsJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which run is uploaded, from what the user wrote, what {@code pawl.toml} says, what CI tells, and what git knows; in this
 * order.
 *
 * <p>Of a pull request the head is judged, but CI measured a merge of it that exists nowhere else. The true baseline is that
 * merge's first parent, which the merge commit names even in a clone that holds nothing but it.
 */
final class RunDescriber {

    /** Enough to order the runs of a busy week; the server has the rest from other uploads. */
    private static final int MOST_HISTORY = 200;

    private static final Pattern WEB_REMOTE = Pattern.compile("https?://[^\\s?#]+");
    private static final Pattern SSH_REMOTE = Pattern.compile("(?:ssh://)?[^\\s@/]+@([^\\s:/]+)(?::\\d+/|[:/])(\\S+)");

    private final RunOptions options;
    private final CiContext ci;
    private final @Nullable GitFacts git;
    private final Settings settings;

    RunDescriber(RunOptions options, Settings settings, CiContext ci, Optional<GitFacts> git) {
        this.options = options;
        this.settings = settings;
        this.ci = ci;
        this.git = git.orElse(null);
    }

    /**
     * The project's slug.
     *
     * @throws UsageException if nobody says it
     */
    String project(@Nullable String fromEnvironment) {
        String project = firstOf(
                options.project,
                fromEnvironment,
                settings.project(),
                ci.project(),
                ask(facts -> Slug.ofLastPart(facts.remote())),
                ask(facts -> Slug.of(facts.folderName())));
        if (project == null) throw new UsageException("nobody says which project this is; name it with --project");
        return project;
    }

    /**
     * @throws UsageException if it is not known which commit of which branch was measured
     */
    RunDescription describe() {
        String commit = commit();
        Target target = isOfTarget() ? ci.target() : null;
        String baseBranch = firstOf(options.baseBranch, target == null ? null : target.branch());
        String mergeBase = mergeBase(commit, target, baseBranch);
        List<Commit> history = history(commit, mergeBase);
        Optional<Commit> known =
                history.stream().filter(one -> one.sha().equals(commit)).findFirst();
        Shard shard = options.shard == null ? ci.job().shard() : options.shard;
        return new RunDescription.Builder()
                .with("branch", branch())
                .with("default-branch", ci.defaultBranch())
                .with("commit", commit)
                .with("parent", known.map(Commit::parent).orElse(ask(facts -> firstParent(facts, commit))))
                .with("time", known.map(Commit::time).orElse(null))
                .with("author", known.map(Commit::author).orElse(null))
                .with("subject", known.map(Commit::subject).orElse(null))
                .with(
                        "pr",
                        options.pullRequest != null
                                ? options.pullRequest
                                : target == null ? null : target.pullRequest())
                .with("base", baseBranch)
                .with("merge-base", mergeBase)
                .with(
                        "testbed",
                        firstOf(options.testbed, settings.testbed(), ci.job().testbed(), "local"))
                .with("run", firstOf(options.run, ci.job().runKey(), null))
                .with("shard", shard)
                .with("suite", firstOf(options.suite, settings.suite()))
                .with("release", firstOf(options.release, ci.release()))
                .with("baseline", baseline())
                .with("attempt", ci.job().attempt())
                .with("jobUrl", ci.job().url())
                .with("repository", repository())
                .with("client", "pawl/" + PawlClient.version())
                .with("settings", thresholds())
                .with(history);
    }

    /**
     * The same run, told as a repetition of itself: with the key of the job alone, and as no shard of anything.
     *
     * @return nothing if the user named the run, or CI tells a repetition from its original by itself
     */
    Optional<RunDescription> asRetry(RunDescription description) {
        String key = ci.job().retryKey();
        if (key == null || options.run != null) return Optional.empty();
        return Optional.of(description.with("run", key).without("shard"));
    }

    /** Whether the working tree is not what the commit says; CI's checkout always is. */
    boolean isUncommitted() {
        return git != null && !ci.isCi() && git.isDirty();
    }

    private @Nullable String baseline() {
        BaselinePolicy policy = options.baseline != null ? options.baseline : settings.baseline();
        return policy == null ? null : policy.spec();
    }

    private RunDescription.@Nullable Json thresholds() {
        return settings.thresholds().equals(Thresholds.DEFAULT)
                ? null
                : new RunDescription.Json(ThresholdsJson.write(settings.thresholds()));
    }

    /**
     * The commit that was measured.
     *
     * @throws UsageException if nobody says it
     */
    String commit() {
        if (options.commit != null) {
            String sha = options.commit.toLowerCase(Locale.ROOT);
            String whole = ask(facts -> facts.resolve(options.commit).orElse(null));
            if (whole == null && !Commit.isSha(sha))
                throw new UsageException("--commit " + options.commit
                        + " is no commit id (7 to 64 hexadecimal digits), and git knows no such name");
            return whole == null ? sha : whole;
        }
        if (ci.revision().commit() != null) return ci.revision().commit();
        if (git == null)
            throw new UsageException("nobody says which commit was measured: there is no git repository here;"
                    + " name it with --commit and --branch");
        List<String> parents = git.parentsOf(git.head());
        return ci.target() != null && parents.size() == 2 ? parents.get(1) : git.head();
    }

    private String branch() {
        String branch = firstOf(options.branch, ci.revision().branch(), ask(GitFacts::branch));
        if (branch == null)
            throw new UsageException(
                    "nobody says which branch was measured: no branch is checked out; name it with --branch");
        return branch;
    }

    /** Who names another branch in a pull request's job means that branch, not the pull request. */
    private boolean isOfTarget() {
        return ci.target() != null
                && (options.branch == null
                        || options.branch.equals(ci.revision().branch()));
    }

    private @Nullable String mergeBase(String commit, @Nullable Target target, @Nullable String baseBranch) {
        if (options.mergeBase != null) return options.mergeBase.toLowerCase(Locale.ROOT);
        if (baseBranch == null) return null;
        if (git != null) {
            List<String> parents = git.parentsOf(git.head());
            if (parents.size() == 2 && parents.get(1).equals(commit)) return parents.get(0);
        }
        if (target != null && target.mergeBase() != null) return target.mergeBase();
        if (git == null) return null;
        Optional<String> fromTip =
                target == null || target.tip() == null ? Optional.empty() : git.mergeBase(target.tip(), commit);
        return fromTip.or(() -> git.mergeBase("refs/remotes/origin/" + baseBranch, commit))
                .or(() -> git.mergeBase("refs/heads/" + baseBranch, commit))
                .orElse(null);
    }

    /** The commit's own line, and the base branch's where that is another one; the newest of both. */
    private List<Commit> history(String commit, @Nullable String mergeBase) {
        if (git == null) return List.of();
        Map<String, Commit> commits = new LinkedHashMap<>();
        int own = mergeBase == null ? MOST_HISTORY : MOST_HISTORY / 2;
        for (Commit one : git.history(commit, own)) commits.put(one.sha(), one);
        if (mergeBase != null && !commits.containsKey(mergeBase))
            for (Commit one : git.history(mergeBase, MOST_HISTORY - commits.size()))
                commits.putIfAbsent(one.sha(), one);
        return new ArrayList<>(commits.values());
    }

    private @Nullable String repository() {
        if (ci.repository() != null) return ci.repository();
        String remote = ask(GitFacts::remote);
        if (remote == null) return null;
        if (WEB_REMOTE.matcher(remote).matches()) return remote.replaceFirst("\\.git$", "");
        Matcher ssh = SSH_REMOTE.matcher(remote);
        return ssh.matches() ? "https://" + ssh.group(1) + "/" + ssh.group(2).replaceFirst("\\.git$", "") : null;
    }

    private static @Nullable String firstParent(GitFacts facts, String commit) {
        return facts.parentsOf(commit).stream().findFirst().orElse(null);
    }

    private @Nullable String ask(Function<GitFacts, @Nullable String> question) {
        return git == null ? null : question.apply(git);
    }

    private static @Nullable String firstOf(@Nullable String... texts) {
        for (String text : texts) if (text != null && !text.isBlank()) return text;
        return null;
    }
}
