package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Health: alive means that the process answers; ready means that it can read and write. Services outside (GitHub, Slack) never
 * count: their outage must not take uploads down.
 */
public final class HealthRoutes {

    /** The write probe costs a transaction; load balancers ask often. */
    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

    private final Store store;
    private final Clock clock;
    private volatile boolean isStopping;
    private final Lock probing = new ReentrantLock();
    private volatile Instant probedAt = Instant.EPOCH;
    private volatile @Nullable String failure;

    public HealthRoutes(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/health/live", context -> answer(context, null));
        routes.get("/health/startup", context -> answer(context, null));
        routes.get("/health/ready", context -> answer(context, isStopping ? "the server is stopping" : probe()));
    }

    /** From now on the server is not ready: it finishes what it has and takes nothing new. */
    public void stopping() {
        isStopping = true;
    }

    /** While one request probes, which can take as long as the disk does, the others get the last answer. */
    private @Nullable String probe() {
        Instant now = clock.instant();
        if (now.isBefore(probedAt.plus(PROBE_EVERY)) || !probing.tryLock()) return failure;
        try {
            store.checkWritable();
            failure = null;
        } catch (StoreException e) {
            failure = e.getMessage();
        } finally {
            probedAt = now;
            probing.unlock();
        }
        return failure;
    }

    private static void answer(Context context, @Nullable String failure) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", failure == null ? "ok" : "failing");
        if (failure != null) json.put("detail", failure);
        context.status(failure == null ? 200 : 503).header("Cache-Control", "no-store");
        JsonAnswer.send(context, json);
    }
}
