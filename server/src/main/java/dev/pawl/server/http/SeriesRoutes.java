package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Benchmark;
import dev.pawl.model.Direction;
import dev.pawl.model.Evidence;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Metric;
import dev.pawl.model.Point;
import dev.pawl.model.SeriesKey;
import dev.pawl.server.chart.Look;
import dev.pawl.server.chart.SparklineChart;
import dev.pawl.server.chart.Trend;
import dev.pawl.server.chart.TrendChart;
import dev.pawl.server.pipeline.SeriesLevels;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.BenchmarkRow;
import dev.pawl.server.store.ChangePointRow;
import dev.pawl.server.store.HistoryPoint;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesHistory;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.SeriesOverview;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.Testbed;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series: what the dashboard draws. */
final class SeriesRoutes {

    /** Points of a sparkline. */
    private static final int SPARK = 30;

    /** More points than pixels help nobody. */
    private static final int MOST_POINTS = 10_000;

    private static final int MOST_ANNOTATIONS = 500;

    /** Verdicts are shown of so many points, the newest: each lies in the comparison of its run, which must be read whole. */
    private static final int MOST_JUDGED = 60;

    private final Store store;
    private final Access access;

    SeriesRoutes(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/benchmarks", this::benchmarks);
        routes.get("/api/v1/projects/{project}/series", this::overview);
        routes.get("/api/v1/projects/{project}/series/{series}", this::series);
        routes.get("/api/v1/projects/{project}/series/{series}/chart.svg", context -> chart(context, true));
        routes.get("/api/v1/projects/{project}/series/{series}/chart.png", context -> chart(context, false));
        routes.get("/api/v1/projects/{project}/series/{series}/sparkline.svg", this::sparkline);
    }

    private void benchmarks(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("benchmarks");
        for (BenchmarkRow row : store.read(view -> view.benchmarks().list(project.id()))) {
            ObjectNode json = list.addObject().put("id", row.id());
            putBenchmark(json, row.benchmark());
        }
        JsonAnswer.send(context, answer);
    }

