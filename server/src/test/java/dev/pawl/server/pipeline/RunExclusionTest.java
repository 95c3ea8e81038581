package dev.pawl.server.pipeline;

import static dev.pawl.server.testing.MainBranchRun.sha;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Alert;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesOverview;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.wire.ComparisonJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are taken out, and in again, on real databases. */
class RunExclusionTest {

    private static final int RUNS = 20;

    /** One is enough for every build; more were tried. */
    private static final int SEEDS = 1;

    @TempDir
    Path folder;

    @Test
    void whatAnExcludedRunRaisedIsWithdrawnAndComesBackWithIt() {
        try (History history = new History("spike.db")) {
            for (int commit = 1; commit < RUNS; commit++) history.upload(commit, level(commit));
            history.upload(RUNS, 2 * level(RUNS));
            history.step(Alert.State.ACKNOWLEDGED);
            String before = history.everything();
            assertEquals(List.of("ACKNOWLEDGED " + sha(RUNS)), history.pending());

            assertTrue(history.exclude(RUNS));
            assertFalse(history.exclude(RUNS));

            assertEquals(List.of(), history.pending());
            RunRow.Exclusion exclusion = history.run(RUNS).exclusion();
            assertEquals("ada", exclusion.by());
            assertEquals("wrong machine", exclusion.because());

            assertTrue(history.include(RUNS));

            assertEquals(before, history.everything());
            assertEquals(List.of("ACKNOWLEDGED " + sha(RUNS)), history.pending());
            assertEquals(
                    List.of("excluded", "included"),
                    history.notes().stream().map(AnnotationRow::kind).toList());
            assertTrue(history.notes().get(0).text().endsWith(": wrong machine (ada)"));
        }
    }

    @Test
    void anAlertThatLaterRunsBearOutBeginsAtTheFirstOfThem() {
        try (History history = new History("step.db")) {
            for (int commit = 1; commit <= RUNS; commit++)
                history.upload(commit, level(commit) * (commit < 18 ? 1 : 2));
            assertEquals(List.of("OPEN " + sha(18)), history.pending());

            history.exclude(18);
            assertEquals(List.of("OPEN " + sha(19)), history.pending());

            history.include(18);
            assertEquals(List.of("OPEN " + sha(18)), history.pending());
        }
    }

    @Test
    void anAcceptedLevelStaysAcceptedAndBeginsAtTheFirstRunThatCounts() {
        try (History history = new History("accepted.db")) {
            for (int commit = 1; commit <= RUNS; commit++)
                history.upload(commit, level(commit) * (commit < 18 ? 1 : 2));
            assertEquals(List.of("OPEN " + sha(18)), history.pending());
            history.step(Alert.State.ACCEPTED);

            history.exclude(18);
            assertEquals(List.of("ACCEPTED " + sha(19)), history.alerts(AlertFilter.ALL));

            history.include(18);
            assertEquals(List.of("ACCEPTED " + sha(18)), history.alerts(AlertFilter.ALL));
        }
    }

    @Test
    void aRunThatShowedALevelBackByMistakeDoesNotCountOnceItIsExcluded() {
        try (History history = new History("back.db")) {
            for (int commit = 1; commit <= 18; commit++) history.upload(commit, level(commit) * (commit < 17 ? 1 : 2));
            assertEquals(List.of("OPEN " + sha(17)), history.pending());
            history.upload(19, level(19));
            assertEquals(List.of(), history.pending());

            history.exclude(19);
            assertEquals(List.of("OPEN " + sha(17)), history.pending());

            history.include(19);
            assertEquals(List.of(), history.pending());
        }
    }

