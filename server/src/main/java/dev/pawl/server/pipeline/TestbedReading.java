package dev.pawl.server.pipeline;

import dev.pawl.compare.Disturbed;
import dev.pawl.detect.ChangePoint;
import dev.pawl.detect.Creep;
import dev.pawl.detect.CreepState;
import dev.pawl.detect.CreepWatch;
import dev.pawl.detect.Detection;
import dev.pawl.detect.Detector;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.Disturbance;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Threshold;
import dev.pawl.model.Thresholds;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ChangePointRow;
import dev.pawl.server.store.Detectors;
import dev.pawl.server.store.HistoryPoint;
import dev.pawl.server.store.PlacedRun;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.StoreView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runs of a testbed that were not read yet, or all of them anew, and says what happened to its series meanwhile. It sees
 * one snapshot of the store and writes nothing before {@link #keep}.
 */
final class TestbedReading {

    /** So many of the newest runs tell whether the history still ends as it did. */
    static final int TAIL = 64;

    /** Older runs are not read again. */
    static final int LONGEST_HISTORY = 2000;

    /** Of what is read again, only such new change points matter to anybody today; those of backdated runs never do. */
    private static final int RECENT = 16;

    /**
     * What happened to a series when a run was shown to its detector.
     *
     * @param value of the first run of the new level, as the machine is lately
     */
    record Happening(
            SeriesKey key,
            Metric metric,
            Threshold threshold,
            ChangePointRow row,
            double value,
            Places places,
            boolean isRamp,
            boolean isRecent) {

        Happening asRecent() {
            return new Happening(key, metric, threshold, row, value, places, isRamp, true);
        }
    }

    /**
     * A level that crept.
     *
     * @param further since it was told last
     */
    record Crawl(AlertKeeper.Crept total, AlertKeeper.@Nullable Crept further) {}

    /** Runs around a change. */
    record Places(RunRow first, @Nullable RunRow last, RunRow raised) {}

    /** A series while it is read. */
    private static final class Line {
        private DetectorState state;
        private CreepState creep;
        private boolean isMoved;
        private @Nullable SeriesKey key;

        /** Of the newest run, by its settings. */
        private @Nullable Metric metric;

        private Threshold threshold = Threshold.DEFAULT;

        /** The runs of the points that were read just now. */
        private final List<RunRow> runs = new ArrayList<>();

        Line(DetectorState state, CreepState creep) {
            this.state = state;
            this.creep = creep;
        }
    }

    private final StoreView view;
    private final Detectors.Waiting testbed;
    private final ProjectRow project;
    private final Map<SeriesId, Line> lines = new HashMap<>();
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Crawl> crawls = new ArrayList<>();
    private final List<Long> done;
    private final List<AnnotationRow> notes = new ArrayList<>();
    private List<RunRow> newest = List.of();

    /** Of the runs that are read, or more. */
    private LevelStarts starts;

    private boolean isFromStart;
    private FollowedControls controls = new FollowedControls(null);
    private List<Long> tail = List.of();

    TestbedReading(StoreView view, Detectors.Waiting testbed) {
        this.view = view;
        this.testbed = testbed;
        this.project = view.projects().find(testbed.projectId()).orElseThrow();
        this.done = view.detectors().queued(testbed.testbedId());
        this.starts = new LevelStarts(view, List.of());
    }

    TestbedReading read() {
        Set<Long> queued = new HashSet<>(done);
        Detectors.Progress progress = view.detectors()
                .progress(testbed.projectId(), testbed.testbedId())
                .orElse(null);
        newest = runs(view, TAIL + queued.size());
        int known = newest.size();
        while (known > 0 && queued.contains(newest.get(known - 1).number())) known--;
        boolean follows = progress != null
                && progress.version() == Detector.VERSION
                && progress.branch().equals(project.defaultBranch())
                && newest.size() - known == queued.size()
                && endsAlike(progress.runs(), numbers(newest.subList(0, known)));
        List<RunRow> unread = newest.subList(known, newest.size());
        if (follows) {
            controls = new FollowedControls(view.detectors()
                    .speed(testbed.projectId(), testbed.testbedId())
                    .orElse(null));
            Map<SeriesId, byte[]> creeps = view.detectors().creepStates(testbed.testbedId());
            view.detectors()
                    .states(testbed.testbedId())
                    .forEach((id, bytes) -> lines.put(id, new Line(stateOf(bytes), creepOf(creeps.get(id)))));
        } else {
            isFromStart = true;
            unread = runs(view, LONGEST_HISTORY);
        }
        starts = new LevelStarts(view, isFromStart ? unread : newest);
        int read = isFromStart ? 0 : known;
        for (int i = 0; i < unread.size(); i++) {
            if (starts.isAt(read + i)) beginAnew(!starts.isOtherGpuAt(read + i));
            RunRow run = unread.get(i);
            show(run, read + i, i >= unread.size() - RECENT && !run.request().backdated());
        }
        notes.addAll(EnvironmentNotes.of(view, newest, Math.min(RECENT, unread.size())));
        List<Long> all = numbers(newest);
        tail = all.subList(Math.max(0, all.size() - TAIL), all.size());
        return this;
    }

    /** The newest runs of the default branch, oldest first, without those that still wait for shards. */
    private List<RunRow> runs(StoreView view, int limit) {
        List<RunRow> runs = new ArrayList<>(view.runs()
                .newestOnBranch(testbed.projectId(), testbed.testbed(), project.defaultBranch(), limit, true));
        runs.removeIf(run -> run.state() == RunRow.State.WAITING);
        Collections.reverse(runs);
        return runs;
    }

    /** All series are on levels of their own from here on. */
    private void beginAnew(boolean keepsNoise) {
        for (Line line : lines.values()) {
            line.state = Detector.begunAnew(line.state, keepsNoise);
            line.creep = line.creep.begunAnew();
            line.isMoved = true;
        }
        controls = new FollowedControls(null);
    }

    /** @param place among the runs that {@link #starts} is about */
    private void show(RunRow run, int place, boolean isRecent) {
        Thresholds thresholds = project.thresholds().under(view.shards().settings(run.id(), Thresholds.DEFAULT));
        Map<SeriesKey, Series> measured = view.measurements().points(List.of(run.id()));
        Map<SeriesKey, SeriesId> ids = view.series().ids(project.id(), measured.keySet());
        // What heat or a neighbour had a hand in is no news of the code.
        List<Series> configured = new ArrayList<>();
        for (Series one : Disturbed.undisturbed(measured).values()) configured.add(thresholds.configured(one));
        controls.ask(run.run(), configured, ids).ifPresent(notes::add);
        for (Series series : configured) {
            SeriesId id = ids.get(series.key());
            if (id == null || series.metric().role() == Role.INFORMATIONAL) continue;
            Line line = lines.computeIfAbsent(id, unseen -> new Line(DetectorState.EMPTY, CreepState.EMPTY));
            line.key = series.key();
            line.runs.add(run);
            line.isMoved = true;
            line.metric = series.metric();
            line.threshold = thresholds.of(series.key());
            double value = controls.divided(series, line.threshold);
            Detection detection = new Detector(series.metric().direction()).append(line.state, value);
            boolean isRelease = run.run().release() != null;
            Creep creep = new CreepWatch(series.metric().direction())
                    .append(line.creep, value, isRelease, line.threshold.warning(), detection);
            line.state = detection.state();
            line.creep = creep.state();
            for (Detection.Event event : detection.events()) {
                Happening happening = happening(id, series, line, event, creep.isRamp());
                boolean isNews =
                        isRecent && !starts.isBetween(happening.places().first(), place);
                happenings.add(isNews ? happening.asRecent() : happening);
            }
            if (creep.total() != null && isRecent && series.metric().role() == Role.HEADLINE)
                crawls.add(new Crawl(
                        crept(id, series, line, creep.total()),
                        creep.further() == null ? null : crept(id, series, line, creep.further())));
        }
    }

    private AlertKeeper.Crept crept(SeriesId id, Series series, Line line, Creep.Distance told) {
        double from = controls.asLately(series.metric(), line.threshold, told.from());
        Creep.Distance distance = new Creep.Distance(told.change(), from, told.since());
        return new AlertKeeper.Crept(
                id,
                series.key(),
                series.metric(),
                line.threshold,
                line.runs.get(line.runs.size() - 1),
                distance,
                find(id, line, distance.since()),
                line.creep.count() - 1 - distance.since());
    }

    private Happening happening(SeriesId id, Series series, Line line, Detection.Event event, boolean isRamp) {
        ChangePoint change = event.changePoint();
        RunRow raised = runAt(id, line, change.raisedAt());
        RunRow first = runAt(id, line, change.index());
        RunRow last = change.index() == 0 ? null : find(id, line, change.index() - 1);
        ChangePointRow row = new ChangePointRow(
                id,
                raised.number(),
                first.number(),
                last == null ? null : last.number(),
                state(event.kind()),
                change.worse(),
                change.change());
        return new Happening(
                series.key(),
                series.metric(),
                line.threshold,
                row,
                // The stretch of a confirmed change begins with it.
                controls.asLately(series.metric(), line.threshold, line.state.stretch()[0]),
                new Places(first, last, raised),
                isRamp && event.kind() == Detection.Kind.CONFIRMED,
                false);
    }

    /** The run of a point; the run at hand if that is too long ago to be known. */
    private RunRow runAt(SeriesId id, Line line, long index) {
        RunRow found = find(id, line, index);
        return found == null ? line.runs.get(line.runs.size() - 1) : found;
    }

    /** The run of a point by its position in the series; the newest point's position is one less than the state's count. */
    private @Nullable RunRow find(SeriesId id, Line line, long index) {
        long count = count(line);
        int back = (int) Math.min(Integer.MAX_VALUE, count - 1 - index);
        if (back < line.runs.size()) return line.runs.get(line.runs.size() - 1 - Math.max(0, back));
        RunRow newest = line.runs.get(line.runs.size() - 1);
        Set<Long> disturbed = disturbed(line, back + 2 * TAIL);
        List<RunRow> runs = new ArrayList<>();
        for (HistoryPoint point : history(id, back + 2 * TAIL)) {
            RunRow run = point.placed().run();
            if (!disturbed.contains(run.number())) runs.add(run);
        }
        int at = -1;
        for (int i = 0; i < runs.size(); i++) if (runs.get(i).number() == newest.number()) at = i;
        return at >= back ? runs.get(at - back) : null;
    }

    /** Runs of which the detector was not shown this series. */
    private Set<Long> disturbed(Line line, int limit) {
        Set<Long> disturbed = new HashSet<>();
        if (line.key == null || line.metric == null || !Disturbed.canBeDisturbed(line.metric)) return disturbed;
        SeriesKey companion = Disturbed.companion(line.key);
        SeriesId id = view.series().ids(project.id(), List.of(companion)).get(companion);
        if (id == null) return disturbed;
        for (HistoryPoint point : history(id, limit))
            if (point.point().value() >= Disturbance.TOO_MUCH)
                disturbed.add(point.placed().run().number());
        return disturbed;
    }

    private List<HistoryPoint> history(SeriesId id, int limit) {
        List<HistoryPoint> points = new ArrayList<>();
        view.series().history(project.id(), id, project.defaultBranch(), limit).ifPresent(history -> {
            for (HistoryPoint point : history.points())
                if (point.placed().placement() != PlacedRun.Placement.OFF_BRANCH) points.add(point);
        });
        return points;
    }

    private long count(Line line) {
        return line.state.count();
    }

    /** The project's revision that was read. */
    long revision() {
        return project.revision();
    }

    /** Keeps where the detectors are, and tells what happened. */
    void keep(StoreSession session, Instant now) {
        Detectors detectors = session.detectors();
        if (isFromStart) detectors.forget(testbed.testbedId());
        Map<SeriesId, byte[]> states = new HashMap<>();
        Map<SeriesId, byte[]> creeps = new HashMap<>();
        lines.forEach((id, line) -> {
            if (!line.isMoved) return;
            states.put(id, line.state.toBytes());
            creeps.put(id, line.creep.toBytes());
        });
        detectors.putStates(states);
        detectors.putCreepStates(creeps);
        detectors.putChangePoints(happenings.stream().map(Happening::row).toList());
        detectors.advance(
                testbed.projectId(),
                testbed.testbedId(),
                new Detectors.Progress(project.defaultBranch(), Detector.VERSION, tail),
                done);
        detectors.putSpeed(testbed.projectId(), testbed.testbedId(), controls.toBytes());
        LevelNews news = new LevelNews(session, project, now, controls.areKnown());
        for (AnnotationRow note : notes) news.note(note);
        news.levelsChanged(happenings, newest);
        news.levelsCrept(crawls, isFromStart, limit -> runs(session, limit));
        news.levelsReturned(row -> isBack(session, row));
        boolean isPast =
                !newest.isEmpty() && newest.get(newest.size() - 1).request().backdated();
        if (!isPast) new AbsenceKeeper(session, project, now).look(testbed.testbedId(), newest);
        session.projects().bumpRevision(project.id());
    }

    private boolean isBack(StoreView now, AlertRow row) {
        Line line = lines.get(row.seriesId());
        Double level = row.alert().baseline();
        if (line == null || line.metric == null || level == null) return false;
        LevelFacts then = now.runs()
                .levelFacts(List.of(row.alert().runId()))
                .getOrDefault(row.alert().runId(), LevelFacts.UNKNOWN);
        if (starts.newest().isOtherLevel(then)) return false;
        return new CreepWatch(line.metric.direction())
                .isBackAt(line.creep, controls.asFirst(line.metric, line.threshold, level), line.threshold.warning());
    }

    private static boolean endsAlike(List<Long> before, List<Long> now) {
        int length = Math.min(before.size(), now.size());
        return length > 0
                && before.subList(before.size() - length, before.size())
                        .equals(now.subList(now.size() - length, now.size()));
    }

    private static List<Long> numbers(List<RunRow> runs) {
        return runs.stream().map(RunRow::number).toList();
    }

    private static CreepState creepOf(byte @Nullable [] bytes) {
        return Optional.ofNullable(bytes)
                .map(CreepState::fromBytes)
                .orElseThrow(() -> new IllegalStateException("a creep watch's state of another version"));
    }

    private static DetectorState stateOf(byte[] bytes) {
        return Optional.ofNullable(DetectorState.fromBytes(bytes))
                .orElseThrow(() -> new IllegalStateException("a detector's state of another version"));
    }

    private static ChangePointRow.State state(Detection.Kind kind) {
        return switch (kind) {
            case RAISED -> ChangePointRow.State.RAISED;
            case CONFIRMED -> ChangePointRow.State.CONFIRMED;
            case WITHDRAWN -> ChangePointRow.State.WITHDRAWN;
        };
    }
}
