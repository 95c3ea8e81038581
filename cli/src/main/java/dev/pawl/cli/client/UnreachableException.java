package dev.pawl.cli.client;

/** No answer that counts could be had in the time there was. The message says what the last attempt ended with. */
public final class UnreachableException extends RuntimeException {
    UnreachableException(String message) {
        super(message);
    }
}
