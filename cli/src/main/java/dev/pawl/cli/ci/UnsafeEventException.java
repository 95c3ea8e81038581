package dev.pawl.cli.ci;

/** A CI event under which results must not be uploaded. The message says why and what to use instead. */
public final class UnsafeEventException extends RuntimeException {
    UnsafeEventException(String message) {
        super(message);
    }
}
