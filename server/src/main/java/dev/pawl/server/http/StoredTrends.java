package dev.pawl.server.http;

import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.report.VisibleText;
import dev.pawl.server.chart.Look;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.chart.TrendChart;
import dev.pawl.server.pipeline.SeriesLevels;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.HistoryPoint;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesHistory;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts together what a picture of a stored series shows. */
public final class StoredTrends {

    /** Of the newest notes of a branch. */
    private static final int MOST_NOTES = 200;

    /** As many as can be told apart at the width of a mail. */
    private static final int POINTS_OF_MAIL = 100;

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
                .map(history -> trend(view, history, view.annotations().list(project.id(), branch, MOST_NOTES)));
    }

    private static Trend trend(StoreView view, SeriesHistory history, List<AnnotationRow> annotations) {
        List<HistoryPoint> points = history.points();
        double[] values =
                points.stream().mapToDouble(point -> point.point().value()).toArray();
        HistoryPoint newest = points.get(points.size() - 1);
        JudgedMeasurement judged = new Verdicts(view).of(newest.point().runId(), history.key());
        Evidence evidence = judged == null ? null : judged.evidence();
        Trend.Band band = null;
        if (evidence != null && evidence.baseline() != null) {
            double reach = evidence.minimumDetectableChange() == null ? 0 : evidence.minimumDetectableChange();
            band = new Trend.Band(
                    evidence.baseline(), evidence.baseline() / (1 + reach), evidence.baseline() * (1 + reach));
        }
        return new Trend(
                VisibleText.of(
                        history.key().benchmark().displayName() + " · "
                                + history.metric().name(),
                        100),
                history.metric(),
                values,
                points.stream().map(StoredTrends::place).toList(),
                SeriesLevels.changes(history.metric(), values).stream()
                        .map(SeriesLevels.Change::index)
                        .toList(),
                NotePlaces.of(annotations, points),
                band);
    }

    /** The day of a commit; its id where the day is not known. */
    private static String place(HistoryPoint point) {
        Instant time = point.placed().commit().time();
        if (time != null) return time.toString().substring(0, 10);
        String sha = point.point().sha();
        return sha.substring(0, Math.min(8, sha.length()));
    }
}
