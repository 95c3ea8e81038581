package dev.pawl.server.store;

/** The disk is full or failed. Nothing was stored; reading goes on, and writing works again once there is space. */
public final class StoreFullException extends StoreException {

    StoreFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
