package dev.pawl.server.http;

import org.jspecify.annotations.Nullable;

/** An answer that refuses a request, as {@code application/problem+json} (RFC 9457). The detail is shown to people. */
final class ProblemException extends RuntimeException {

    private final int status;
    private final @Nullable String pointer;

    /**
     * @param detail what is wrong and what to do; never a secret
     */
    ProblemException(int status, String detail) {
        this(status, detail, null);
    }

    /**
     * @param pointer place in the request: JSON pointer, query parameter or file
     */
    ProblemException(int status, String detail, @Nullable String pointer) {
        super(detail);
        this.status = status;
        this.pointer = pointer;
    }

    int status() {
        return status;
    }

    @Nullable
    String pointer() {
        return pointer;
    }

    static ProblemException badRequest(String pointer, String detail) {
        return new ProblemException(400, detail, pointer);
    }

    static ProblemException notFound(String what) {
        return new ProblemException(404, what);
    }
}
