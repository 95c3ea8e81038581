package dev.pawl.server.pipeline;

import dev.pawl.model.Benchmark;
import dev.pawl.model.Commit;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Trust;
import dev.pawl.server.store.Answer;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.NewMeasurement;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRequest;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.ShardRow;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.UploadRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes what {@link RunPipeline} worked out, in one transaction: all of it, or nothing. */
final class UploadKeeper {

    /** Branch of a project that was made by its first upload, if that named none. */
    static final String DEFAULT_BRANCH = "main";

    private final StoreSession session;
    private final RunPipeline.Plan plan;
    private final Instant now;

    UploadKeeper(StoreSession session, RunPipeline.Plan plan, Instant now) {
        this.session = session;
        this.plan = plan;
        this.now = now;
    }

    /**
     * @return empty if the project moved since the plan was made; then nothing is written
     */
    Optional<Answer> keep(Function<Acceptance, String> answer) {
        Optional<ProjectRow> current = session.projects().find(plan.upload().project());
        boolean moved = plan.project() == null
                ? current.isPresent()
                : current.isEmpty()
                        || current.get().revision() != plan.project().revision();
        if (moved) return Optional.empty();
        ProjectRow project = current.orElseGet(this::createProject);

        Upload.Description said = plan.upload().run();
        Run run = plan.run();
        boolean isPast = plan.facts().request().backdated();
        boolean isTrusted = run.trust() == Trust.TRUSTED;
        // The graph decides baselines: whoever is not trusted may add the commit that was measured, and nothing else.
        List<Commit> told = isTrusted ? plan.brought() : List.of(said.commit());
        List<String> linked = newlyLinked(project.id(), told);
        session.commits().upsert(project.id(), told);
        if (isTrusted && run.pullRequest() == null)
            session.commits().setBranchHead(project.id(), run.branch(), run.sha(), run.receivedAt());
        session.runs().keepEnvironment(plan.environment());
        RunRow row = keepRun(project);
        session.shards()
                .insert(
                        new ShardRow(
                                row.number(),
                                plan.shardIndex(),
                                plan.parsed().formats(),
                                said.suite(),
                                plan.upload().content().hash(),
                                now,
                                said.settings()),
                        new UploadRow(fileNames(), plan.upload().content().original()));
        if (run.complete()) session.runs().setState(row.number(), RunRow.State.COMPLETE);
        keepMeasurements(project, row);

        RunJudge.Judgement judgement = plan.judgement();
        session.comparisons()
                .put(new ComparisonRow(run.id(), judgement.wantedSha(), false, now, judgement.comparison()));
        session.comparisons().markStaleAfter(project.id(), row.number(), run.testbed(), run.sha());
        // Who was judged by the newest of a branch for want of anything better would now be judged by today's.
        if (!isPast) session.comparisons().markStaleBesides(project.id(), row.number());
        for (String sha : linked) session.comparisons().markStaleBehind(project.id(), row.number(), sha);
        new AlertKeeper(session, project, now).judged(run, judgement.comparison());
        if (!isPast) PullRequestNews.tell(session, project, run.pullRequest(), now);
        if (AlertKeeper.tellsTheLevel(project, run)) session.detectors().queue(row.number());

        Acceptance acceptance = plan.acceptance(true);
        Answer kept = new Answer(plan.upload().content().hash(), 201, answer.apply(acceptance));
        String key = plan.upload().content().idempotencyKey();
        if (key != null) session.answers().put(project.id(), key, kept, now);
        session.projects().bumpRevision(project.id());
        return Optional.of(kept);
    }

    private ProjectRow createProject() {
        Upload.Description said = plan.upload().run();
        String branch = said.defaultBranch() != null
                ? said.defaultBranch()
                : plan.run().baseBranch() != null
                        ? plan.run().baseBranch()
                        : plan.run().branch();
        ProjectRow project = session.projects().create(plan.upload().project(), branch, now);
        String repository = plan.upload().run().repositoryUrl();
        if (repository != null) session.projects().describe(project.id(), repository, branch);
        return session.projects().find(project.id()).orElseThrow();
    }

    private RunRow keepRun(ProjectRow project) {
        RunRequest request = plan.facts().request();
        RunRow existing = plan.existing();
        if (existing == null) return session.runs().insert(project.id(), plan.run(), request);
        session.runs().update(existing.number(), plan.run(), request);
        return existing;
    }

    private void keepMeasurements(ProjectRow project, RunRow row) {
        Run run = plan.run();
        Map<SeriesKey, Measurement> measurements = plan.parsed().measurements(run.testbed());
        Map<Benchmark, Long> benchmarks = session.benchmarks()
                .identify(
                        project.id(),
                        measurements.keySet().stream()
                                .map(SeriesKey::benchmark)
                                .distinct()
                                .toList());
        Map<Metric, Long> metrics = session.metrics()
                .identify(
                        project.id(),
                        measurements.values().stream()
                                .map(Measurement::metric)
                                .distinct()
                                .toList(),
                        observedAt());
        List<NewMeasurement> rows = new ArrayList<>(measurements.size());
        measurements.forEach((series, measurement) -> {
            rows.add(new NewMeasurement(
                    benchmarks.get(series.benchmark()),
                    metrics.get(measurement.metric()),
                    measurement.inBaseUnits(),
                    plan.measured().get(series).points().get(0).spread()));
        });
        session.measurements().insert(row.number(), plan.shardIndex(), rows);
    }

    /** When the measured state of the code was made, so that the order of arrival does not decide which facts are newest. */
    private Instant observedAt() {
        Instant committed = plan.upload().run().commit().time();
        return committed == null ? now : committed;
    }

    /**
     * The commits whose place in the history the upload tells for the first time, without those that follow another of them:
     * everything behind one of these may have another baseline now.
     */
    private List<String> newlyLinked(long projectId, List<Commit> told) {
        Map<String, String> parents = new LinkedHashMap<>();
        for (Commit commit : told) if (commit.parent() != null) parents.put(commit.sha(), commit.parent());
        parents.keySet().removeAll(session.commits().withKnownParent(projectId, parents.keySet()));
        return parents.entrySet().stream()
                .filter(link -> !parents.containsKey(link.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private String fileNames() {
        StringBuilder names = new StringBuilder();
        plan.upload()
                .content()
                .files()
                .forEach(file -> names.append(file.name()).append('\n'));
        return names.toString();
    }
}
