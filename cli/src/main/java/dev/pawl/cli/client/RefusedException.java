package dev.pawl.cli.client;

/** The server said no, and would say so again. The message says why and what to do. */
public final class RefusedException extends RuntimeException {

    private final int status;

    public RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
