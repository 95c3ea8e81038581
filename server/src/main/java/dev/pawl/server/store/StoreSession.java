package dev.pawl.server.store;

import org.jdbi.v3.core.Handle;

/** One write transaction. It sees its own writes; others see them after the commit, all at once. */
public final class StoreSession extends StoreView {

    StoreSession(Handle handle, Caches caches) {
        super(handle, caches);
    }

    /** Changes one row, to know that writing works. Returns how often that was done. */
    long probe() {
        return handle.createQuery("update write_probe set writes = writes + 1 where id = 1 returning writes")
                .mapTo(Long.class)
                .one();
    }
}
