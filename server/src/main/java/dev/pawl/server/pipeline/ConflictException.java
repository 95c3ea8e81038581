package dev.pawl.server.pipeline;

/** An upload that contradicts what is stored. Sending it again does not help; the message says what to change. */
public final class ConflictException extends RuntimeException {
    public ConflictException(String message) {
        super(message);
    }
}
