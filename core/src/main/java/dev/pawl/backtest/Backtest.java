package dev.pawl.backtest;

import dev.pawl.detect.ChangePoint;
import dev.pawl.detect.Detection;
import dev.pawl.detect.Detector;
import dev.pawl.detect.DetectorState;
import dev.pawl.detect.Segmenter;
import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Replays histories upload by upload and says which alarms would have been raised, so that limits are chosen on evidence.
 *
 * <p>Pure; safe to share between threads.
 */
public final class Backtest {

    private final int warmup;

    /**
     * @param warmup uploads at the beginning of each history that are learned from, but raise no alarm; at least 2
     */
    public Backtest(int warmup) {
        if (warmup < 2) throw new IllegalArgumentException("the warm-up must be at least 2 uploads, is " + warmup);
        this.warmup = warmup;
    }

    /** What the method would have said. */
    public Replay replay(RecordedSeries history, Method method) {
        return method.kind() == Method.Kind.PAWL ? replayPawl(history, method) : replayReference(history, method);
    }

    /** The changes of level for the worse that Pawl would have confirmed and kept, as relative changes, oldest first. */
    List<Double> confirmedChanges(RecordedSeries history) {
        Detector detector = new Detector(history.direction());
        DetectorState state = DetectorState.EMPTY;
        TreeMap<Long, Double> confirmed = new TreeMap<>();
        for (double value : history.values()) {
            Detection detection = detector.append(state, value);
            state = detection.state();
            for (Detection.Event event : detection.events()) {
                ChangePoint point = event.changePoint();
                if (!point.worse() || point.raisedAt() < warmup) continue;
                if (event.kind() == Detection.Kind.CONFIRMED) confirmed.put(point.raisedAt(), point.change());
                else if (event.kind() == Detection.Kind.WITHDRAWN) confirmed.remove(point.raisedAt());
            }
        }
        return List.copyOf(confirmed.values());
    }

    private Replay replayPawl(RecordedSeries history, Method method) {
        Detector detector = new Detector(history.direction(), method.limit());
        DetectorState state = DetectorState.EMPTY;
        TreeSet<Integer> alarms = new TreeSet<>();
        TreeSet<Integer> confirmed = new TreeSet<>();
        for (double value : history.values()) {
            Detection detection = detector.append(state, value);
            state = detection.state();
            for (Detection.Event event : detection.events()) {
                ChangePoint point = event.changePoint();
                int raisedAt = (int) point.raisedAt();
                if (!point.worse() || raisedAt < warmup) continue;
                switch (event.kind()) {
                    case RAISED -> alarms.add(raisedAt);
                    case CONFIRMED -> confirmed.add(raisedAt);
                    case WITHDRAWN -> confirmed.remove(raisedAt);
                }
            }
        }
        List<Integer> changePoints = new Segmenter(history.direction())
                .changePoints(history.values()).stream()
                        .map(point -> (int) point.index())
                        .toList();
        return new Replay(history.name(), method.toString(), List.copyOf(alarms), List.copyOf(confirmed), changePoints);
    }

    private Replay replayReference(RecordedSeries history, Method method) {
        List<Integer> alarms = new ArrayList<>();
        double[] values = history.values();
        boolean flagged = false;
        for (int i = warmup; i < values.length; i++) {
            double[] before = Arrays.copyOfRange(values, Math.max(0, i - ReferenceRule.WINDOW), i);
            boolean worse = isWorse(history.direction(), method, before, values[i]);
            if (worse && !flagged) alarms.add(i);
            flagged = worse;
        }
        return new Replay(history.name(), method.toString(), alarms, alarms, alarms);
    }

    private static boolean isWorse(Direction direction, Method method, double[] before, double value) {
        boolean tooHigh = direction != Direction.HIGHER_IS_BETTER && ReferenceRule.isTooHigh(method, before, value);
        return tooHigh
                || direction != Direction.LOWER_IS_BETTER
                        && ReferenceRule.isTooHigh(
                                method, Arrays.stream(before).map(v -> -v).toArray(), -value);
    }
}
