package dev.pawl.server.http;

import dev.pawl.model.Comparison;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.Samples;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.report.VisibleText;
import dev.pawl.server.chart.Distribution;
import dev.pawl.server.chart.DistributionChart;
import dev.pawl.server.chart.Look;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesHistory;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What a run measured beside its baseline, value by value, as a picture. */
final class DistributionRoutes {

    private static final String PATH = "/api/v1/projects/{project}/runs/{run}/series/{series}/distribution.";

    private final Store store;
    private final Access access;

    DistributionRoutes(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void register(RoutesConfig routes) {
        routes.get(PATH + "svg", context -> draw(context, true));
        routes.get(PATH + "png", context -> draw(context, false));
    }

    private void draw(Context context, boolean isSvg) throws IOException {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String text = context.pathParam("series");
        SeriesId id = SeriesId.parse(text).orElseThrow(() -> ProblemException.notFound("there is no series " + text));
        Look look = SeriesRoutes.look(context, isSvg ? 1 : Look.MOST_SCALE);
        Distribution distribution = store.read(view -> {
            String run = RunRoutes.run(view, project, context).id();
            SeriesHistory history = view.series()
                    .history(project.id(), id, project.defaultBranch(), 1)
                    .orElseThrow(() -> ProblemException.notFound("there is no series " + text));
            return of(view, run, history);
        });
        Picture.send(
                context,
                isSvg ? "image/svg+xml" : "image/png",
                hash(distribution, look, isSvg),
                () -> isSvg ? DistributionChart.svg(distribution, look) : DistributionChart.png(distribution, look));
    }

    /** Single samples if both sides have them; else one value for each run, so that like is shown beside like. */
    private static Distribution of(StoreView view, String run, SeriesHistory history) {
        Comparison comparison = view.comparisons()
                .latest(run)
                .orElseThrow(() -> ProblemException.notFound("run " + run + " has no comparison yet"))
                .comparison();
        Half baseline =
                new Half(view, history, "baseline", comparison.baseline().runs());
        Half contender = new Half(view, history, "this", comparison.contender().runs());
        if (contender.points.isEmpty())
            throw ProblemException.notFound("run " + run + " did not measure series " + history.id());
        boolean hasSamples = contender.hasSamples() && (baseline.points.isEmpty() || baseline.hasSamples());
        List<Distribution.Side> sides = new ArrayList<>();
        if (!baseline.points.isEmpty()) sides.add(baseline.side(hasSamples));
        sides.add(contender.side(hasSamples));
        Metric metric = history.metric();
        return new Distribution(
                VisibleText.of(history.key().benchmark().displayName() + " · " + metric.name(), 100), metric, sides);
    }

    /** Of everything that the picture shows, and of the version that draws it. */
    private static String hash(Distribution distribution, Look look, boolean isSvg) {
        ContentHash hash = new ContentHash()
                .with(DistributionRoutes.class.getPackage().getImplementationVersion())
                .with(isSvg)
                .with(look)
                .with(distribution.title())
                .with(distribution.metric());
        for (Distribution.Side side : distribution.sides())
            hash.with(side.label()).with(Arrays.toString(side.values()));
        return hash.hex();
    }

    /** What the runs of baseline or contender measured. */
    private static final class Half {
        private final String name;
        private final List<Point> points;
        private final List<Samples> samples = new ArrayList<>();

        Half(StoreView view, SeriesHistory history, String name, List<String> runs) {
            this.name = name;
            Map<SeriesKey, Series> measured = view.measurements().points(runs);
            Series series = measured.get(history.key());
            points = series == null ? List.of() : series.points();
            SeriesId id = history.id();
            for (Point point : points)
                view.runs()
                        .find(point.runId())
                        .map(row -> view.measurements().samples(row.number(), id.benchmarkId(), id.metricId()))
                        .ifPresent(samples::add);
        }

        /** Of every run: where some are missing, the others do not stand for them. */
        boolean hasSamples() {
            return samples.stream().noneMatch(Samples::isEmpty);
        }

        Distribution.Side side(boolean bySample) {
            String runs = points.size() == 1 ? name + " run" : name + ", " + points.size() + " runs";
            double[] values = bySample
                    ? samples.stream()
                            .flatMapToDouble(some -> DoubleStream.of(some.values()))
                            .toArray()
                    : points.stream().mapToDouble(Point::value).toArray();
            String of = bySample ? values.length + " samples" : values.length == 1 ? "its value" : "a value each";
            return new Distribution.Side(runs + " · " + of, values);
        }
    }
}
