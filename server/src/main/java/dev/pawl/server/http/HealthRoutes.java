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
    private Instant probedAt = Instant.EPOCH;
    private @Nullable String failure;

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

    private synchronized @Nullable String probe() {
        Instant now = clock.instant();
        if (now.isBefore(probedAt.plus(PROBE_EVERY))) return failure;
        probedAt = now;
        try {
            store.checkWritable();
            failure = null;
        } catch (StoreException e) {
            failure = e.getMessage();
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
