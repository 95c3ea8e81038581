package dev.pawl.server.pipeline;

import dev.pawl.model.Commit;
import dev.pawl.model.Environment;
import dev.pawl.model.Finding;
import dev.pawl.model.Run;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Thresholds;
import dev.pawl.server.store.Answer;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.ShardRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an upload, from the bytes to the verdict.
 *
 * <pre>
 *   parse ── place in the commit graph ── choose the baseline ── compare ── store ── open or resolve alerts
 *   └────────────────── on a snapshot, may take its time ─────────────┘    └─ one short write transaction ─┘
 * </pre>
 *
 * If the project moved between the two, the upload is judged again on what is there now. Any order, repetition or sharding of
 * the same uploads ends in the same comparisons: a run that arrives late re-queues those that it belongs to ({@link Rejudger}).
 *
 * <p>Safe for several threads.
 */
public final class RunPipeline {

    /** After so many snapshots that others overtook, the last try judges inside the write transaction, where nobody can. */
    private static final int MOST_SNAPSHOTS = 3;

    private final Store store;
    private final Clock clock;
    private final Rejudger rejudger;

    public RunPipeline(Store store, Clock clock, Rejudger rejudger) {
        this.store = store;
        this.clock = clock;
        this.rejudger = rejudger;
    }

    /**
     * Takes an upload in; when this returns, everything is on disk.
     *
     * @param answer makes the answer to the request, which is stored with the upload for its idempotency key
     * @throws dev.pawl.parser.ParseException if a file cannot be read
     * @throws UnprocessableUploadException if the results make no sense
     * @throws ConflictException if the upload contradicts what is stored
     * @throws UnknownProjectException if the project does not exist and may not be made
     */
    public Answer accept(Upload upload, Function<Acceptance, String> answer) {
        Optional<Answer> earlier = store.read(
                view -> view.projects().find(upload.project()).map(project -> earlierAnswer(view, project, upload)));
        if (earlier.isPresent()) return earlier.get();
        ParsedUpload parsed = ParsedUpload.of(upload);
        Instant now = clock.instant();
        for (int snapshot = 1; snapshot <= MOST_SNAPSHOTS; snapshot++) {
            Plan plan = store.read(view -> plan(view, upload, parsed, now));
            if (plan.earlier() != null) return plan.earlier();
            if (plan.isStored()) return repeated(plan, answer);
            Optional<Answer> kept = store.write(session -> new UploadKeeper(session, plan, now).keep(answer));
            if (kept.isPresent()) return done(kept.get());
        }
        return done(store.write(session -> {
            Plan plan = plan(session, upload, parsed, now);
            if (plan.earlier() != null) return plan.earlier();
            if (plan.isStored()) return repeated(plan, answer);
            return new UploadKeeper(session, plan, now).keep(answer).orElseThrow();
        }));
    }

    private Answer done(Answer answer) {
        judgeAgainSoon();
        return answer;
    }

    /** Has what is queued judged again in the background; returns at once. */
    public void judgeAgainSoon() {
        rejudger.wake();
    }

    private static Answer repeated(Plan plan, Function<Acceptance, String> answer) {
        return new Answer(plan.upload().content().hash(), 201, answer.apply(plan.acceptance(false)));
    }

    /** Places an upload and judges it, writing nothing. */
    private Plan plan(StoreView view, Upload upload, ParsedUpload parsed, Instant now) {
        ProjectRow project = view.projects().find(upload.project()).orElse(null);
        if (project == null && !upload.createsProject()) throw new UnknownProjectException(upload.project());
        Answer earlier = project == null ? null : earlierAnswer(view, project, upload);
        Upload.Description said = upload.run();
        String key = said.key() == null ? upload.content().hash().substring(0, 32) : said.key();
        RunRow existing = project == null
                ? null
                : view.runs().findByKey(project.id(), said.testbed(), key).orElse(null);
        boolean isStored = existing != null
                && view.shards()
                        .findByBody(existing.number(), upload.content().hash())
                        .isPresent();
        Environment environment = environment(view, parsed, existing, isStored);
        RunFacts facts = facts(view, upload, project, existing, key, environment, isStored, now);
        int shardIndex = isStored ? 0 : shardIndex(view, upload, existing);
        Run run = facts.run();
        Map<SeriesKey, Series> measured =
                isStored ? view.measurements().points(List.of(run.id())) : measured(view, parsed, run, existing);
        List<Commit> brought = new ArrayList<>(said.history());
        brought.add(said.commit());
        Thresholds settings = view.shards().settings(run.id(), said.settings());
        RunJudge.Judgement judgement = new RunJudge(view, project, settings)
                .judge(run, environment, facts.baseline(), measured, brought, findings(view, parsed, existing));
        return new Plan(
                earlier,
                isStored,
                upload,
                parsed,
                project,
                existing,
                facts,
                environment,
                shardIndex,
                brought,
                measured,
                judgement);
    }

