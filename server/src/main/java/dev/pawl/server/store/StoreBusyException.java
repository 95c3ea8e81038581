package dev.pawl.server.store;

import org.jspecify.annotations.Nullable;

/** The database could not be had in time. Nothing was stored; the same request may be sent again. */
public final class StoreBusyException extends StoreException {

    StoreBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
