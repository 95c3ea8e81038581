package dev.pawl.detect;

import java.util.List;

/**
 * What one more point made of a series.
 *
 * @param state what to hand in with the next point
 * @param events what happened, in this order: a withdrawal, a raise, a confirmation
 */
public record Detection(DetectorState state, List<Event> events) {

    public Detection {
        events = List.copyOf(events);
    }

    /** Something that happened to a change point. The flag that it belongs to is known by {@link ChangePoint#raisedAt()}. */
    public record Event(Kind kind, ChangePoint changePoint) {}

    /** The life of a flag. */
    public enum Kind {
        /** One run stands out: suspected, provisional. */
        RAISED,
        /** Several runs stand out together: the level has changed. */
        CONFIRMED,
        /** The runs after it are back on the old level. */
        WITHDRAWN
    }
}
