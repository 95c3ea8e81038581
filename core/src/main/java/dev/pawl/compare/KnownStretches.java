package dev.pawl.compare;

import dev.pawl.model.KnownLevels;
import dev.pawl.model.KnownLevels.Step;
import dev.pawl.model.Point;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Applies what is known of the levels of base runs: what has no say is left out, the rest is cut where levels begin. */
final class KnownStretches {

    private final KnownLevels levels;

    KnownStretches(KnownLevels levels) {
        this.levels = levels;
    }

    boolean isEmpty() {
        return levels.isEmpty();
    }

    /** Whether any of the points tells where the contender's level is. */
    boolean tell(Series series) {
        if (levels.elsewhere().isEmpty()) return !series.points().isEmpty();
        for (Point point : series.points()) if (tells(point)) return true;
        return false;
    }

    /** Whether a base run tells where the contender's level is. */
    boolean tells(Point point) {
        return !levels.elsewhere().containsKey(point.runId());
    }

    /** The base runs without those that tell nothing of the contender, and without series that have no other. */
    Map<SeriesKey, Series> heard(Map<SeriesKey, Series> baseline) {
        return levels.elsewhere().containsValue(KnownLevels.NO_SAY) ? kept(baseline, false) : baseline;
    }

    /** The base runs that ran under what the contender runs under, and the series that have any. */
    Map<SeriesKey, Series> telling(Map<SeriesKey, Series> baseline) {
        return levels.elsewhere().isEmpty() ? baseline : kept(baseline, true);
    }

    private Map<SeriesKey, Series> kept(Map<SeriesKey, Series> baseline, boolean onlyHere) {
        Map<SeriesKey, Series> kept = new HashMap<>();
        for (Series series : baseline.values()) {
            List<Point> points = new ArrayList<>();
            for (Point point : series.points()) {
                Integer elsewhere = levels.elsewhere().get(point.runId());
                boolean isKept = elsewhere == null || !onlyHere && elsewhere != KnownLevels.NO_SAY;
                if (isKept) points.add(point);
            }
            if (!points.isEmpty()) kept.put(series.key(), new Series(series.key(), series.metric(), points));
        }
        return kept;
    }

    /**
     * The values of a series by stretches of known level, oldest first in each; the contender's level is that of the last one.
     *
     * @param series of which at least one point ran under what the contender runs under
     */
    List<double[]> of(Series series) {
        Map<Integer, List<Point>> elsewhere = new TreeMap<>();
        List<Point> here = new ArrayList<>();
        for (Point point : series.points()) {
            Integer stretch = levels.elsewhere().get(point.runId());
            if (stretch == null) here.add(point);
            else elsewhere.computeIfAbsent(stretch, unseen -> new ArrayList<>()).add(point);
        }
        List<double[]> stretches = new ArrayList<>();
        for (List<Point> stretch : elsewhere.values()) stretches.add(values(stretch, 0, stretch.size()));
        int from = 0;
        for (int start : starts(here, levels.accepted().getOrDefault(series.key(), List.of()))) {
            if (start <= from) continue;
            stretches.add(values(here, from, start));
            from = start;
        }
        stretches.add(values(here, from, here.size()));
        return stretches;
    }

    private static int[] starts(List<Point> points, List<Step> accepted) {
        int[] starts = new int[accepted.size()];
        for (int i = 0; i < starts.length; i++) {
            int start = ofCommit(points, accepted.get(i).sha());
            starts[i] = start < 0 ? nearest(points, accepted.get(i)) : start;
        }
        Arrays.sort(starts);
        return starts;
    }

    /** Position of the first run of a commit; −1 if there is none. */
    private static int ofCommit(List<Point> points, String sha) {
        for (int i = 0; i < points.size(); i++) if (points.get(i).sha().equals(sha)) return i;
        return -1;
    }

    /**
     * Where a step must be, whose commit is none of the branch's: where the values lie nearest to both of its levels. The sum of
     * distances forgives single runs that stand out.
     *
     * @return 0 if the step is nowhere among the points
     */
    private static int nearest(List<Point> points, Step step) {
        double size = Math.log(step.to() / step.from());
        if (!Double.isFinite(size)) return 0;
        double nearest = 0;
        double sum = 0;
        int start = 0;
        for (int i = points.size() - 1; i >= 0; i--) {
            double height = Math.log(points.get(i).value() / step.from());
            if (!Double.isFinite(height)) return 0;
            sum += Math.abs(height - size) - Math.abs(height);
            if (sum < nearest) {
                nearest = sum;
                start = i;
            }
        }
        return start;
    }

    private static double[] values(List<Point> points, int from, int to) {
        double[] values = new double[to - from];
        for (int i = 0; i < values.length; i++) values[i] = points.get(from + i).value();
        return values;
    }
}