    @Test
    void anyOrderOfUploadsAndExclusionsEndsInTheSameState() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            List<Integer> commits = new ArrayList<>();
            for (int commit = 1; commit <= RUNS; commit++) commits.add(commit);
            Set<Integer> bad = Set.of(3 + random.nextInt(4), 8 + random.nextInt(4), 15 + random.nextInt(6));
            String expected;
            try (History atOnce = new History("at-once" + seed + ".db")) {
                for (int commit : commits) {
                    atOnce.upload(commit, stepped(commit, bad));
                    if (bad.contains(commit)) atOnce.exclude(commit);
                }
                expected = atOnce.everything();
                for (int commit : bad) assertFalse(expected.contains("\"r" + commit + "\""), "r" + commit);
            }
            Collections.shuffle(commits, random);
            try (History late = new History("late" + seed + ".db")) {
                Set<Integer> counted = new HashSet<>(bad);
                for (int commit : commits) {
                    late.upload(commit, stepped(commit, bad));
                    if (!bad.contains(commit) || random.nextBoolean()) continue;
                    late.exclude(commit);
                    if (random.nextBoolean()) late.include(commit);
                    else counted.remove(commit);
                }
                for (int commit : counted) late.exclude(commit);

                assertAlike(expected, late.everything(), "seed " + seed);
                for (int commit : bad) late.include(commit);
                String all = late.everything();
                for (int commit : bad) assertTrue(all.contains("\"r" + commit + "\""), "r" + commit);
                for (int commit : bad) late.exclude(commit);
                assertAlike(expected, late.everything(), "seed " + seed);
            }
        }
    }

    private static void assertAlike(String expected, String actual, String when) {
        List<String> lines = actual.lines().toList();
        List<String> wanted = expected.lines().toList();
        for (int i = 0; i < Math.min(wanted.size(), lines.size()); i++) assertEquals(wanted.get(i), lines.get(i), when);
        assertEquals(wanted.size(), lines.size(), when);
    }

    private static double stepped(int commit, Set<Integer> bad) {
        return level(commit) * (commit < 13 ? 1 : 1.3) * (bad.contains(commit) ? 3 : 1);
    }

    private static double level(int commit) {
        return 100 * (1 + 0.01 * new Random(31L * commit).nextGaussian());
    }

    /** One project's runs, with everything in the background done after each step. */
    private final class History implements AutoCloseable {

        private final Store store;
        private final Rejudger rejudger;
        private final LevelTracker levels;
        private final RunPipeline pipeline;

        History(String file) {
            store = Store.open(folder.resolve(file));
            rejudger = new Rejudger(store, Clock.systemUTC());
            rejudger.close();
            levels = new LevelTracker(store, Clock.systemUTC());
            pipeline = new RunPipeline(store, Clock.systemUTC(), rejudger);
        }

        void upload(int commit, double seconds) {
            MainBranchRun.of(commit, Map.of("sort", seconds)).acceptInto(pipeline);
        }

        boolean exclude(int commit) {
            RunRow run = run(commit);
            boolean isChanged = store.write(session ->
                    new RunExclusion(session, project(session), Instant.now()).exclude(run, "ada", "wrong machine"));
            settle();
            return isChanged;
        }

        boolean include(int commit) {
            RunRow run = run(commit);
            boolean isChanged = store.write(
                    session -> new RunExclusion(session, project(session), Instant.now()).include(run, "ada", null));
            settle();
            return isChanged;
        }

        void step(Alert.State state) {
            store.write(session -> {
                for (AlertRow row : pendingRows(session))
                    session.alerts().change(row.alert().id(), new AlertStep(state, "ada", null, Instant.now()));
                return null;
            });
        }

        private void settle() {
            rejudger.judgeStale();
            levels.follow();
        }

        RunRow run(int commit) {
            return store.read(view -> view.runs()
                    .findByKey(project(view).id(), "ci", "r" + commit)
                    .orElseThrow());
        }

        List<String> pending() {
            return alerts(AlertFilter.pendingOn("main"));
        }

        List<String> alerts(AlertFilter filter) {
            settle();
            return store.read(view -> view.alerts().list(project(view).id(), filter, 100).stream()
                    .map(row -> row.alert().state() + " " + row.alert().sha())
                    .sorted()
                    .toList());
        }

        private List<AlertRow> pendingRows(StoreView view) {
            return view.alerts().list(project(view).id(), AlertFilter.pendingOn("main"), 100);
        }

        List<AnnotationRow> notes() {
            return store.read(view -> view.annotations().list(project(view).id(), "main", 100));
        }

        /** Comparisons of all runs that count, what the detectors remember, change points. */
        String everything() {
            settle();
            return store.read(view -> {
                StringBuilder all = new StringBuilder();
                Map<String, String> names = new TreeMap<>();
                Map<String, String> comparisons = new TreeMap<>();
                for (RunRow row : view.runs().recent(project(view).id(), RunFilter.ALL, 200, null))
                    names.put(row.id(), row.run().key());
                for (RunRow row :
                        view.runs().recent(project(view).id(), new RunFilter(null, null, null, null), 200, null))
                    comparisons.put(
                            row.run().key(),
                            new String(
                                    ComparisonJson.toBytes(
                                            view.comparisons()
                                                    .latest(row.id())
                                                    .orElseThrow()
                                                    .comparison(),
                                            result -> ""),
                                    StandardCharsets.UTF_8));
                comparisons.forEach(
                        (key, text) -> all.append(key).append(' ').append(text).append('\n'));
                for (SeriesOverview series :
                        view.series().overview(project(view).id(), "main", "ci", 100)) {
                    all.append(series.key().benchmark().name())
                            .append(series.points())
                            .append(Arrays.hashCode(view.detectors()
                                    .states(series.id().testbedId())
                                    .get(series.id())))
                            .append(Arrays.hashCode(view.detectors()
                                    .creepStates(series.id().testbedId())
                                    .get(series.id())));
                    view.detectors()
                            .changePoints(series.id())
                            .forEach(change -> all.append(change.row().state())
                                    .append(change.lastSha())
                                    .append(change.firstSha()));
                    all.append('\n');
                }
                String text = all.toString();
                for (Map.Entry<String, String> name : names.entrySet())
                    text = text.replace(name.getKey(), name.getValue());
                return text;
            });
        }

        private static ProjectRow project(StoreView view) {
            return view.projects().find("demo").orElseThrow();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
