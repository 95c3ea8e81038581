package dev.pawl.server.pipeline;

import dev.pawl.detect.FollowedSpeed;
import dev.pawl.model.Metric;
import dev.pawl.model.Role;
import dev.pawl.model.Run;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Threshold;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.SeriesId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The control benchmarks of a testbed while its runs are read, and what they say of each run. */
final class FollowedControls {

    /** Kind of the note that says from where on controls are used. */
    static final String NOTE = "control";

    private FollowedSpeed speed;

    /** @param stored what {@link #toBytes()} gave; {@code null} before the first run */
    FollowedControls(byte @Nullable [] stored) {
        FollowedSpeed known = stored == null ? FollowedSpeed.EMPTY : FollowedSpeed.fromBytes(stored);
        if (known == null) throw new IllegalStateException("a testbed's speed of another version");
        this.speed = known;
    }

    /**
     * Asks the controls of the next run.
     *
     * @param measured what the run measured, with the roles that its settings give
     * @return a note, if from this run on the machine's speed is divided out
     */
    Optional<AnnotationRow> ask(Run run, List<Series> measured, Map<SeriesKey, SeriesId> ids) {
        Map<String, Double> controls = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        for (Series series : measured) {
            SeriesId id = ids.get(series.key());
            int sign = sign(series.metric());
            double value = series.points().get(0).value();
            if (id == null || series.metric().role() != Role.CONTROL || sign == 0 || !(value > 0)) continue;
            controls.put(id.benchmarkId() + "-" + id.metricId(), sign * Math.log(value));
            names.add(series.key().benchmark().displayName());
        }
        boolean wasKnown = speed.isKnown();
        speed = speed.after(controls);
        return wasKnown || !speed.isKnown() ? Optional.empty() : Optional.of(note(run, names));
    }

    private static AnnotationRow note(Run run, Set<String> names) {
        String who =
                (names.size() == 1 ? "the control benchmark " : "the control benchmarks ") + String.join(", ", names);
        return new AnnotationRow(
                0,
                run.branch(),
                run.sha(),
                run.receivedAt(),
                NOTE,
                run.testbed()
                        + ": from here on levels are followed without what the machine's speed does to them, as told by "
                        + who);
    }

    /** Whether anything is divided. */
    boolean areKnown() {
        return speed.isKnown();
    }

    /**
     * What a machine of constant speed would have measured in the run that was asked last. A value under an absolute limit is left as
     * it is, because that is about the clock on the wall; so is a control, which is the clock.
     */
    double divided(Series series, Threshold threshold) {
        double value = series.points().get(0).value();
        if (!isDivided(series.metric(), threshold)) return value;
        double divided = speed.divided(value, sign(series.metric()));
        // A control that is that far off tells nothing of the machine.
        return Double.isFinite(divided) ? divided : value;
    }

    /** What the machine, as fast as it was lately, would measure where one of constant speed measures a value. */
    double asLately(Metric metric, Threshold threshold, double divided) {
        return isDivided(metric, threshold) ? speed.asLately(divided, sign(metric)) : divided;
    }

    /** The reverse of {@link #asLately}. */
    double asFirst(Metric metric, Threshold threshold, double measured) {
        return isDivided(metric, threshold) ? speed.asFirst(measured, sign(metric)) : measured;
    }

    private static boolean isDivided(Metric metric, Threshold threshold) {
        boolean isLimited = threshold.limit() != null && threshold.limit().isAbout(metric);
        return !isLimited && metric.role() != Role.CONTROL;
    }

    byte[] toBytes() {
        return speed.toBytes();
    }

    private static int sign(Metric metric) {
        return metric.unit().dimension().slowness();
    }
}
