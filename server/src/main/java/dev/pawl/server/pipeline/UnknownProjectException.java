package dev.pawl.server.pipeline;

/** There is no such project, and this upload may not make one. */
public final class UnknownProjectException extends RuntimeException {
    public UnknownProjectException(String slug) {
        super("there is no project '" + slug + "'");
    }
}
