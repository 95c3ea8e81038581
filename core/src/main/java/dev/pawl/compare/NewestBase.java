package dev.pawl.compare;

import dev.pawl.model.Baseline;
import dev.pawl.model.Point;
import dev.pawl.model.Series;
import dev.pawl.stats.Median;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at the newest base commit by itself. Where the base branch has just moved, a pull request that started there measures what the
 * branch measures, and one run is too few for {@link BaseLevel} to see a new level. Whoever changed the branch answers for that, not
 * the pull request.
 *
 * <p>On a branch itself the runs before are asked nothing: that the next run bears the last one out is what confirms a regression.
 */
final class NewestBase {

    /** So many earlier runs that lie there too are noise that the contender is ranked among. */
    private static final int FEW = 2;

    private final boolean isAsked;
    private final KnownStretches known;

    NewestBase(Baseline.Source source, KnownStretches known) {
        this.isAsked = source == Baseline.Source.MERGE_BASE || source == Baseline.Source.NEWEST_ON_BASE;
        this.known = known;
    }

    /**
     * How far it lies off the baseline, as a difference of logarithms; 0 where that is not asked or not known.
     *
     * @param baseline the points that were weighed, oldest first
     * @param centre where the baseline is
     */
    double shift(Series baseline, double centre) {
        if (!isAsked) return 0;
        List<Point> points = baseline.points();
        double[] values = new double[points.size()];
        int count = 0;
        String sha = null;
        int at = points.size() - 1;
        for (; at >= 0; at--) {
            Point point = points.get(at);
            if (!known.tells(point)) continue;
            if (sha != null && !sha.equals(point.sha())) break;
            sha = point.sha();
            values[count++] = point.value();
        }
        if (count == 0) return 0;
        double shift = Math.log(Median.of(Arrays.copyOf(values, count)) / centre);
        int alike = 0;
        for (; at >= 0; at--) {
            // The half from which on a run is nearer to the newest commit than to the baseline.
            double other = Math.log(points.get(at).value() / centre) / shift;
            if (known.tells(points.get(at)) && other >= 0.5) alike++;
        }
        if (alike >= FEW) return 0;
        return Double.isFinite(shift) ? shift : 0;
    }
}
