package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Alert;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.TrendReport;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.Testbed;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened in the last days: for programs, as a page that prints, and as text for a terminal. */
final class ReportRoutes {

    private static final int WEEK = 7;
    private static final int MOST_DAYS = 92;

    /** The page is one file: nothing is loaded, nothing runs. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'";

    private final Store store;
    private final Access access;
    private final ServerConfig config;
    private final Clock clock;

    ReportRoutes(Store store, Access access, ServerConfig config, Clock clock) {
        this.store = store;
        this.access = access;
        this.config = config;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/report", this::json);
        routes.get("/api/v1/projects/{project}/report.html", this::page);
        routes.get("/api/v1/projects/{project}/report.txt", this::text);
    }

    private void json(Context context) {
        JsonAnswer.send(context, json(report(context)));
    }

    private void page(Context context) {
        TrendReport report = report(context);
        String page = store.read(view -> ReportPage.of(view, report, config.publicUrl()));
        context.header("Content-Security-Policy", POLICY)
                .contentType("text/html; charset=utf-8")
                .result(page);
    }

    private void text(Context context) {
        context.contentType("text/plain; charset=utf-8").result(ReportText.of(report(context)));
    }

    private TrendReport report(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        int days = Query.number(context, "days", WEEK, 1, MOST_DAYS);
        Instant now = clock.instant();
        return store.read(view -> TrendReport.of(view, project, now.minus(Duration.ofDays(days)), now));
    }

    private static ObjectNode json(TrendReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("project", report.project().slug())
                .put("branch", report.project().defaultBranch())
                .put("from", report.from().toString())
                .put("to", report.to().toString())
                .put("runs", report.runs())
                .put("commits", report.commits())
                .put("summary", report.summary());
        ArrayNode movers = json.putArray("movers");
        for (TrendReport.Mover mover : report.movers())
            series(movers.addObject(), mover.key(), mover.id())
                    .put("metric", mover.metric().name())
                    .put("worse", mover.isWorse())
                    .put("change", mover.change())
                    .put("before", mover.before())
                    .put("after", mover.after());
        alerts(json.putArray("open"), report.open());
        alerts(json.putArray("closed"), report.closed());
        ArrayNode missing = json.putArray("missing");
        for (AbsenceRow row : report.missing())
            missing.addObject()
                    .put("testbed", row.testbed())
                    .put("benchmark", name(row))
                    .put("openedAt", row.openedAt().toString());
        ArrayNode noisy = json.putArray("noisy");
        for (TrendReport.Noisy one : report.noisy())
            series(noisy.addObject(), one.key(), one.id()).put("noise", one.noise());
        ArrayNode undecided = json.putArray("undecided");
        for (TrendReport.Undecided one : report.undecided())
            series(undecided.addObject(), one.key(), one.id())
                    .put("times", one.times())
                    .put("compared", one.compared())
                    .put("minimumDetectableChange", one.minimumDetectableChange())
                    .put("warning", one.warning());
        ArrayNode silent = json.putArray("silent");
        for (Testbed testbed : report.silent())
            silent.addObject()
                    .put("testbed", testbed.name())
                    .put("lastRunAt", testbed.lastRunAt().toString());
        ArrayNode notes = json.putArray("notes");
        for (AnnotationRow note : report.notes())
            notes.addObject()
                    .put("time", note.time().toString())
                    .put("kind", note.kind())
                    .put("text", note.text())
                    .put("sha", note.sha());
        return json;
    }

    private static void alerts(ArrayNode list, Iterable<AlertRow> rows) {
        for (AlertRow row : rows) {
            Alert alert = row.alert();
            series(list.addObject().put("id", alert.id()), alert.series(), row.seriesId())
                    .put("metric", alert.metric().name())
                    .put("state", RunJson.word(alert.state()))
                    .put("severity", RunJson.word(alert.severity()))
                    .put("change", alert.change())
                    .put("sha", alert.sha())
                    .put("openedAt", alert.openedAt().toString())
                    .put("assignee", row.assignee());
        }
    }

    private static ObjectNode series(ObjectNode json, SeriesKey key, SeriesId id) {
        return json.put("seriesId", id.toString())
                .put("benchmark", key.benchmark().displayName())
                .put("testbed", key.testbed());
    }

    private static @Nullable String name(AbsenceRow row) {
        return row.benchmark() == null ? null : row.benchmark().displayName();
    }
}
