package dev.pawl.server.pipeline;

import dev.pawl.compare.ClockShift;
import dev.pawl.compare.CommonShift;
import dev.pawl.compare.Disturbed;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.StoreView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the benchmarks of a testbed changed their level together. One series cannot tell a slower machine from slower code; the
 * suite can, see {@link CommonShift}.
 */
final class SharedLevelChanges {

    /** So many runs on either side of a change tell where each benchmark was; their median forgives outliers. */
    private static final int RUNS = 8;

    /** The same change is located in one series a run or two beside where it is in another. */
    private static final int NEAR = 3;

    private final StoreView view;
    private final List<RunRow> runs;
    private final Map<Integer, Sides> byPlace = new HashMap<>();
    private final Map<Integer, Optional<CommonShift>> shifts = new HashMap<>();
    private final Map<List<Integer>, Optional<CommonShift>> crept = new HashMap<>();

    /** What was measured before a place and from there on. */
    private record Sides(Map<SeriesKey, Series> before, Map<SeriesKey, Series> after) {}

    /** @param runs the newest runs of one testbed on one branch, oldest first */
    SharedLevelChanges(StoreView view, List<RunRow> runs) {
        this.view = view;
        this.runs = runs;
    }

    /** What the suite did between the runs up to one and those up to a later one. */
    Optional<CommonShift> between(RunRow then, RunRow now) {
        int from = place(then);
        int to = place(now);
        if (from < 0 || to < 0) return Optional.empty();
        // All series that crept up to a run are asked about; most began at a few places.
        return crept.computeIfAbsent(
                List.of(from, to),
                unseen -> CommonShift.between(
                        points(Math.max(0, from + 1 - RUNS), from + 1),
                        points(Math.max(from + 1, to + 1 - RUNS), to + 1)));
    }

    /** Whether a commit was measured after a run and not after a later one. */
    boolean isBetween(@Nullable String sha, RunRow then, RunRow now) {
        for (int i = place(then) + 1; i <= place(now); i++)
            if (runs.get(i).run().sha().equals(sha)) return true;
        return false;
    }

    private int place(RunRow run) {
        for (int i = runs.size() - 1; i >= 0; i--) if (runs.get(i).number() == run.number()) return i;
        return -1;
    }

    /** What the suite did between the runs before a run and those from it on. */
    Optional<CommonShift> at(RunRow first) {
        int place = place(first);
        // With nothing before it there is nothing to compare with.
        return place < 1
                ? Optional.empty()
                : shifts.computeIfAbsent(
                        place,
                        at -> CommonShift.between(sides(at).before(), sides(at).after()));
    }

    /** How much faster a GPU's clock became there for a series' benchmark, as a difference of logarithms; 0 if unknown. */
    double clockAt(RunRow first, SeriesKey series) {
        int place = place(first);
        return place < 1
                ? 0
                : new ClockShift(sides(place).before(), sides(place).after()).of(series);
    }

    /** Whether two commits lie so close that a change at one may be the change at the other. */
    boolean areNear(@Nullable String sha, String other) {
        int place = -1;
        int otherPlace = -1;
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).run().sha().equals(sha)) place = i;
            if (runs.get(i).run().sha().equals(other)) otherPlace = i;
        }
        return place >= 0 && otherPlace >= 0 && Math.abs(place - otherPlace) <= NEAR;
    }

    private Sides sides(int place) {
        return byPlace.computeIfAbsent(
                place,
                at -> new Sides(points(Math.max(0, at - RUNS), at), points(at, Math.min(runs.size(), at + RUNS))));
    }

    private Map<SeriesKey, Series> points(int from, int to) {
        return Disturbed.undisturbed(view.measurements()
                .points(runs.subList(from, to).stream().map(RunRow::id).toList()));
    }
}
