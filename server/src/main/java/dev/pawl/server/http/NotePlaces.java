package dev.pawl.server.http;

import dev.pawl.report.VisibleText;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.HistoryPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where notes stand in a picture whose axis counts points. */
final class NotePlaces {

    private static final int LONGEST = 24;

    private NotePlaces() {}

    /**
     * A note of a commit stands at the last point of it; another one before the first point that is later. What was before the
     * first point is left out.
     */
    static List<Trend.Note> of(List<AnnotationRow> annotations, List<HistoryPoint> points) {
        List<Trend.Note> notes = new ArrayList<>();
        for (AnnotationRow annotation : annotations) {
            Double position = position(annotation, points);
            if (position != null) notes.add(new Trend.Note(position, VisibleText.of(annotation.text(), LONGEST)));
        }
        notes.sort(Comparator.comparingDouble(Trend.Note::position));
        return notes;
    }

    private static @Nullable Double position(AnnotationRow annotation, List<HistoryPoint> points) {
        String sha = annotation.sha();
        for (int i = points.size() - 1; sha != null && i >= 0; i--)
            if (points.get(i).point().sha().startsWith(sha)) return (double) i;
        int after = points.size();
        while (after > 0 && time(points.get(after - 1)).isAfter(annotation.time())) after--;
        return after == 0 ? null : after - 0.5;
    }

    private static Instant time(HistoryPoint point) {
        Instant committed = point.placed().commit().time();
        return committed == null ? point.placed().run().run().receivedAt() : committed;
    }
}
