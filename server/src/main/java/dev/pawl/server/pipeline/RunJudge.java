package dev.pawl.server.pipeline;

import dev.pawl.baseline.BaselineChooser;
import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.compare.RunComparer;
import dev.pawl.compare.RunSeries;
import dev.pawl.model.Baseline;
import dev.pawl.model.Commit;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Environment;
import dev.pawl.model.Finding;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Run;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges one run on one snapshot of the store: finds its reruns, chooses the baseline, compares. It writes nothing, so that the
 * same snapshot always gives the same comparison.
 */
final class RunJudge {

    /** Reruns of one commit that are judged together; more add nothing. */
    private static final int MOST_RERUNS = 20;

    /** Stands for a project that does not exist yet: nothing is stored under it. */
    private static final long NO_PROJECT = 0;

    private final StoreView view;
    private final @Nullable ProjectRow project;
    private final RunComparer comparer;

    /**
     * @param project {@code null} for one that does not exist yet
     * @param settings how the run's senders want it to be judged; the project's settings are the default under them
     */
    RunJudge(StoreView view, @Nullable ProjectRow project, Thresholds settings) {
        this.view = view;
        this.project = project;
        this.comparer = project == null
                ? new RunComparer(settings, 1)
                : new RunComparer(project.thresholds().under(settings), project.settingsVersion());
    }

    /**
     * A comparison with what it waits for.
     *
     * @param wantedSha the commit whose runs would make the best baseline; {@code null} if no certain commit is wanted
     */
    record Judgement(Comparison comparison, @Nullable String wantedSha) {}

    /**
     * @param measured the run's own series, whether stored yet or not
     * @param brought commits that are not stored yet
     * @param findings what the parsers had to say
     */
    Judgement judge(
            Run run,
            Environment environment,
            @Nullable BaselinePolicy asked,
            Map<SeriesKey, Series> measured,
            Collection<Commit> brought,
            List<Finding> findings) {
        BaselinePolicy policy = asked == null ? BaselinePolicy.defaultFor(run) : asked;
        List<Run> reruns = reruns(run, environment);
        Contender contender = contender(run, reruns, measured);
        List<Finding> all = new ArrayList<>(findings);
        if (!run.complete()) all.add(incomplete());
        long projectId = project == null ? NO_PROJECT : project.id();
        String defaultBranch = project == null ? null : project.defaultBranch();
        BaselineChooser chooser =
                new BaselineChooser(new StoredHistory(view, projectId, defaultBranch, run, List.copyOf(brought)));
        Baseline.Choice choice = chooser.choose(policy, run);
        String wanted = policy instanceof BaselinePolicy.MergeBase
                ? chooser.wantedCommit(run).orElse(null)
                : null;
        if (choice.source() == Baseline.Source.NEWEST_ON_BASE) all.add(fallback(choice));
        StoredLevels levels = StoredLevels.of(view, projectId, run, environment, choice);
        levels.finding().ifPresent(all::add);
        all.addAll(changedFacts(environment, choice, levels.finding().isPresent()));
        Baseline baseline = new Baseline(levels.of(choice), view.measurements().points(choice.runs()), levels.known());
        return new Judgement(comparer.compare(baseline, contender, all), wanted);
    }

    /** Other attempts at the same commit on the same testbed, for the same purpose, and under the same GPU and driver. */
    private List<Run> reruns(Run run, Environment environment) {
        if (project == null) return List.of();
        LevelFacts facts = LevelFacts.of(environment);
        List<RunRow> attempts = view.runs().ofCommits(project.id(), run.testbed(), List.of(run.sha()), false);
        Map<String, LevelFacts> known =
                view.runs().levelFacts(attempts.stream().map(RunRow::id).toList());
        return attempts.stream()
                .map(RunRow::run)
                .filter(other -> !other.id().equals(run.id()))
                .filter(other -> other.branch().equals(run.branch())
                        && Objects.equals(other.pullRequest(), run.pullRequest())
                        && other.trust() == run.trust()
                        && !known.getOrDefault(other.id(), LevelFacts.UNKNOWN).isOtherLevel(facts))
                .sorted(Comparator.comparing(Run::key))
                .limit(MOST_RERUNS)
                .toList();
    }

    /** What the parsers had to say of a run's files, as far as it was judged before. */
    static List<Finding> parserFindings(StoreView view, String runId) {
        return view.comparisons()
                .latest(runId)
                .map(row -> row.comparison().findings().stream()
                        .filter(finding -> finding.kind() == Finding.Kind.PARSER_WARNING)
                        .toList())
                .orElse(List.of());
    }

    private Contender contender(Run run, List<Run> reruns, Map<SeriesKey, Series> measured) {
        List<Map<SeriesKey, Series>> runs = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Run rerun : reruns) {
            ids.add(rerun.id());
            runs.add(view.measurements().points(List.of(rerun.id())));
        }
        ids.add(run.id());
        runs.add(measured);
        String purpose = run.pullRequest() == null ? run.branch() : "pull request #" + run.pullRequest();
        String description = purpose + " at " + run.sha().substring(0, 7) + " on " + run.testbed()
                + (reruns.isEmpty() ? "" : " (" + ids.size() + " runs)");
        Contender.Identity identity = new Contender.Identity(
                description, run.branch(), run.sha(), run.pullRequest(), run.testbed(), ids, run.complete());
        return new Contender(identity, RunSeries.joined(runs));
    }

    private static Finding incomplete() {
        return new Finding(
                Finding.Kind.INCOMPLETE_RUN,
                "Not all shards of this run have arrived; what is absent is not called missing.");
    }

    private static Finding fallback(Baseline.Choice choice) {
        return new Finding(
                Finding.Kind.BASELINE_FALLBACK, "The baseline is not the merge base: " + choice.description() + ".");
    }

    /** Says which facts differ between the contender's environment and the newest base run's. */
    private List<Finding> changedFacts(Environment environment, Baseline.Choice choice, boolean areLevelsTold) {
        if (choice.runs().isEmpty() || environment.facts().isEmpty()) return List.of();
        String newest = choice.runs().get(choice.runs().size() - 1);
        Environment before = view.runs()
                .find(newest)
                .map(row -> view.runs().environment(row.run().environment()))
                .orElse(Environment.UNKNOWN);
        Environment after = areLevelsTold ? environment.without(LevelFacts.GPU, LevelFacts.DRIVER) : environment;
        return EnvironmentChange.text(before, after)
                .map(facts -> new Finding(
                        Finding.Kind.ENVIRONMENT_CHANGED,
                        "The environment differs from the newest base run's: " + facts + "."))
                .stream()
                .toList();
    }
}
