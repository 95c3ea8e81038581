package dev.pawl.server.pipeline;

import static dev.pawl.server.testing.MainBranchRun.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.detect.CreepState;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Alert;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ChangePointRow;
import dev.pawl.server.store.Detectors;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change points and alerts of the default branch, on a real database. */
class LevelTrackerTest {

    private static final int STEP = 41;
    private static final int RUNS = 50;

    private static final Thresholds CONTROLLED = new Thresholds(List.of(
            new Thresholds.Rule(
                    new SeriesGlob("*", "ruler", "*", "*"),
                    new ThresholdOverride(null, null, null, Role.CONTROL, null, null)),
            new Thresholds.Rule(
                    new SeriesGlob("*", "limited", "*", "*"),
                    new ThresholdOverride(null, null, null, null, null, AbsoluteLimit.of("<= 1000 s")))));

    @TempDir
    Path folder;

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
        rejudger = new Rejudger(store, Clock.systemUTC());
        // Nothing happens by itself here.
        rejudger.close();
        levels = new LevelTracker(store, Clock.systemUTC());
        pipeline = new RunPipeline(store, Clock.systemUTC(), rejudger);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aStepIsConfirmedByLaterRunsAndLocated() {
        for (int commit = 1; commit < STEP; commit++) upload(commit, level(commit));
        follow();
        upload(STEP, level(STEP) * 1.2);
        follow();

        AlertRow suspected = alerts().get(0);
        assertNull(suspected.alert().confirmedAt());
        assertEquals(sha(STEP), suspected.alert().sha());

        upload(STEP + 1, level(STEP + 1) * 1.2);
        assertNotNull(alerts().get(0).alert().confirmedAt());
        for (int commit = STEP + 2; commit <= RUNS; commit++) {
            upload(commit, level(commit) * 1.2);
            follow();
        }

        List<AlertRow> alerts = alerts();
        assertEquals(1, alerts.size());
        Alert alert = alerts.get(0).alert();
        assertEquals(sha(STEP), alert.sha());
        assertEquals(sha(STEP - 1), alert.lastGoodSha());
        assertEquals(
                List.of("CONFIRMED " + sha(STEP - 1) + " " + sha(STEP)),
                changePoints().stream().map(LevelTrackerTest::text).toList());
    }

    @Test
    void aShortHistoryConfirmsWithTheSecondCommitToo() {
        for (int commit = 1; commit <= 12; commit++) upload(commit, level(commit));
        upload(13, level(13) * 1.4);
        assertNull(alerts().get(0).alert().confirmedAt());

        upload(14, level(14) * 1.4);

        assertNotNull(alerts().get(0).alert().confirmedAt());
    }

    @Test
    void anAcceptedLevelIsNoNewsUntilItGetsWorse() {
        for (int commit = 1; commit < STEP; commit++) upload(commit, level(commit));
        upload(STEP, level(STEP) * 1.2);
        long alert = alerts().get(0).alert().id();
        store.write(session -> {
            session.alerts().change(alert, new AlertStep(Alert.State.ACCEPTED, "maintainer", "wanted", Instant.EPOCH));
            return null;
        });

        upload(STEP + 1, level(STEP + 1) * 1.2);
        assertEquals(1, alerts().size());

        upload(STEP + 2, level(STEP + 2) * 1.6);
        assertEquals(2, alerts().size());
    }

    @Test
    void aSpikeIsSuspectedAndWithdrawnAndNobodyIsTold() {
        for (int commit = 1; commit <= RUNS; commit++) {
            upload(commit, level(commit) * (commit == STEP ? 1.3 : 1));
            follow();
        }

        assertEquals(ChangePointRow.State.WITHDRAWN, changePoints().get(0).row().state());
        Alert alert = alerts().get(0).alert();
        assertNull(alert.confirmedAt());
        assertEquals(Alert.State.RESOLVED, alert.state());
    }

    /** Too little for a comparison of one run, and found nevertheless. */
    @Test
    void aSmallStepOpensAnAlertWhenItIsConfirmed() {
        for (int commit = 1; commit <= RUNS + 10; commit++) {
            upload(commit, level(commit) * (commit < STEP ? 1 : 1.06));
            follow();
        }

        Alert alert = alerts().get(0).alert();
        assertNotNull(alert.confirmedAt());
        assertTrue(Math.abs(alert.change() - 0.06) < 0.02, alert.toString());
    }