    private void overview(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String asked = context.queryParam("branch");
        String branch = asked == null || asked.isBlank() ? project.defaultBranch() : asked;
        String testbed = context.queryParam("testbed");
        ObjectNode answer = store.read(view -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("branch", branch);
            ArrayNode series = json.putArray("series");
            List<String> testbeds = testbed != null && !testbed.isBlank()
                    ? List.of(testbed)
                    : view.runs().testbeds(project.id()).stream()
                            .map(Testbed::name)
                            .toList();
            Verdicts verdicts = new Verdicts(view);
            for (String name : testbeds) {
                for (SeriesOverview one : view.series().overview(project.id(), branch, name, SPARK)) {
                    series.add(overview(one, verdicts));
                }
            }
            return json;
        });
        JsonAnswer.send(context, answer);
    }

    private static ObjectNode overview(SeriesOverview overview, Verdicts verdicts) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", overview.id().toString());
        putSeries(json, overview.key(), overview.metric());
        json.put("points", overview.points().size());
        Instant time = overview.latest().commit().time();
        Point latest = overview.latestPoint();
        json.putObject("latest")
                .put("value", latest.value())
                .put("sha", latest.sha())
                .put("time", time == null ? null : time.toString())
                .put("run", latest.runId());
        putVerdict(json, verdicts.of(latest.runId(), overview.key()));
        ArrayNode spark = json.putArray("spark");
        overview.points().forEach(point -> spark.add(point.value()));
        return json;
    }

    private void series(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String text = context.pathParam("series");
        SeriesId id = SeriesId.parse(text).orElseThrow(() -> ProblemException.notFound("there is no series " + text));
        String asked = context.queryParam("branch");
        String branch = asked == null || asked.isBlank() ? project.defaultBranch() : asked;
        int limit = Query.number(context, "limit", 1000, 1, MOST_POINTS);
        ObjectNode answer = store.read(view -> view.series()
                .history(project.id(), id, branch, limit)
                .map(history -> series(view, project, branch, history))
                .orElseThrow(() -> ProblemException.notFound("there is no series " + text)));
        JsonAnswer.send(context, answer);
    }

    private void chart(Context context, boolean isSvg) throws IOException {
        Look look = look(context, isSvg ? 1 : Look.MOST_SCALE);
        Trend trend = trend(context, 200);
        Picture.send(
                context,
                isSvg ? "image/svg+xml" : "image/png",
                hash(trend, look, isSvg ? "svg" : "png"),
                () -> isSvg ? TrendChart.svg(trend, look) : TrendChart.png(trend, look));
    }

    private void sparkline(Context context) throws IOException {
        Look look = look(context, 1);
        Trend trend = trend(context, SPARK);
        Picture.send(
                context,
                "image/svg+xml",
                hash(trend, look, "sparkline"),
                () -> SparklineChart.svg(trend, look.theme(), look.scale()));
    }

    private Trend trend(Context context, int points) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String text = context.pathParam("series");
        SeriesId id = SeriesId.parse(text).orElseThrow(() -> ProblemException.notFound("there is no series " + text));
        String asked = context.queryParam("branch");
        String branch = asked == null || asked.isBlank() ? project.defaultBranch() : asked;
        int limit = Query.number(context, "limit", points, 1, MOST_POINTS);
        return store.read(view -> StoredTrends.of(view, project, id, branch, limit))
                .orElseThrow(() -> ProblemException.notFound("series " + text + " has no points on " + branch));
    }

    /** How a picture shall look, as the query says. */
    static Look look(Context context, int scale) {
        String theme = context.queryParam("theme");
        if (theme != null && !theme.isEmpty() && !theme.equals("light") && !theme.equals("dark"))
            throw ProblemException.badRequest("theme", "must be light or dark");
        return new Look(
                "dark".equals(theme) ? TrendChart.Theme.DARK : TrendChart.Theme.LIGHT,
                Query.number(context, "width", Look.DEFAULT_WIDTH, Look.LEAST_WIDTH, Look.MOST_WIDTH),
                Query.number(context, "height", Look.DEFAULT_HEIGHT, Look.LEAST_HEIGHT, Look.MOST_HEIGHT),
                Query.number(context, "scale", scale, 1, Look.MOST_SCALE));
    }

    /** Of everything that the picture shows, and of the version that draws it. */
    static String hash(Trend trend, Look look, String kind) {
        return new ContentHash()
                .with(SeriesRoutes.class.getPackage().getImplementationVersion())
                .with(kind)
                .with(look)
                .with(trend.title())
                .with(trend.metric())
                .with(Arrays.toString(trend.values()))
                .with(trend.places())
                .with(trend.changes())
                .with(trend.notes())
                .with(trend.baseline())
                .hex();
    }

    private static ObjectNode series(StoreView view, ProjectRow project, String branch, SeriesHistory history) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", history.id().toString());
        putSeries(json, history.key(), history.metric());
        json.put("branch", branch);
        ArrayNode values = json.putArray("values");
        ArrayNode times = json.putArray("time");
        ArrayNode points = json.putArray("points");
        Verdicts verdicts = new Verdicts(view);
        JudgedMeasurement newest = null;
        int firstJudged = history.points().size() - MOST_JUDGED;
        int index = 0;
        for (HistoryPoint point : history.points()) {
            Instant time = point.placed().commit().time();
            values.add(point.point().value());
            if (time == null) times.addNull();
            else times.add(time.getEpochSecond());
            newest = index++ < firstJudged ? null : verdicts.of(point.point().runId(), history.key());
            points.add(point(point, newest));
        }
        putBaseline(json, newest);
        json.set("threshold", ProjectRoutes.json(project.thresholds().of(history.key())));
        ArrayNode changes = json.putArray("changePoints");
        double[] all = history.points().stream()
                .mapToDouble(point -> point.point().value())
                .toArray();
        for (SeriesLevels.Change change : SeriesLevels.changes(history.metric(), all)) {
            changes.addObject()
                    .put("index", change.index())
                    .put("before", change.before())
                    .put("after", change.after());
        }
        ArrayNode flags = json.putArray("flags");
        if (branch.equals(project.defaultBranch()))
            for (ChangePointRow.Named flag : view.detectors().changePoints(history.id()))
                putFlag(flags.addObject(), flag);
        ArrayNode annotations = json.putArray("annotations");
        for (AnnotationRow annotation : view.annotations().list(project.id(), branch, MOST_ANNOTATIONS)) {
            annotations
                    .addObject()
                    .put("time", annotation.time().toString())
                    .put("sha", annotation.sha())
                    .put("kind", annotation.kind())
                    .put("text", annotation.text());
        }
        return json;
    }

    /** What the detector said while the series grew; {@code changePoints} is what is seen in hindsight. */
    private static void putFlag(ObjectNode json, ChangePointRow.Named flag) {
        json.put("state", RunJson.word(flag.row().state()))
                .put("worse", flag.row().worse())
                .put("change", flag.row().change())
                .put("raisedSha", flag.raisedSha())
                .put("firstSha", flag.firstSha())
                .put("lastGoodSha", flag.lastSha())
                .put("run", flag.runId());
    }

    private static ObjectNode point(HistoryPoint history, @Nullable JudgedMeasurement judged) {
        Point point = history.point();
        Instant time = history.placed().commit().time();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("run", point.runId())
                .put("sha", point.sha())
                .put("subject", history.placed().commit().subject())
                .put("author", history.placed().commit().author())
                .put("time", time == null ? null : time.toString())
                .put("lower", history.lower())
                .put("upper", history.upper())
                .put("spread", point.spread())
                .put("sampleCount", point.sampleCount())
                .put("environment", history.placed().run().run().environment());
        putVerdict(json, judged);
        return json;
    }

    /** Where the newest point was expected: the centre of its baseline, and how far noise reaches around it. */
    private static void putBaseline(ObjectNode json, @Nullable JudgedMeasurement newest) {
        Evidence evidence = newest == null ? null : newest.evidence();
        if (evidence == null || evidence.baseline() == null) {
            json.putNull("baseline");
            return;
        }
        double centre = evidence.baseline();
        double reach = evidence.minimumDetectableChange() == null ? 0 : evidence.minimumDetectableChange();
        json.putObject("baseline")
                .put("centre", centre)
                .put("lower", centre / (1 + reach))
                .put("upper", centre * (1 + reach))
                .put("runs", evidence.baselineRuns());
    }

    private static void putVerdict(ObjectNode json, @Nullable JudgedMeasurement judged) {
        json.put("change", judged == null ? null : judged.evidence().change());
        json.put("verdict", judged == null ? null : RunJson.word(judged.verdict()));
        json.put("severity", judged == null || judged.severity() == null ? null : RunJson.word(judged.severity()));
    }

    static void putSeries(ObjectNode json, SeriesKey key, Metric metric) {
        putBenchmark(json, key.benchmark());
        json.put("metric", metric.name());
        json.put("unit", metric.unit().baseSymbol());
        json.put("displayUnit", metric.unit().symbol());
        json.put("direction", direction(metric.direction()));
        json.put("role", RunJson.word(metric.role()));
        json.put("testbed", key.testbed());
    }

    static void putBenchmark(ObjectNode json, Benchmark benchmark) {
        json.put("name", benchmark.displayName());
        json.put("suite", benchmark.suite());
        json.put("benchmark", benchmark.name());
        ObjectNode params = json.putObject("params");
        benchmark.params().forEach(params::put);
        json.put("mode", benchmark.mode());
        json.put("threads", benchmark.threads());
    }

    private static @Nullable String direction(Direction direction) {
        return switch (direction) {
            case LOWER_IS_BETTER -> "lower";
            case HIGHER_IS_BETTER -> "higher";
            case UNKNOWN -> null;
        };
    }
}
