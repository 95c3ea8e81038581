package dev.pawl.server.chart;

import dev.pawl.model.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a picture of a series shows.
 *
 * @param values in base units, oldest first; at least one
 * @param places what stands below each value where there is room: a date or a commit
 * @param changes indices of the first points of new levels
 * @param notes in the order of their positions
 * @param baseline where the newest point was expected; {@code null} without a baseline
 */
public record Trend(
        String title,
        Metric metric,
        double[] values,
        List<String> places,
        List<Integer> changes,
        List<Note> notes,
        @Nullable Band baseline) {

    public Trend {
        if (values.length == 0 || places.size() != values.length)
            throw new IllegalArgumentException(values.length + " values with " + places.size() + " places");
        places = List.copyOf(places);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /** The centre of a baseline and how far noise reaches around it, in base units. */
    public record Band(double centre, double lower, double upper) {}

    /**
     * Something that happened.
     *
     * @param position index of the value it belongs to; between two values with a fraction
     * @param text short enough to stand beside a line
     */
    public record Note(double position, String text) {}
}