    @Test
    void anyOrderEndsInTheSameStatesAndChangePoints() {
        List<Integer> commits =
                new ArrayList<>(IntStream.rangeClosed(1, RUNS).boxed().toList());
        for (int commit : commits) {
            upload(commit, onWanderingMachine(commit), CONTROLLED);
            follow();
        }
        String inOrder = everything();
        assertTrue(inOrder.contains("CONFIRMED"), inOrder);
        for (int seed = 1; seed <= 3; seed++) {
            close();
            start("shuffled" + seed + ".db");
            Collections.shuffle(commits, new Random(seed));
            for (int i = 0; i < commits.size(); i++) {
                upload(commits.get(i), onWanderingMachine(commits.get(i)), CONTROLLED);
                if (i % (3 * seed) == 0) follow();
            }
            follow();

            assertEquals(inOrder, everything(), "seed " + seed);
        }
    }

    @Test
    void anotherVersionsStatesAreReadAgain() {
        for (int commit = 1; commit <= RUNS; commit++) upload(commit, stepped(commit));
        follow();
        String before = everything();
        store.write(session -> {
            SeriesId series = series();
            session.detectors().putStates(Map.of(series, new byte[] {99}));
            session.detectors()
                    .advance(projectId(), series.testbedId(), new Detectors.Progress("main", 0, List.of()), List.of());
            return null;
        });

        levels.queueOutdated();
        follow();

        assertEquals(before, everything());
    }

    @Test
    void aControlShowsTheStepThatAWanderingMachineHides() {
        for (int commit = 1; commit <= RUNS + 6; commit++) {
            upload(commit, onWanderingMachine(commit), CONTROLLED);
            follow();
        }

        // Not so where the values are left as they are.
        List<AlertRow> told = told();
        assertEquals(
                List.of("sort"),
                told.stream()
                        .map(row -> row.alert().series().benchmark().name())
                        .toList());
        assertEquals(sha(STEP), told.get(0).alert().sha());
        assertEquals(0.1, told.get(0).alert().change(), 0.02);
        assertEquals(
                List.of("control"), notes().stream().map(AnnotationRow::kind).toList());
        assertTrue(notes().get(0).text().endsWith("as told by the control benchmark ruler"), notes().toString());
    }

    /** Its speed wanders by 15 %, and the benchmark gets 10 % slower. */
    private static Map<String, Double> onWanderingMachine(int commit) {
        double slowness = Math.exp(0.15 * new Random(7L * commit + 1).nextGaussian());
        double noise = Math.exp(0.003 * new Random(13L * commit).nextGaussian());
        double value = level(commit) * slowness * (commit < STEP ? 1 : 1.1);
        return Map.of("sort", value, "limited", value, "ruler", 50 * slowness * noise);
    }

    /** The alerts that somebody was told of. */
    private List<AlertRow> told() {
        return alerts().stream()
                .filter(row -> row.alert().confirmedAt() != null)
                .toList();
    }

    @Test
    void aSlowerMachineIsNotedOnceAndOnlyWhatGotWorseBeyondItIsAnAlert() {
        for (int commit = 1; commit <= RUNS; commit++) {
            Map<String, Double> suite = new TreeMap<>();
            for (int benchmark = 0; benchmark < 12; benchmark++) {
                double slower = commit < STEP ? 1 : benchmark == 7 ? 1.5 : 1.12;
                suite.put("b" + benchmark, level(100 * benchmark + commit) * slower);
            }
            upload(commit, suite, commit < STEP ? "old" : "new");
            follow();
        }

        assertEquals(
                List.of("b7"),
                alerts().stream()
                        .map(row -> row.alert().series().benchmark().name())
                        .toList());
        List<AnnotationRow> notes = notes();
        assertEquals(
                List.of("environment", "drift"),
                notes.stream().map(AnnotationRow::kind).toList());
        assertEquals("ci: cpu was old and is new", notes.get(0).text());
        assertTrue(
                notes.get(1).text().matches("ci: 1[12] of 12 benchmarks are slower by about 1\\d\\.\\d % .*drifted"),
                notes.get(1).text());
        assertEquals(sha(STEP), notes.get(1).sha());
    }

