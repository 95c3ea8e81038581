package dev.pawl.server.pipeline;

import dev.pawl.compare.ClockShift;
import dev.pawl.compare.CommonShift;
import dev.pawl.compare.Disturbed;
import dev.pawl.detect.ChangePoint;
import dev.pawl.detect.Creep;
import dev.pawl.detect.CreepState;
import dev.pawl.detect.CreepWatch;
import dev.pawl.detect.Detection;
import dev.pawl.detect.Detector;
import dev.pawl.detect.DetectorState;
import dev.pawl.model.Disturbance;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Run;
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
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.StoreView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the levels of the default branch's series. Each run that arrives is shown to the change-point {@link Detector} and to the
 * {@link CreepWatch} of each of its series, in the background, so that no upload waits for it. Where a run's settings name control
 * benchmarks, what those tell of the machine's speed is divided out first ({@link FollowedControls}).
 *
 * <pre>
 *   queued runs ── do they follow what was read? ── yes: one more point each ──┐
 *                                                └─ no:  all points again  ────┴── change points ── alerts
 * </pre>
 *
 * What is stored follows from the history alone: a run that comes late, out of order or in another shard has its testbed read again,
 * as far back as {@link #LONGEST_HISTORY} runs. One more run in order costs the same however long the history is.
 */
public final class LevelTracker {

    /** So many of the newest runs tell whether the history still ends as it did. */
    private static final int TAIL = 64;

    /** Older runs are not read again. */
    private static final int LONGEST_HISTORY = 2000;

    /** Of what is read again, only such new change points matter to anybody today. */
    private static final int RECENT = 16;

    private static final int MOST_SNAPSHOTS = 3;

    private static final String DRIFT = "drift";

    private final Store store;
    private final Clock clock;

    public LevelTracker(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Has everything read again that another version of the detector has read. */
    public void queueOutdated() {
        store.write(session -> {
            session.detectors().queueOutdated(Detector.VERSION);
            return null;
        });
    }

    /** Reads everything that is queued; returns on how many testbeds that was. */
    public int follow() {
        List<Detectors.Waiting> waiting = store.read(view -> view.detectors().waiting());
        for (Detectors.Waiting testbed : waiting) follow(testbed);
        return waiting.size();
    }

    /** Works on a snapshot, so that uploads need not wait; only if they keep moving it, they do. */
    private void follow(Detectors.Waiting testbed) {
        for (int snapshot = 1; snapshot <= MOST_SNAPSHOTS; snapshot++) {
            Reading reading = store.read(view -> new Reading(view, testbed).read());
            boolean isKept = store.write(session -> {
                long now = session.projects().revision(testbed.projectId());
                if (now != reading.project.revision()) return false;
                reading.keep(session);
                return true;
            });
            if (isKept) return;
        }
        store.write(session -> {
            new Reading(session, testbed).read().keep(session);
            return null;
        });
    }

    /**
     * What happened to a series when a run was shown to its detector.
     *
     * @param value of the first run of the new level, as the machine is lately
     */
    private record Happening(
            SeriesKey key,
            Metric metric,
            Threshold threshold,
            ChangePointRow row,
            double value,
            Places places,
            boolean isRamp,
            boolean isRecent) {}

    /**
     * A level that crept.
     *
     * @param further since it was told last
     */
    private record Crawl(AlertKeeper.Crept total, AlertKeeper.@Nullable Crept further) {}

    /** Runs around a change. */
    private record Places(RunRow first, @Nullable RunRow last, RunRow raised) {}

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

    /** One testbed on one snapshot. */
    private final class Reading {
        private final StoreView view;
        private final Detectors.Waiting testbed;
        private final ProjectRow project;
        private final Map<SeriesId, Line> lines = new HashMap<>();
        private final List<Happening> happenings = new ArrayList<>();
        private final List<Crawl> crawls = new ArrayList<>();
        private final List<Long> done;
        private final List<AnnotationRow> notes = new ArrayList<>();
        private List<RunRow> newest = List.of();
        private boolean isFromStart;
        private FollowedControls controls = new FollowedControls(null);
        private List<Long> tail = List.of();

        Reading(StoreView view, Detectors.Waiting testbed) {
            this.view = view;
            this.testbed = testbed;
            this.project = view.projects().find(testbed.projectId()).orElseThrow();
            this.done = view.detectors().queued(testbed.testbedId());
        }

        Reading read() {
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
            for (int i = 0; i < unread.size(); i++) show(unread.get(i), i >= unread.size() - RECENT);
            for (int i = Math.max(1, newest.size() - Math.min(RECENT, unread.size())); i < newest.size(); i++)
                noteEnvironment(newest.get(i - 1).run(), newest.get(i).run());
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

        private void show(RunRow run, boolean isRecent) {
            Thresholds thresholds = project.thresholds().under(view.shards().settings(run.id(), Thresholds.DEFAULT));
            Map<SeriesKey, Series> measured = view.measurements().points(List.of(run.id()));
            Map<SeriesKey, SeriesId> ids = view.series().ids(project.id(), measured.keySet());
            // What heat or a neighbour had a hand in is no news of the code.
            List<Series> configured = new ArrayList<>();
            for (Series one : Disturbed.undisturbed(measured.values())) configured.add(thresholds.configured(one));
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
                for (Detection.Event event : detection.events())
                    happenings.add(happening(id, series, line, event, creep.isRamp(), isRecent));
                if (creep.total() != null && isRecent && series.metric().role() == Role.HEADLINE)
                    crawls.add(new Crawl(
                            crept(id, series, line, creep.total()),
                            creep.further() == null ? null : crept(id, series, line, creep.further())));
            }
        }

        private AlertKeeper.Crept crept(SeriesId id, Series series, Line line, Creep.Distance distance) {
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

        private void noteEnvironment(Run before, Run after) {
            if (before.environment().equals(after.environment())) return;
            EnvironmentChange.text(
                            view.runs().environment(before.environment()),
                            view.runs().environment(after.environment()))
                    .ifPresent(facts -> notes.add(new AnnotationRow(
                            0,
                            after.branch(),
                            after.sha(),
                            after.receivedAt(),
                            "environment",
                            after.testbed() + ": " + facts)));
        }

        private Happening happening(
                SeriesId id, Series series, Line line, Detection.Event event, boolean isRamp, boolean isRecent) {
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
                    controls.asLately(
                            series.metric(), line.threshold, line.state.stretch()[0]),
                    new Places(first, last, raised),
                    isRamp && event.kind() == Detection.Kind.CONFIRMED,
                    isRecent);
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
            Set<Long> disturbed = disturbed(line.key, back + 2 * TAIL);
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
        private Set<Long> disturbed(@Nullable SeriesKey key, int limit) {
            Set<Long> disturbed = new HashSet<>();
            if (key == null) return disturbed;
            SeriesKey companion = Disturbed.companion(key);
            SeriesId id = view.series().ids(project.id(), List.of(companion)).get(companion);
            if (id == null) return disturbed;
            for (HistoryPoint point : history(id, limit))
                if (point.point().value() >= Disturbance.TOO_MUCH)
                    disturbed.add(point.placed().run().number());
            return disturbed;
        }

        private List<HistoryPoint> history(SeriesId id, int limit) {
            List<HistoryPoint> points = new ArrayList<>();
            view.series()
                    .history(project.id(), id, project.defaultBranch(), limit)
                    .ifPresent(history -> {
                        for (HistoryPoint point : history.points())
                            if (point.placed().placement() != PlacedRun.Placement.OFF_BRANCH) points.add(point);
                    });
            return points;
        }

        private long count(Line line) {
            return line.state.count();
        }

        void keep(StoreSession session) {
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
            for (AnnotationRow note : notes) {
                if (session.annotations().find(project.id(), note, false).isEmpty() && !isControlNoted(session, note))
                    add(session, note);
            }
            AlertKeeper alerts = new AlertKeeper(session, project, clock.instant());
            SharedLevelChanges shared = new SharedLevelChanges(session, newest);
            for (Happening happening : happenings) {
                if (happening.metric().role() != Role.HEADLINE || !happening.isRecent()) continue;
                // Many small steps are told when there are enough of them, as what they are.
                if (happening.isRamp()) continue;
                Places places = happening.places();
                if (isShared(session, shared, happening) || isTheClocks(session, shared, happening)) continue;
                alerts.levelChanged(
                        happening.key(),
                        happening.metric(),
                        happening.threshold(),
                        happening.row(),
                        new AlertKeeper.NewLevel(places.first(), places.last(), happening.value()));
            }
            for (Crawl crawl : crawls)
                if (!isShared(session, crawl.total())) alerts.crept(crawl.total(), crawl.further(), isFromStart);
            alerts.creepingReturned(this::isBack);
            alerts.tell();
            new AbsenceKeeper(session, project, clock.instant()).look(testbed.testbedId(), newest);
            session.projects().bumpRevision(project.id());
        }

        /** Read again, a history may know its controls at another run; once is enough. */
        private boolean isControlNoted(StoreSession session, AnnotationRow note) {
            return note.kind().equals(FollowedControls.NOTE)
                    && session.annotations().list(project.id(), project.defaultBranch(), LONGEST_HISTORY).stream()
                            .anyMatch(known -> known.kind().equals(FollowedControls.NOTE)
                                    && known.text().equals(note.text()));
        }

        /** Whether the suite's other benchmarks changed alike at the same run, which is then noted once and nobody's alert. */
        private boolean isShared(StoreSession session, SharedLevelChanges shared, Happening happening) {
            ChangePointRow change = happening.row();
            if (change.state() != ChangePointRow.State.CONFIRMED) return false;
            // What the machine did is divided out; what is left, the code did, and be it to all.
            if (controls.areKnown()) return false;
            RunRow first = happening.places().first();
            CommonShift shift = shared.at(first).orElse(null);
            if (shift == null) return false;
            double beyond = shift.changeBeyond(happening.metric(), Math.log1p(change.change()));
            if (Math.abs(beyond) >= happening.threshold().warning()) return false;
            Run run = first.run();
            if (!isDriftNoted(session, shared, run)) noteDrift(session, run, shift.text() + " from here on");
            return true;
        }

        /** Whether the suite's other benchmarks crept along, which is then noted once and nobody's alert. */
        private boolean isShared(StoreSession session, AlertKeeper.Crept crept) {
            RunRow since = crept.since();
            if (since == null || controls.areKnown()) return false;
            SharedLevelChanges shared = new SharedLevelChanges(session, runs(session, (int)
                    Math.min(LONGEST_HISTORY, 2 * crept.runs() + TAIL)));
            CommonShift shift = shared.between(since, crept.run()).orElse(null);
            if (shift == null) return false;
            double beyond = shift.changeBeyond(
                    crept.metric(), Math.log1p(crept.distance().change()));
            if (Math.abs(beyond) >= crept.threshold().warning()) return false;
            Run run = crept.run().run();
            boolean isKnown = session.annotations().list(project.id(), run.branch(), TAIL).stream()
                    .anyMatch(note -> note.kind().equals(DRIFT)
                            && note.text().startsWith(run.testbed() + ":")
                            && shared.isBetween(note.sha(), since, crept.run()));
            if (!isKnown) noteDrift(session, run, shift.text() + " than " + crept.runs() + " runs before");
            return true;
        }

        private void noteDrift(StoreSession session, Run run, String what) {
            String text = run.testbed() + ": " + what + "; the testbed has most likely drifted";
            add(session, new AnnotationRow(0, run.branch(), run.sha(), run.receivedAt(), DRIFT, text));
            Outbox outbox = new Outbox(session, project, clock.instant());
            outbox.addDrift(run, what);
            outbox.flush();
        }

        private boolean isBack(AlertRow row) {
            Line line = lines.get(row.seriesId());
            Double level = row.alert().baseline();
            if (line == null || line.metric == null || level == null) return false;
            return new CreepWatch(line.metric.direction()).isBackAt(line.creep, level, line.threshold.warning());
        }

        private boolean isDriftNoted(StoreSession session, SharedLevelChanges shared, Run run) {
            return session.annotations().list(project.id(), run.branch(), TAIL).stream()
                    .anyMatch(note -> note.kind().equals(DRIFT)
                            && note.text().startsWith(run.testbed() + ":")
                            && shared.areNear(note.sha(), run.sha()));
        }

        /** Whether the benchmark changed with its GPU's clock and not in cycles, which is noted once and nobody's alert. */
        private boolean isTheClocks(StoreSession session, SharedLevelChanges shared, Happening happening) {
            RunRow first = happening.places().first();
            double clock = shared.clockAt(first, happening.key());
            double shift = Math.log1p(happening.row().change());
            Double inCycles = ClockShift.changeInCycles(happening.metric(), shift, clock);
            if (inCycles == null || Math.abs(inCycles) >= happening.threshold().warning()) return false;
            Run run = first.run();
            if (!isDriftNoted(session, shared, run))
                add(
                        session,
                        new AnnotationRow(
                                0,
                                run.branch(),
                                run.sha(),
                                run.receivedAt(),
                                DRIFT,
                                String.format(
                                        Locale.ROOT,
                                        "%s: the GPU's clock is about %.1f %% %s from here on; what changed with it raises no alert",
                                        run.testbed(),
                                        100 * Math.abs(Math.expm1(clock)),
                                        clock > 0 ? "higher" : "lower")));
            return true;
        }

        private void add(StoreSession session, AnnotationRow note) {
            session.annotations().add(project.id(), note.branch(), note.sha(), note.time(), note.kind(), note.text());
        }
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
