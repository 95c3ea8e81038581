package dev.pawl.server.http;

import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens after an {@link Error} in a request. A server whose program file was replaced under it, or whose memory is gone,
 * can do nothing right any more: it stops at once, so that whoever watches it starts it again. Everything that was acknowledged
 * is on disk.
 */
public final class FatalErrors {

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

    /** {@code EX_SOFTWARE} of {@code sysexits.h}. */
    private static final int EXIT_CODE = 70;

    private FatalErrors() {}

    public static void handle(HttpServletResponse response, Error error) {
        response.setStatus(500);
        boolean isHopeless = error instanceof LinkageError
                || (error instanceof VirtualMachineError && !(error instanceof StackOverflowError));
        if (!isHopeless) {
            LOG.error("a request failed", error);
            return;
        }
        try {
            LOG.error(
                    "the server stops: its program file was replaced while it ran, or its memory is gone: {}",
                    error.toString());
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
