package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.background.TaskHealth;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Health: alive means that the process answers; ready means that it can read and write. Services outside (GitHub, Slack) never
 * count: their outage must not take uploads down. Nor does a task of the background that fails: the server is ready then, and says
 * that it is degraded.
 */
public final class HealthRoutes {

    /** The write probe costs a transaction; load balancers ask often. */
    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

    private final Store store;
    private final Clock clock;
    private final Supplier<List<TaskHealth.State>> tasks;
    private volatile boolean isStopping;
    private final Lock probing = new ReentrantLock();
    private volatile Instant probedAt = Instant.EPOCH;
    private volatile @Nullable String failure;

    /** @param tasks how what the server does by itself fares */
    public HealthRoutes(Store store, Clock clock, Supplier<List<TaskHealth.State>> tasks) {
        this.store = store;
        this.clock = clock;
        this.tasks = tasks;
    }

    /** How what the server does by itself fares. */
    List<TaskHealth.State> tasks() {
        return tasks.get();
    }

    void register(RoutesConfig routes) {
        routes.get("/health/live", context -> answer(context, null));
        routes.get("/health/startup", context -> answer(context, null));
        routes.get("/health/ready", this::ready);
    }

    private void ready(Context context) {
        String failure = isStopping ? "the server is stopping" : probe();
        List<String> degraded = new ArrayList<>();
        for (TaskHealth.State task : tasks.get())
            // What went wrong is in the log: here anybody may look.
            if (task.failingSince() != null)
                degraded.add(task.name() + " fails since " + task.failingSince().truncatedTo(ChronoUnit.SECONDS));
        if (failure != null || degraded.isEmpty()) answer(context, failure);
        else send(context, 200, "degraded", String.join("; ", degraded) + "; see the log");
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
        if (failure == null) send(context, 200, "ok", null);
        else send(context, 503, "failing", failure);
    }

    private static void send(Context context, int code, String status, @Nullable String detail) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", status);
        if (detail != null) json.put("detail", detail);
        context.status(code).header("Cache-Control", "no-store");
        JsonAnswer.send(context, json);
    }
}
