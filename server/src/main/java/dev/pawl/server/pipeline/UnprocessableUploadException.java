package dev.pawl.server.pipeline;

/** An upload that is understood but makes no sense; the message says why. */
public final class UnprocessableUploadException extends RuntimeException {
    public UnprocessableUploadException(String message) {
        super(message);
    }
}
