package dev.pawl.cli;

/** A command line that parses but makes no sense. The message says what to write instead. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
