package dev.pawl.server.http;

import dev.pawl.model.Comparison;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Point;
import dev.pawl.model.Verdict;
import dev.pawl.report.VisibleText;
import dev.pawl.server.chart.Look;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.chart.TrendChart;
import dev.pawl.server.pipeline.SeriesLevels;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.HistoryPoint;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesHistory;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what a picture of a stored series shows. */
public final class StoredTrends {

    /** Of the newest notes of a branch. */
    private static final int MOST_NOTES = 200;

    /** As many as can be told apart at the width of a mail. */
    private static final int POINTS_OF_MAIL = 100;

    /** Before a contender: what a comment's width shows. */
    private static final int POINTS_BEFORE = 60;

    /** The base branch may have gone on since a contender left it. */
    private static final int POINTS_TO_LOOK_AT = 300;

    private StoredTrends() {}

    /** The trend of a series on the default branch as PNG, for mails; empty if there is nothing to draw. */
    public static Optional<byte[]> png(Store store, String slug, String series) {
        Look look = new Look(TrendChart.Theme.LIGHT, Look.DEFAULT_WIDTH, Look.DEFAULT_HEIGHT, Look.MOST_SCALE);
        return store.read(view -> view.projects()
                        .find(slug)
                        .flatMap(project -> SeriesId.parse(series)
                                .flatMap(id -> of(view, project, id, project.defaultBranch(), POINTS_OF_MAIL))))
                .map(trend -> {
                    try {
                        return TrendChart.png(trend, look);
                    } catch (IOException e) {
                        throw new UncheckedIOException("memory does not fail", e);
                    }
                });
    }

    /** The trend of a series; empty if it has no points on the branch. */
    static Optional<Trend> of(StoreView view, ProjectRow project, SeriesId id, String branch, int limit) {
        return view.series()
                .history(project.id(), id, branch, limit)
                .filter(history -> !history.points().isEmpty())
                .map(history -> trend(view, history, notes(view, project, branch)));
    }

    /**
     * What a run measured of a series, at the end of what its base branch had measured when it left it.
     *
     * @return empty if the run has no such series, or was compared with nothing
     */
    static Optional<Trend> ofRun(StoreView view, ProjectRow project, String run, SeriesId id) {
        Comparison comparison =
                view.comparisons().latest(run).map(ComparisonRow::comparison).orElse(null);
        if (comparison == null || comparison.baseline().branch() == null) return Optional.empty();
        String branch = comparison.baseline().branch();
        return view.series()
                .history(project.id(), id, branch, POINTS_TO_LOOK_AT)
                .flatMap(history -> {
                    JudgedMeasurement judged = new Verdicts(view).of(run, history.key());
                    if (judged == null || judged.evidence().contender() == null) return Optional.empty();
                    List<HistoryPoint> before = before(history.points(), comparison);
                    return Optional.of(
                            withContender(history, before, judged, comparison, notes(view, project, branch)));
                });
    }

    /** The points that the contender could be compared with, the newest of them. */
    private static List<HistoryPoint> before(List<HistoryPoint> points, Comparison comparison) {
        int end = points.size();
        for (int i = points.size() - 1; i >= 0; i--) {
            Point point = points.get(i).point();
            if (comparison.contender().runs().contains(point.runId())) end = i;
            // On a branch of its own: what came to the base after it left is not its past.
            else if (end == points.size()
                    && point.sha().equals(comparison.baseline().sha())) end = i + 1;
        }
        return points.subList(Math.max(0, end - POINTS_BEFORE), end);
    }

    private static Trend withContender(
            SeriesHistory history,
            List<HistoryPoint> before,
            JudgedMeasurement judged,
            Comparison comparison,
            List<AnnotationRow> annotations) {
        double[] past = values(before);
        double[] values = Arrays.copyOf(past, past.length + 1);
        values[past.length] = judged.evidence().contender();
        List<String> places = new ArrayList<>();
        for (HistoryPoint point : before) places.add(place(point));
        places.add("this");
        List<Integer> changes = new ArrayList<>();
        for (SeriesLevels.Change change : SeriesLevels.changes(history.metric(), past)) changes.add(change.index());
        boolean isMoved = judged.verdict() == Verdict.REGRESSED || judged.verdict() == Verdict.IMPROVED;
        if (isMoved && past.length > 0) changes.add(past.length);
        return new Trend(
                title(history),
                history.metric(),
                values,
                places,
                changes,
                NotePlaces.of(annotations, before),
                band(judged));
    }

    private static double[] values(List<HistoryPoint> points) {
        return points.stream().mapToDouble(point -> point.point().value()).toArray();
    }

    private static String title(SeriesHistory history) {
        return VisibleText.of(
                history.key().benchmark().displayName() + " · "
                        + history.metric().name(),
                100);
    }

    private static List<AnnotationRow> notes(StoreView view, ProjectRow project, String branch) {
        return view.annotations().list(project.id(), branch, MOST_NOTES);
    }

    private static Trend.@Nullable Band band(@Nullable JudgedMeasurement judged) {
        if (judged == null || judged.evidence().baseline() == null) return null;
        Evidence evidence = judged.evidence();
        double reach = evidence.minimumDetectableChange() == null ? 0 : evidence.minimumDetectableChange();
        return new Trend.Band(
                evidence.baseline(), evidence.baseline() / (1 + reach), evidence.baseline() * (1 + reach));
    }

    private static Trend trend(StoreView view, SeriesHistory history, List<AnnotationRow> annotations) {
        List<HistoryPoint> points = history.points();
        double[] values = values(points);
        HistoryPoint newest = points.get(points.size() - 1);
        JudgedMeasurement judged = new Verdicts(view).of(newest.point().runId(), history.key());
        return new Trend(
                title(history),
                history.metric(),
                values,
                points.stream().map(StoredTrends::place).toList(),
                SeriesLevels.changes(history.metric(), values).stream()
                        .map(SeriesLevels.Change::index)
                        .toList(),
                NotePlaces.of(annotations, points),
                band(judged));
    }

    /** The day of a commit; its id where the day is not known. */
    private static String place(HistoryPoint point) {
        Instant time = point.placed().commit().time();
        if (time != null) return time.toString().substring(0, 10);
        String sha = point.point().sha();
        return sha.substring(0, Math.min(8, sha.length()));
    }
}
