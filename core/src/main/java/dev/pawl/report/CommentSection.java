package dev.pawl.report;

import dev.pawl.model.Comparison;
import dev.pawl.model.SeriesKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one testbed has to say of a pull request.
 *
 * @param url where people see the run; {@code null} if others cannot get there
 * @param trends newest values of a series on the base branch, oldest first; absent where they are not known
 * @param pictures of a series' trend with this result at its end, for where everybody can fetch them
 */
public record CommentSection(
        Comparison comparison,
        @Nullable String url,
        Map<SeriesKey, double[]> trends,
        Map<SeriesKey, PictureAddress> pictures) {

    public CommentSection {
        trends = Map.copyOf(trends);
        pictures = Map.copyOf(pictures);
    }

    /** A comparison and no more. */
    public static CommentSection of(Comparison comparison) {
        return new CommentSection(comparison, null, Map.of(), Map.of());
    }
}
