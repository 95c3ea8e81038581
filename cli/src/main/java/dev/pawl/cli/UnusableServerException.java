package dev.pawl.cli;

/** A server cannot be started on this machine. The message says why and what to do. */
final class UnusableServerException extends RuntimeException {
    UnusableServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
