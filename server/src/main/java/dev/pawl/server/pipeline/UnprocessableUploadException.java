package dev.pawl.server.pipeline;

import org.jspecify.annotations.Nullable;

/** An upload that was understood but makes no sense. */
public final class UnprocessableUploadException extends RuntimeException {

    private final @Nullable String pointer;

    public UnprocessableUploadException(String message) {
        this(message, null);
    }

    private UnprocessableUploadException(String message, @Nullable String pointer) {
        super(message);
        this.pointer = pointer;
    }

    /**
     * The request's key is that of another request.
     *
     * @param what needs a new key, such as {@code upload}
     */
    static UnprocessableUploadException reusedKey(String what) {
        return new UnprocessableUploadException(
                "this Idempotency-Key came with another body before; a new " + what + " needs a new key",
                "Idempotency-Key");
    }

    /** The place in the request, where there is one. */
    public @Nullable String pointer() {
        return pointer;
    }
}
