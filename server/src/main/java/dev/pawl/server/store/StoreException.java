package dev.pawl.server.store;

import org.jspecify.annotations.Nullable;

/** The database refused or could not do what was asked; nothing of the transaction was kept. */
public class StoreException extends RuntimeException {

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
