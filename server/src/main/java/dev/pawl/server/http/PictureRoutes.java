package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.chart.Look;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.chart.TrendChart;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/** Pictures for comments and messages: their addresses for whoever may read the project, the pictures for whoever has an address. */
final class PictureRoutes {

    /** Points of a series' picture, as many as can be told apart. */
    private static final int POINTS = 100;

    private final Store store;
    private final Access access;
    private final PictureLinks links;

    PictureRoutes(Store store, Access access, PictureLinks links) {
        this.store = store;
        this.access = access;
        this.links = links;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/runs/{run}/pictures", this::list);
        routes.get(PictureLinks.PATH + "{project}/series/{series}/{file}", this::series);
        routes.get(PictureLinks.PATH + "{project}/runs/{run}/series/{series}/{file}", this::run);
    }

    /** What moved in a run, with addresses of pictures; empty where the server hands out none. */
    private void list(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String run = store.read(view -> RunRoutes.run(view, project, context).id());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode pictures = answer.putArray("pictures");
        for (PictureLinks.RunPicture picture : links.ofRun(project, run)) {
            ObjectNode json = pictures.addObject().put("id", picture.series().toString());
            SeriesRoutes.putSeries(
                    json, picture.result().series(), picture.result().metric());
            json.put("light", picture.address().light())
                    .put("dark", picture.address().dark());
        }
        JsonAnswer.send(context, answer);
    }

    private void series(Context context) throws IOException {
        String slug = context.pathParam("project");
        String series = context.pathParam("series");
        ProjectRow project = opened(context, PictureLinks.ofSeries(slug, series, context.pathParam("file")));
        send(
                context,
                SeriesId.parse(series)
                        .flatMap(id -> store.read(
                                view -> StoredTrends.of(view, project, id, project.defaultBranch(), POINTS))));
    }

    private void run(Context context) throws IOException {
        String slug = context.pathParam("project");
        String series = context.pathParam("series");
        String run = context.pathParam("run");
        ProjectRow project = opened(context, PictureLinks.ofRun(slug, run, series, context.pathParam("file")));
        send(
                context,
                SeriesId.parse(series)
                        .flatMap(id -> store.read(view -> view.runs()
                                .find(run)
                                .filter(row -> row.projectId() == project.id())
                                .flatMap(row -> StoredTrends.ofRun(view, project, row.id(), id)))));
    }

    /** The project whose picture the key opens. Whoever has no key learns nothing of what there is. */
    private ProjectRow opened(Context context, String path) {
        Optional<ProjectRow> project = store.read(view -> view.projects().find(context.pathParam("project")));
        if (!links.isRight(project.orElse(null), path, context.queryParam(PictureLinks.KEY))) throw unknown();
        return project.orElseThrow();
    }

    private static void send(Context context, Optional<Trend> found) throws IOException {
        Trend trend = found.orElseThrow(PictureRoutes::unknown);
        boolean isDark = context.pathParam("file").equals(PictureLinks.DARK);
        Look look = new Look(
                isDark ? TrendChart.Theme.DARK : TrendChart.Theme.LIGHT,
                Look.DEFAULT_WIDTH,
                Look.DEFAULT_HEIGHT,
                Look.MOST_SCALE);
        Picture.sendToAnybody(
                context, "image/png", SeriesRoutes.hash(trend, look, "png"), () -> TrendChart.png(trend, look));
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("there is no such picture, or its address is no longer good");
    }
}
