package dev.pawl.server.notify.forge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A forge did not do what it was asked for. The message says why, and holds no secret. */
public final class ForgeException extends RuntimeException {

    private final Kind kind;
    private final int status;
    private final transient @Nullable Duration pause;

    /** What to do about it. */
    public enum Kind {
        /** The token is unknown, or may not do this. Trying again changes nothing. */
        NOT_ALLOWED,
        /** What was asked for is not there, or not visible to the token. */
        NOT_FOUND,
        /** The forge will not have what was sent. */
        REFUSED,
        /** The forge wants to be left alone, or does not answer. Later may be better. */
        UNAVAILABLE,
        /** As {@link #UNAVAILABLE}, but what was sent may have been done: look before trying again. */
        UNKNOWN_OUTCOME
    }

    ForgeException(Kind kind, String message) {
        this(kind, message, null);
    }

    ForgeException(Kind kind, String message, @Nullable Duration pause) {
        this(kind, 0, message, pause);
    }

    /** @param status of the answer, 0 if there was none */
    ForgeException(Kind kind, int status, String message, @Nullable Duration pause) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.pause = pause;
    }

    /** The status of the forge's answer, 0 if it is not about one. */
    int status() {
        return status;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the forge wants to be left alone, if it says so. */
    public @Nullable Duration pause() {
        return pause;
    }
}
