package dev.pawl.server.http;

import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.NoteKeeper;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.pipeline.StoredComparer;
import dev.pawl.server.store.Store;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All routes of the server, in one list. */
public final class Routes {

    private final Store store;
    private final RunPipeline pipeline;
    private final ServerConfig config;
    private final Clock clock;
    private final HealthRoutes health;
    private final Access access;
    private final @Nullable Forge forge;

    /** @param forge where pull requests are; {@code null} if the server cannot speak with it */
    public Routes(
            Store store,
            RunPipeline pipeline,
            ServerConfig config,
            Clock clock,
            HealthRoutes health,
            @Nullable Forge forge) {
        this.store = store;
        this.forge = forge;
        this.pipeline = pipeline;
        this.config = config;
        this.clock = clock;
        this.health = health;
        this.access = new Access(store, config, clock);
    }

    public void register(JavalinConfig javalin) {
        MetricsRoutes metrics = new MetricsRoutes(store, access, health);
        RequestLog.register(javalin, metrics);
        SecurityHeaders.register(javalin);
        Problems.register(javalin.routes);
        new ProjectRoutes(store, access, forge).register(javalin.routes);
        RunRoutes runs = new RunRoutes(store, pipeline, access, config);
        runs.register(javalin.routes);
        new ExclusionRoutes(store, pipeline, access, clock).register(javalin.routes);
        new EventRoutes(access, new NoteKeeper(store, clock), runs).register(javalin.routes);
        new ComparisonRoutes(store, new StoredComparer(store), access).register(javalin.routes);
        new SeriesRoutes(store, access).register(javalin.routes);
        new DistributionRoutes(store, access).register(javalin.routes);
        new PictureRoutes(store, access, new PictureLinks(store, clock, config.publicUrl())).register(javalin.routes);
        new BadgeRoutes(store, access).register(javalin.routes);
        new AlertRoutes(store, access, config, clock).register(javalin.routes);
        new AbsenceRoutes(store, access, clock).register(javalin.routes);
        new ChannelRoutes(store, access, clock).register(javalin.routes);
        new ReportRoutes(store, access, config, clock).register(javalin.routes);
        new ExportRoutes(store, access).register(javalin.routes);
        new HookRoutes(store, forge, clock).register(javalin.routes);
        health.register(javalin.routes);
        metrics.register(javalin.routes);
        new OpenApiRoutes().register(javalin.routes);
        StaticFiles.register(javalin);
        answerHead(javalin);
        javalin.http.prefer405over404 = true;
    }

    /** HEAD asks for exactly what GET would answer, without the body; by itself Javalin would say 200 to whatever has a GET. */
    private static void answerHead(JavalinConfig javalin) {
        for (ParsedEndpoint known : List.copyOf(javalin.unsafe.internalRouter.allHttpHandlers())) {
            Endpoint get = known.endpoint;
            if (get.method == HandlerType.GET)
                javalin.routes.addEndpoint(new Endpoint(HandlerType.HEAD, get.path, get.handler));
        }
    }

    /** Whether the server would take uploads without a token. */
    public boolean isOpen() {
        return access.isOpen();
    }
}
