package dev.pawl.server.pipeline;

import dev.pawl.detect.LevelStretch;
import dev.pawl.model.Alert;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Threshold;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.Testbed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened on the default branch in a time, for people who do not look every day.
 *
 * @param runs how many came
 * @param commits how many were measured
 * @param movers series whose level changed by their warning limit or more; what got worse before what got better, the
 *     farthest first
 * @param open alerts that are confirmed and wait for somebody
 * @param closed alerts that ended in the time
 * @param missing what does not come any more
 * @param noisy the series that scatter most, so that they can prove least
 * @param undecided the series that mostly end undecided, because their noise is too large for their limits
 * @param silent testbeds that sent nothing in the time
 * @param notes releases, deployments, changed environments, drifts and what else may explain a change; the oldest first
 */
public record TrendReport(
        ProjectRow project,
        Instant from,
        Instant to,
        int runs,
        int commits,
        List<Mover> movers,
        List<AlertRow> open,
        List<AlertRow> closed,
        List<AbsenceRow> missing,
        List<Noisy> noisy,
        List<Undecided> undecided,
        List<Testbed> silent,
        List<AnnotationRow> notes) {

    /** The newest runs of a testbed that are looked at; some months of a busy repository. */
    private static final int RUNS = 300;

    private static final int MOST_MOVERS = 20;
    private static final int MOST_NOISY = 5;
    private static final int MOST_UNDECIDED = 10;

    /** The newest runs of a testbed whose comparisons are read; each is read whole. */
    private static final int MOST_COMPARED = 40;

    private static final int MOST_ALERTS = 100;
    private static final int MOST_NOTES = 50;

    /** Less is a good benchmark. */
    private static final double NOISY = 0.03;

    /** A testbed that nobody has used for this long is no news any more. */
    private static final Duration FORGOTTEN = Duration.ofDays(60);

    /**
     * A series whose level changed.
     *
     * @param before level at the beginning of the time, in base units: the median of the stretch between two change points
     * @param after level at its end
     */
    public record Mover(SeriesKey key, SeriesId id, Metric metric, double before, double after) {

        /** Relative change. */
        public double change() {
            return after / before - 1;
        }

        public boolean isWorse() {
            return metric.direction().isWorse(before, after);
        }
    }

    /**
     * A series that scatters.
     *
     * @param noise robust standard deviation of a run on the present level, relative
     */
    public record Noisy(SeriesKey key, SeriesId id, double noise) {}

    /**
     * A series of which comparisons mostly cannot tell whether it changed.
     *
     * @param times how often it ended undecided for its noise
     * @param compared how often it was compared
     * @param minimumDetectableChange the smallest relative change that could have been proven, the median of those; {@code null} if
     *     unknown
     * @param warning its limit
     */
    public record Undecided(
            SeriesKey key,
            SeriesId id,
            int times,
            int compared,
            @Nullable Double minimumDetectableChange,
            double warning) {}

    /** The report of a time that ends with {@code to}. */
    public static TrendReport of(StoreView view, ProjectRow project, Instant from, Instant to) {
        List<Mover> movers = new ArrayList<>();
        List<Noisy> noisy = new ArrayList<>();
        List<Testbed> silent = new ArrayList<>();
        UndecidedTally tally = new UndecidedTally();
        Set<String> commits = new HashSet<>();
        int count = 0;
        for (Testbed testbed : view.runs().testbeds(project.id())) {
            List<RunRow> runs = new ArrayList<>(
                    view.runs().newestOnBranch(project.id(), testbed.name(), project.defaultBranch(), RUNS, true));
            Collections.reverse(runs);
            runs.removeIf(run -> !run.run().receivedAt().isBefore(to));
            int before = 0;
            while (before < runs.size() && runs.get(before).run().receivedAt().isBefore(from)) before++;
            for (RunRow run : runs.subList(before, runs.size()))
                commits.add(run.run().sha());
            count += runs.size() - before;
            if (before == runs.size()) {
                if (testbed.lastRunAt().isAfter(to.minus(FORGOTTEN))) silent.add(testbed);
                continue;
            }
            look(view, project, runs, before, movers, noisy);
            for (RunRow run : runs.subList(Math.max(before, runs.size() - MOST_COMPARED), runs.size()))
                view.comparisons().latest(run.id()).ifPresent(row -> tally.add(row.comparison()));
        }
        List<Undecided> undecided = tally.mostlyUndecided(view, project);
        movers.sort(Comparator.comparing(Mover::isWorse)
                .reversed()
                .thenComparingDouble(mover -> -Math.abs(Math.log(mover.after() / mover.before()))));
        noisy.sort(Comparator.comparingDouble(series -> -series.noise()));
        List<AlertRow> alerts = view.alerts()
                .list(
                        project.id(),
                        new AlertFilter(EnumSet.allOf(Alert.State.class), project.defaultBranch()),
                        MOST_ALERTS);
        return new TrendReport(
                project,
                from,
                to,
                count,
                commits.size(),
                List.copyOf(movers.subList(0, Math.min(MOST_MOVERS, movers.size()))),
                alerts.stream().filter(TrendReport::waits).toList(),
                alerts.stream()
                        .filter(row -> row.alert().confirmedAt() != null
                                && !waits(row)
                                && !row.updatedAt().isBefore(from)
                                && row.updatedAt().isBefore(to))
                        .toList(),
                view.absences().list(project.id(), EnumSet.of(AbsenceRow.State.OPEN), MOST_ALERTS),
                List.copyOf(noisy.subList(0, Math.min(MOST_NOISY, noisy.size()))),
                List.copyOf(undecided.subList(0, Math.min(MOST_UNDECIDED, undecided.size()))),
                silent,
                view.annotations().list(project.id(), project.defaultBranch(), MOST_NOTES).stream()
                        .filter(note ->
                                !note.time().isBefore(from) && note.time().isBefore(to))
                        .toList());
    }

    private static boolean waits(AlertRow row) {
        Alert.State state = row.alert().state();
        return row.alert().confirmedAt() != null && (state == Alert.State.OPEN || state == Alert.State.ACKNOWLEDGED);
    }

    /**
     * A series that began in the time is held against its own beginning.
     *
     * @param before how many of the runs came before the time
     */
    private static void look(
            StoreView view, ProjectRow project, List<RunRow> runs, int before, List<Mover> movers, List<Noisy> noisy) {
        List<String> ids = runs.stream().map(RunRow::id).toList();
        Set<String> earlier = new HashSet<>(ids.subList(0, before));
        Map<SeriesKey, Series> measured = view.measurements().points(ids);
        Map<SeriesKey, SeriesId> seriesIds = view.series().ids(project.id(), measured.keySet());
        for (Series one : measured.values()) {
            Series series = project.thresholds().configured(one);
            SeriesId id = seriesIds.get(series.key());
            if (id == null || series.metric().role() != Role.HEADLINE) continue;
            double[] values = series.values();
            int split = 0;
            while (split < values.length
                    && earlier.contains(series.points().get(split).runId())) split++;
            List<LevelStretch> stretches = LevelStretch.of(series.metric().direction(), values);
            LevelStretch now = stretches.get(stretches.size() - 1);
            double noise = now.relativeSpread(values);
            if (noise >= NOISY) noisy.add(new Noisy(series.key(), id, noise));
            if (split == values.length) continue;
            LevelStretch then = stretches.get(0);
            for (LevelStretch stretch : stretches) if (stretch.from() < split) then = stretch;
            Mover mover = new Mover(series.key(), id, series.metric(), then.centre(), now.centre());
            Threshold threshold = project.thresholds().of(series.key());
            boolean isRelative = then.centre() / now.centre() > 0;
            if (isRelative && Math.abs(mover.change()) >= threshold.warning()) movers.add(mover);
        }
    }

    /** {@code 2 worse, 1 better, 3 alerts open, 1 missing}; {@code nothing moved} in a quiet time. */
    public String summary() {
        List<String> parts = new ArrayList<>();
        long worse = movers.stream().filter(Mover::isWorse).count();
        long better = movers.size() - worse;
        if (worse > 0) parts.add(worse + " worse");
        if (better > 0) parts.add(better + " better");
        if (movers.isEmpty()) parts.add("nothing moved");
        if (!open.isEmpty()) parts.add(open.size() + (open.size() == 1 ? " alert open" : " alerts open"));
        if (!missing.isEmpty()) parts.add(missing.size() + " missing");
        return String.join(", ", parts);
    }
}
