package dev.pawl.server.http;

import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * Numbers about the server itself in Prometheus' text format. Labels never hold names of projects or benchmarks, so that their
 * number stays small whatever is tracked.
 */
final class MetricsRoutes {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private final Histogram seconds = Histogram.builder()
            .name("pawl_http_request_duration_seconds")
            .help("Time to answer a request.")
            .labelNames("method", "route", "status")
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
            .classicOnly()
            .register(registry);
    private final Counter uploads = Counter.builder()
            .name("pawl_uploads_total")
            .help("Uploads by how they were answered.")
            .labelNames("status")
            .register(registry);
    private final Access access;

    MetricsRoutes(Store store, Access access, HealthRoutes health) {
        this.access = access;
        GaugeWithCallback.builder()
                .name("pawl_task_failures")
                .help("How often what the server does by itself has failed since it succeeded last.")
                .labelNames("task")
                .callback(gauge -> health.tasks().forEach(task -> gauge.call(task.failures(), task.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("pawl_task_last_success_timestamp_seconds")
                .help("When it succeeded last; not there before it did.")
                .labelNames("task")
                .callback(gauge -> health.tasks().forEach(task -> {
                    if (task.succeededAt() != null)
                        gauge.call(task.succeededAt().getEpochSecond(), task.name());
                }))
                .register(registry);
        GaugeWithCallback.builder()
                .name("pawl_comparisons_stale")
                .help("Runs that wait for being judged again.")
                .callback(gauge -> gauge.call(
                        store.read(view -> view.comparisons().stale(1000).size())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("pawl_deliveries")
                .help("Messages in the outbox by state.")
                .labelNames("state")
                .callback(gauge -> store.read(view -> view.deliveries().counts())
                        .forEach(
                                (state, count) -> gauge.call(count, state.name().toLowerCase(Locale.ROOT))))
                .register(registry);
    }

    void register(RoutesConfig routes) {
        routes.get("/metrics", this::show);
    }

    /** Counts an answered request. */
    void observe(Context context, double duration) {
        String status = Integer.toString(context.statusCode());
        Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
        String route = endpoint == null ? "none" : endpoint.path;
        seconds.labelValues(context.method().name(), route, status).observe(duration);
        boolean isUpload = context.method().name().equals("POST") && route.endsWith("/runs");
        if (isUpload) uploads.labelValues(status).inc();
    }

    private void show(Context context) throws IOException {
        access.require(context, Scope.READ, null);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        format.write(text, registry.scrape());
        context.contentType(PrometheusTextFormatWriter.CONTENT_TYPE).result(text.toByteArray());
    }
}
