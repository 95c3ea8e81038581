package dev.pawl.server.pipeline;

import static dev.pawl.server.testing.MainBranchRun.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.detect.CreepState;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.Alert;
import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.server.testing.PullRequestRun;
import dev.pawl.server.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels that are known to begin: with another GPU or driver, and where a regression was accepted. On a real database. */
class LevelStartsTest {

    private static final String H100 = "NVIDIA H100";
    private static final String H200 = "NVIDIA H200";
    private static final String OLD = "550.54";
    private static final String NEW = "580.1";
    private static final int BASE = PullRequestRun.MERGE_BASE;
    private static final String HEAD = "1".repeat(40);
    private static final String NEXT = "2".repeat(40);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T08:00:00Z"));
    private Store store;
    private Rejudger rejudger;
    private LevelTracker levels;
    private RunPipeline pipeline;

    @BeforeEach
    void open() {
        start("pawl.db");
    }

    private void start(String file) {
        store = Store.open(folder.resolve(file));
        rejudger = new Rejudger(store, clock);
        // Nothing happens by itself here.
        rejudger.close();
        levels = new LevelTracker(store, clock);
        pipeline = new RunPipeline(store, clock, rejudger);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theFirstRunOnAnotherGpuHasNoVerdictAndSaysWhy() {
        for (int commit = 1; commit <= BASE; commit++) upload(commit, level(commit), H100, OLD);

        Comparison comparison =
                judged(PullRequestRun.of(7, HEAD, level(50) * 1.5).under(H200, NEW));

        assertEquals(Baseline.Source.NONE, comparison.baseline().source());
        assertEquals(Verdict.NEW, comparison.results().get(0).verdict());
        assertEquals(
                List.of(
                        "No base run was measured on NVIDIA H200 with driver 580.1; 20 on NVIDIA H100 with driver 550.54 tell"
                                + " nothing about it, so that a new level begins here."),
                findings(comparison));
    }

    @Test
    void oneRunUnderTheNewDriverIsTheLevelAndTheOthersTellTheNoise() {
        for (int commit = 1; commit < BASE; commit++) upload(commit, level(commit), H200, OLD);
        upload(BASE, level(BASE) * 1.3, H200, NEW);

        Comparison same = judged(PullRequestRun.of(7, HEAD, level(50) * 1.3).under(H200, NEW));
        Comparison worse =
                judged(PullRequestRun.of(8, NEXT, level(50) * 1.3 * 1.12).under(H200, NEW));

        assertEquals(Verdict.UNCHANGED, same.results().get(0).verdict());
        assertEquals(
                List.of(
                        "Of 20 base runs only 1 was measured on NVIDIA H200 with driver 580.1 and tells where the level is; 19"
                                + " on NVIDIA H200 with driver 550.54 tell the noise only."),
                findings(same));
        JudgedMeasurement result = worse.results().get(0);
        assertEquals(Verdict.REGRESSED, result.verdict());
        assertEquals(0.01, result.evidence().noise(), 0.005);
    }

    @Test
    void rerunsOnAnotherGpuAreJudgedForThemselves() {
        for (int commit = 1; commit <= BASE; commit++) upload(commit, level(commit), H200, OLD);
        judged(PullRequestRun.of(7, HEAD, level(50) * 3).under(H100, OLD));

        Comparison comparison =
                judged(PullRequestRun.of(7, HEAD, level(50)).withKey("again").under(H200, OLD));

        assertEquals(Verdict.UNCHANGED, comparison.results().get(0).verdict());
        assertEquals(1, comparison.contender().runs().size());
    }

    @Test
    void whatAnotherGpuDoesRaisesNoAlertAndWhatTheCodeDoesThereDoes() {
        for (int commit = 1; commit <= 15; commit++) uploadAndFollow(commit, level(commit), H100, OLD);
        for (int commit = 16; commit <= 30; commit++) uploadAndFollow(commit, level(commit) * 1.4, H200, OLD);

        assertEquals(List.of(), alerts());
        assertEquals(
                List.of("ci: gpu was NVIDIA H100 and is NVIDIA H200; a new level begins"),
                notes().stream().map(AnnotationRow::text).toList());

        for (int commit = 31; commit <= 36; commit++) uploadAndFollow(commit, level(commit) * 1.4 * 1.1, H200, OLD);

        Alert alert = alerts().get(0).alert();
        assertEquals(sha(31), alert.sha());
        assertEquals(sha(30), alert.lastGoodSha());
        assertNotNull(alert.confirmedAt());
        assertEquals(0.1, alert.change(), 0.02);
    }

    @Test
    void aNewDriverIsNoAlertEitherAndTellsNoProcessorApart() {
        for (int commit = 1; commit <= 15; commit++) uploadAndFollow(commit, level(commit), H200, OLD);
        for (int commit = 16; commit <= 30; commit++) uploadAndFollow(commit, level(commit) * 1.2, H200, NEW);
        assertEquals(List.of(), alerts());

        for (int commit = 31; commit <= 36; commit++) {
            upload(commit, level(commit) * 1.44, Map.of("gpu", H200, "gpuDriver", NEW, "cpu", "another"));
            levels.follow();
        }
        assertEquals(sha(31), alerts().get(0).alert().sha());
    }

    @Test
    void aSuspicionEndsWithItsDriverAndAConfirmedAlertWaitsForAPerson() {
        for (int commit = 1; commit <= 15; commit++) uploadAndFollow(commit, level(commit), H200, OLD);
        uploadAndFollow(16, level(16) * 1.3, H200, OLD);
        assertNull(alerts().get(0).alert().confirmedAt());

        uploadAndFollow(17, level(17) * 1.3, H200, NEW);

        Alert suspected = alerts().get(0).alert();
        assertEquals(Alert.State.RESOLVED, suspected.state());
        assertNull(suspected.confirmedAt());
        for (int commit = 18; commit <= 31; commit++)
            uploadAndFollow(commit, level(commit) * (commit < 29 ? 1.3 : 1.6), H200, NEW);
        assertNotNull(alerts().get(0).alert().confirmedAt());

        // Faster than before the regression, but not because of the code.
        for (int commit = 32; commit <= 38; commit++) uploadAndFollow(commit, level(commit) * 0.5, H100, NEW);

        assertEquals(2, alerts().size());
        assertEquals(Alert.State.OPEN, alerts().get(0).alert().state());
    }

    @Test
    void anyOrderEndsInTheSameStates() {
        List<Integer> commits =
                new ArrayList<>(IntStream.rangeClosed(1, 42).boxed().toList());
        for (int commit : commits) {
            upload(commit, moving(commit), facts(commit));
            levels.follow();
        }
        String inOrder = everything();
        assertTrue(inOrder.contains("CONFIRMED " + sha(35)), inOrder);
        close();
        start("shuffled.db");
        Collections.shuffle(commits, new Random(2));
        for (int i = 0; i < commits.size(); i++) {
            upload(commits.get(i), moving(commits.get(i)), facts(commits.get(i)));
            if (i % 9 == 0) levels.follow();
        }
        levels.follow();
        rejudger.judgeStale();

        assertEquals(inOrder, everything());
    }

    /** Another driver at 12, of which every third run says nothing; another GPU at 22; slower code at 35. */
    private static Map<String, String> facts(int commit) {
        Map<String, String> facts = new TreeMap<>(Map.of("gpu", commit < 22 ? H100 : H200));
        if (commit % 3 != 0) facts.put("gpuDriver", commit < 12 ? OLD : NEW);
        return facts;
    }

    private static double moving(int commit) {
        return level(commit) * (commit < 12 ? 1 : commit < 22 ? 1.2 : commit < 35 ? 0.7 : 0.84);
    }

    @Test
    void machinesThatTakeTurnsAreToldOfOnceAndEachIsComparedWithItself() {
        for (int commit = 1; commit <= 40; commit++)
            uploadAndFollow(commit, level(commit) * (commit % 2 == 0 ? 1 : 1.5), commit % 2 == 0 ? H100 : H200, OLD);

        List<AnnotationRow> turns =
                notes().stream().filter(note -> note.kind().equals("turns")).toList();
        assertEquals(1, turns.size(), turns.toString());
        assertEquals(
                "ci: different machines take turns (NVIDIA H100 with driver 550.54; NVIDIA H200 with driver 550.54), so that no"
                        + " level can be followed; give each a label of its own (--testbed)",
                turns.get(0).text());
        assertTrue(notes().size() < 8, notes().toString());
        assertEquals(List.of(), alerts());
        JudgedMeasurement result = newest("r20").results().get(0);
        assertEquals(Verdict.UNCHANGED, result.verdict());
        assertEquals(9, result.evidence().baselineRuns());
    }

    @Test
    void anAcceptedRegressionIsTheLevelAtOnceForWhoBranchesBehindIt() {
        for (int commit = 1; commit < BASE; commit++) uploadAndFollow(commit, level(commit));
        uploadAndFollow(BASE, level(BASE) * 1.2);
        Comparison before = judged(PullRequestRun.of(7, HEAD, level(50) * 1.2));
        assertEquals(Verdict.UNDECIDED, before.results().get(0).verdict());

        set(Alert.State.ACCEPTED);
        rejudger.judgeStale();

        assertEquals(Verdict.UNCHANGED, newest("pr-" + HEAD).results().get(0).verdict());
        JudgedMeasurement worse = judged(PullRequestRun.of(8, NEXT, level(50) * 1.2 * 1.12))
                .results()
                .get(0);
        assertEquals(Verdict.REGRESSED, worse.verdict());
        assertEquals(Severity.CRITICAL, worse.severity());
        assertEquals(0.12, worse.evidence().change(), 0.03);

        set(Alert.State.OPEN);
        rejudger.judgeStale();
        assertEquals(Verdict.UNDECIDED, newest("pr-" + HEAD).results().get(0).verdict());
    }

    private void set(Alert.State state) {
        AlertRow row = alerts().get(0);
        store.write(session -> {
            session.alerts().change(row.alert().id(), new AlertStep(state, "maintainer", "wanted", clock.instant()));
            session.comparisons().markStaleSince(row.alert().runId(), clock.instant());
            return null;
        });
    }

    @Test
    void whatWasAcceptedOnThePullRequestIsTheLevelFromTheMergeOn() {
        for (int commit = 1; commit < BASE; commit++) uploadAndFollow(commit, level(commit));
        assertEquals(
                Verdict.REGRESSED,
                judged(PullRequestRun.of(7, HEAD, level(50) * 1.2))
                        .results()
                        .get(0)
                        .verdict());
        store.write(session -> PullRequestAcceptance.accept(
                session,
                session.projects().find("demo").orElseThrow(),
                7,
                clock.instant(),
                "maintainer",
                "wanted",
                clock.instant()));

        // Merged as another commit.
        uploadAndFollow(BASE, level(BASE) * 1.2);

        assertEquals(1, alerts().size());
        Comparison after = judged(PullRequestRun.of(8, NEXT, level(51) * 1.2));
        assertEquals(Verdict.UNCHANGED, after.results().get(0).verdict());
        for (int commit = BASE + 1; commit <= BASE + 4; commit++) uploadAndFollow(commit, level(commit) * 1.2);
        assertEquals(1, alerts().size());

        // Much better, and then as slow as it was accepted once: that is news.
        for (int commit = BASE + 5; commit <= BASE + 16; commit++) uploadAndFollow(commit, level(commit) * 0.6);
        uploadAndFollow(BASE + 17, level(BASE + 17));
        assertEquals(2, alerts().size());
    }

    private void uploadAndFollow(int commit, double seconds, String gpu, String driver) {
        upload(commit, seconds, gpu, driver);
        levels.follow();
    }

    private void uploadAndFollow(int commit, double seconds) {
        upload(commit, seconds, Map.of());
        levels.follow();
    }

    private void upload(int commit, double seconds, String gpu, String driver) {
        upload(commit, seconds, Map.of("gpu", gpu, "gpuDriver", driver));
    }

    private void upload(int commit, double seconds, Map<String, String> facts) {
        clock.advance(Duration.ofMinutes(1));
        MainBranchRun.of(commit, Map.of("sort", seconds)).in(facts).acceptInto(pipeline);
    }

    private Comparison judged(PullRequestRun run) {
        clock.advance(Duration.ofMinutes(1));
        run.acceptInto(pipeline);
        return newest(run.key());
    }

    private Comparison newest(String key) {
        return store.read(view -> {
            String run =
                    view.runs().findByKey(projectId(), "ci", key).orElseThrow().id();
            return view.comparisons().latest(run).orElseThrow().comparison();
        });
    }

    private static List<String> findings(Comparison comparison) {
        return comparison.findings().stream().map(Finding::text).toList();
    }

    private long projectId() {
        return store.read(view -> view.projects().find("demo").orElseThrow().id());
    }

    private List<AlertRow> alerts() {
        long project = projectId();
        return store.read(view -> view.alerts().list(project, AlertFilter.ALL, 10));
    }

    private List<AnnotationRow> notes() {
        long project = projectId();
        return store.read(view -> view.annotations().list(project, "main", 100));
    }

    /** What the detectors remember, and what is said of each run. */
    private String everything() {
        long project = projectId();
        SeriesId series = store.read(view -> view.series().overview(project, "main", "ci", 5))
                .get(0)
                .id();
        StringBuilder all = new StringBuilder();
        all.append(DetectorState.fromBytes(store.read(
                        view -> view.detectors().states(series.testbedId()).get(series))))
                .append(CreepState.fromBytes(store.read(
                        view -> view.detectors().creepStates(series.testbedId()).get(series))));
        store.read(view -> view.detectors().changePoints(series)).stream()
                .map(change -> change.row().state() + " " + change.firstSha())
                .sorted()
                .forEach(change -> all.append('\n').append(change));
        Map<String, String> verdicts = new TreeMap<>();
        store.read(view -> view.runs().recent(project, new RunFilter(null, null, null, null), 100, null))
                .forEach(row -> verdicts.put(
                        row.run().key(),
                        newest(row.run().key()).results().get(0).evidence().toString()));
        return all.append(verdicts).toString();
    }

    /** One percent of noise, the same for a commit in every test. */
    private static double level(int commit) {
        return 100 * (1 + 0.01 * new Random(31L * commit).nextGaussian());
    }
}