    @Test
    void aMachineThatGetsSlowerBitByBitIsNotedAndNoBenchmarksCreep() {
        for (int commit = 1; commit <= 44; commit++) {
            Map<String, Double> suite = new TreeMap<>();
            for (int benchmark = 0; benchmark < 10; benchmark++) {
                double slower = Math.pow(1.006, Math.max(0, commit - 12));
                suite.put("b" + benchmark, level(100 * benchmark + commit) * slower);
            }
            upload(commit, suite, "same");
            follow();
        }

        assertTrue(alerts().stream().allMatch(row -> row.alert().creep() == null), () -> alerts().toString());
        List<AnnotationRow> notes = notes();
        assertEquals(Set.of("drift"), notes.stream().map(AnnotationRow::kind).collect(Collectors.toSet()));
    }

    @Test
    void aSmallSuiteThatGetsWorseTogetherIsSlowerCode() {
        for (int commit = 1; commit <= RUNS; commit++) {
            Map<String, Double> suite = new TreeMap<>();
            for (int benchmark = 0; benchmark < 3; benchmark++) suite.put("b" + benchmark, stepped(commit) + benchmark);
            upload(commit, suite, "same");
            follow();
        }

        assertEquals(3, alerts().size());
        assertEquals(List.of(), notes());
    }

    @Test
    void valuesThatNobodyMeasuresHoldNoOtherTestbedUp() {
        double[] odd = {1e-300, 1e308, 1e308, 1e308, 0, 0, 1e308, 1e308, 1e-300, 0, 0};
        for (int commit = 1; commit <= odd.length; commit++) {
            upload(commit, Map.of("sort", odd[commit - 1], "parse", level(commit)), "same");
            follow();
        }

        assertEquals(List.of(), store.read(view -> view.detectors().waiting()));
    }

    private List<AnnotationRow> notes() {
        long project = projectId();
        return store.read(view -> view.annotations().list(project, "main", 10));
    }

    private void follow() {
        levels.follow();
    }

    private static double stepped(int commit) {
        return level(commit) * (commit < STEP ? 1 : 1.2);
    }

    /** One percent of noise, the same for a commit in every test. */
    private static double level(int commit) {
        return 100 * (1 + 0.01 * new Random(31L * commit).nextGaussian());
    }

    private long projectId() {
        return store.read(view -> view.projects().find("demo").orElseThrow().id());
    }

    private SeriesId series() {
        long project = projectId();
        return store.read(view -> view.series().overview(project, "main", "ci", 5).stream()
                .filter(one -> one.key().benchmark().name().equals("sort"))
                .findFirst()
                .orElseThrow()
                .id());
    }

    private List<AlertRow> alerts() {
        long project = projectId();
        return store.read(view -> view.alerts().list(project, AlertFilter.ALL, 10));
    }

    private List<ChangePointRow.Named> changePoints() {
        SeriesId series = series();
        return store.read(view -> view.detectors().changePoints(series));
    }

    private String everything() {
        SeriesId series = series();
        byte[] state =
                store.read(view -> view.detectors().states(series.testbedId()).get(series));
        byte[] creep = store.read(
                view -> view.detectors().creepStates(series.testbedId()).get(series));
        long project = projectId();
        byte[] speed = store.read(
                view -> view.detectors().speed(project, series.testbedId()).orElseThrow());
        return Arrays.hashCode(speed) + " " + DetectorState.fromBytes(state) + " " + Arrays.hashCode(state) + " "
                + CreepState.fromBytes(creep) + " "
                + Arrays.hashCode(creep) + " "
                + changePoints().stream().map(LevelTrackerTest::text).toList();
    }

    private static String text(ChangePointRow.Named change) {
        return change.row().state() + " " + change.lastSha() + " " + change.firstSha();
    }

    private void upload(int commit, double value) {
        upload(commit, Map.of("sort", value), "same");
    }

    private void upload(int commit, Map<String, Double> seconds, String cpu) {
        MainBranchRun.of(commit, seconds).on(cpu).acceptInto(pipeline);
    }

    private void upload(int commit, Map<String, Double> seconds, Thresholds settings) {
        MainBranchRun.of(commit, seconds).judgedBy(settings).acceptInto(pipeline);
    }
}