    private static Environment environment(
            StoreView view, ParsedUpload parsed, @Nullable RunRow existing, boolean isStored) {
        if (existing == null) return parsed.environment();
        Environment stored = view.runs().environment(existing.run().environment());
        return isStored ? stored : RunFacts.joined(stored, parsed.environment());
    }

    private static RunFacts facts(
            StoreView view,
            Upload upload,
            @Nullable ProjectRow project,
            @Nullable RunRow existing,
            String key,
            Environment environment,
            boolean isStored,
            Instant now) {
        if (existing != null && isStored) return RunFacts.stored(existing);
        String branch = upload.run().branch();
        if (branch == null) branch = project == null ? UploadKeeper.DEFAULT_BRANCH : project.defaultBranch();
        if (existing != null) return RunFacts.joined(existing, upload, branch, environment);
        String identity = upload.project() + "/" + upload.run().testbed() + "/" + key;
        return RunFacts.first(upload, view.runs().newId(now, identity), key, branch, environment, now);
    }

    /** What the parsers said of all uploads of the run, in an order that does not tell which came first. */
    private static List<Finding> findings(StoreView view, ParsedUpload parsed, @Nullable RunRow existing) {
        if (existing == null) return parsed.findings();
        TreeMap<String, Finding> byText = new TreeMap<>();
        for (Finding finding : parsed.findings()) byText.put(finding.text(), finding);
        for (Finding finding : RunJudge.parserFindings(view, existing.id())) byText.put(finding.text(), finding);
        return List.copyOf(byText.values());
    }

    private static @Nullable Answer earlierAnswer(StoreView view, ProjectRow project, Upload upload) {
        String key = upload.content().idempotencyKey();
        if (key == null) return null;
        Answer earlier = view.answers().find(project.id(), key).orElse(null);
        if (earlier != null && !earlier.bodyHash().equals(upload.content().hash()))
            throw UnprocessableUploadException.reusedKey("upload");
        return earlier;
    }

    /** The place of a shard in its run; an unnumbered one takes the next. */
    private static int shardIndex(StoreView view, Upload upload, @Nullable RunRow existing) {
        Upload.Shard shard = upload.run().shard();
        if (existing == null) return shard == null ? 1 : shard.index();
        if (shard == null) {
            return view.shards().list(existing.number()).stream()
                            .mapToInt(ShardRow::index)
                            .max()
                            .orElse(0)
                    + 1;
        }
        if (view.shards().find(existing.number(), shard.index()).isPresent())
            throw new ConflictException(
                    "shard " + shard.index() + " of run " + existing.run().key()
                            + " has arrived with other results already; another attempt needs another run key (--run)");
        return shard.index();
    }

    /** The series of the whole run: this shard's, and those of the shards before it. */
    private static Map<SeriesKey, Series> measured(
            StoreView view, ParsedUpload parsed, Run run, @Nullable RunRow existing) {
        Map<SeriesKey, Series> own = parsed.series(run.id(), run.sha(), run.testbed());
        if (existing == null) return own;
        Map<SeriesKey, Series> all = new LinkedHashMap<>(view.measurements().points(List.of(run.id())));
        own.forEach((series, points) -> {
            if (all.put(series, points) != null)
                throw new ConflictException(
                        "run " + run.key() + " has "
                                + series.benchmark().displayName()
                                + " already, from another upload; give the uploads different suites (--suite) or run keys (--run)");
        });
        return all;
    }

    /**
     * Everything that is to be written, worked out on a snapshot.
     *
     * @param earlier the answer to give instead, because the request is a repetition
     * @param isStored whether these very results are stored, so that there is nothing to write
     * @param project {@code null} if it is to be made
     * @param existing the run that this shard joins, if it is there already
     * @param brought the commits that the upload tells of
     * @param measured the series of the whole run, with one point each
     */
    record Plan(
            @Nullable Answer earlier,
            boolean isStored,
            Upload upload,
            ParsedUpload parsed,
            @Nullable ProjectRow project,
            @Nullable RunRow existing,
            RunFacts facts,
            Environment environment,
            int shardIndex,
            List<Commit> brought,
            Map<SeriesKey, Series> measured,
            RunJudge.Judgement judgement) {

        Run run() {
            return facts.run();
        }

        Acceptance acceptance(boolean isNew) {
            Upload.Shard shard = upload.run().shard();
            int received = (existing == null ? 0 : existing.shardsReceived()) + (isNew ? 1 : 0);
            return new Acceptance(
                    run(), judgement.comparison(), isNew, received, shard == null ? received : shard.count());
        }
    }
}
