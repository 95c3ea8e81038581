package dev.pawl.server;

import dev.pawl.server.background.TaskHealth;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.http.FatalErrors;
import dev.pawl.server.http.HealthRoutes;
import dev.pawl.server.http.JettyProblems;
import dev.pawl.server.http.Routes;
import dev.pawl.server.notify.ChannelClient;
import dev.pawl.server.notify.DeliveryWorker;
import dev.pawl.server.notify.PullRequestWriter;
import dev.pawl.server.notify.forge.GitHubAccess;
import dev.pawl.server.pipeline.Rejudger;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.pipeline.Upkeep;
import dev.pawl.server.store.Store;
import io.javalin.Javalin;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The server, wired by hand from top to bottom. */
public final class PawlServer implements AutoCloseable {

    /** How long requests at hand may take to finish when the server stops. */
    private static final long STOP_TIMEOUT_MILLIS = 20_000;

    private final ServerConfig config;
    private final DatabaseLock lock;
    private final Store store;
    private final Rejudger rejudger;
    private final Upkeep upkeep;
    private final DeliveryWorker deliveries;
    private final HealthRoutes health;
    private final Routes routes;
    private final Javalin javalin;

    private PawlServer(ServerConfig config, Clock clock) {
        this.config = config;
        this.lock = DatabaseLock.take(config.database());
        this.store = openStore(config);
        this.rejudger = new Rejudger(store, clock);
        this.upkeep = new Upkeep(store, clock, kept(config.retention()));
        GitHubAccess gitHub = config.github() == null ? null : new GitHubAccess(config.github(), clock);
        StoredPictures pictures = new StoredPictures(store, clock, config.publicUrl());
        this.deliveries = new DeliveryWorker(
                store,
                clock,
                config.publicUrl(),
                new ChannelClient(config.mail(), pictures),
                new PullRequestWriter(store, gitHub, config.publicUrl(), pictures));
        RunPipeline pipeline = new RunPipeline(store, clock, rejudger);
        this.health = new HealthRoutes(store, clock, this::tasks);
        this.routes =
                new Routes(store, pipeline, config, clock, health, gitHub == null ? null : new GitHubForge(gitHub));
        this.javalin = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.startup.showOldJavalinVersionWarning = false;
            javalin.concurrency.useVirtualThreads = true;
            javalin.router.javaLangErrorHandler(FatalErrors::handle);
            javalin.jetty.modifyServer(server -> {
                server.setStopTimeout(STOP_TIMEOUT_MILLIS);
                server.setErrorHandler(new JettyProblems());
            });
            javalin.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyProblems()));
            javalin.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(16 << 10);
            });
            routes.register(javalin);
        });
    }

    private static Upkeep.Kept kept(ServerConfig.Retention retention) {
        return new Upkeep.Kept(retention.uploads(), retention.samples(), retention.messages());
    }

    private List<TaskHealth.State> tasks() {
        List<TaskHealth.State> all = new ArrayList<>();
        all.add(rejudger.state());
        all.addAll(upkeep.states());
        all.addAll(deliveries.states());
        return all;
    }

    private Store openStore(ServerConfig config) {
        try {
            return Store.open(config.database());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Starts a server; when this returns, it answers.
     *
     * @throws dev.pawl.server.store.StoreException if the database cannot be opened
     * @throws io.javalin.util.JavalinBindException if the port is taken
     */
    public static PawlServer start(ServerConfig config) {
        PawlServer server = new PawlServer(config, Clock.systemUTC());
        try {
            server.javalin.start(config.host(), config.port());
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        server.rejudger.start();
        server.upkeep.start();
        server.deliveries.start();
        return server;
    }

    /** Where the server listens: {@code http://127.0.0.1:7420}. */
    public String url() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return "http://" + host + ":" + javalin.port();
    }

    /** Whether uploads are taken without a token. */
    public boolean isOpen() {
        return routes.isOpen();
    }

    /** Finishes the requests at hand, then stops. */
    @Override
    public void close() {
        health.stopping();
        javalin.stop();
        deliveries.close();
        upkeep.close();
        rejudger.close();
        store.close();
        lock.close();
    }
}
