package dev.pawl.server.http;

import io.javalin.http.Context;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets in as many uploads at once as fit into memory; the others wait in line for a while, and are then asked to come back.
 * Safe for several threads.
 */
final class Admission {

    /** What an upload of the largest size can take while it is unpacked, parsed and judged. */
    private static final long MOST_BYTES_EACH = 192L << 20;

    /** More at once would only wait for the one writer. */
    private static final int MOST_AT_ONCE = 8;

    private static final int PATIENCE_SECONDS = 15;

    private final Semaphore places = new Semaphore(
            (int) Math.max(1, Math.min(MOST_AT_ONCE, Runtime.getRuntime().maxMemory() / MOST_BYTES_EACH)), true);

    /**
     * @throws ProblemException 503 if no place gets free in time
     */
    <T> T admit(Context context, Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw busy(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(context);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static ProblemException busy(Context context) {
        context.header("Retry-After", "5");
        return new ProblemException(503, "too many uploads at once; send it again");
    }
}
