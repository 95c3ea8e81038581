package dev.pawl.server.background;

import org.jspecify.annotations.Nullable;

/** Several things to do, none of which holds up the others; what failed is thrown when all were tried. Not thread-safe. */
public final class Steps {

    private int failures;
    private @Nullable String firstFailed;
    private @Nullable Throwable first;

    /** @param what it is, for the log: {@code run 7f3a} */
    public void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error thrown) {
            failures++;
            if (first != null) return;
            first = thrown;
            firstFailed = what;
        }
    }

    /**
     * Says what failed.
     *
     * @throws FailedException if anything did
     */
    public void end() {
        if (first == null) return;
        throw new FailedException(
                failures == 1 ? firstFailed + " failed" : failures + " failed, first " + firstFailed, first);
    }

    /** That some steps failed, while the others were done. */
    public static final class FailedException extends RuntimeException {
        FailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
