package dev.pawl.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Comparison;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.ProjectSlug;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Trust;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultSource;
import dev.pawl.report.EvidenceSentence;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.Acceptance;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.pipeline.Upload;
import dev.pawl.server.store.Answer;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.TokenRow.Scope;
import dev.pawl.wire.ComparisonJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs: taking uploads in, and showing what is said of them. */
final class RunRoutes {

    private static final int LONGEST_KEY = 255;
    private static final int MOST_LISTED = 200;

    private final Store store;
    private final RunPipeline pipeline;
    private final Access access;
    private final ServerConfig config;
    private final Admission admission = new Admission();

    RunRoutes(Store store, RunPipeline pipeline, Access access, ServerConfig config) {
        this.store = store;
        this.pipeline = pipeline;
        this.access = access;
        this.config = config;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/v1/projects/{project}/runs", this::upload);
        routes.get("/api/v1/projects/{project}/runs", this::list);
        routes.get("/api/v1/projects/{project}/runs/{run}", this::show);
        routes.get("/api/v1/projects/{project}/runs/{run}/comparison", this::comparison);
    }

    private void upload(Context context) {
        String slug = context.pathParam("project");
        if (!ProjectSlug.isValid(slug)) throw ProblemException.badRequest("project", ProjectSlug.RULE);
        Access.Grant grant = access.require(context, Scope.UPLOAD, slug);
        // Whoever sends slowly must not keep others from being judged.
        RequestBody body = RequestBody.receive(context, config.limits());
        Answer answer = admission.admit(context, () -> {
            Upload upload = read(context, slug, grant, body);
            Access.requireBranch(grant, upload.run().branch());
            return pipeline.accept(upload, acceptance -> answer(acceptance, slug));
        });
        JsonAnswer.send(context.status(answer.status()), answer.body());
    }

    /** Takes in what is read already, and answers with the comparison. */
    void accept(Context context, Upload upload) {
        Answer answer = admission.admit(
                context, () -> pipeline.accept(upload, acceptance -> answer(acceptance, upload.project())));
        JsonAnswer.send(context.status(answer.status()), answer.body());
    }

    private Upload read(Context context, String slug, Access.Grant grant, RequestBody received) {
        byte[] body = received.decoded();
        String type = context.contentType();
        boolean isMultipart = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
        UploadReader query = UploadReader.ofQuery(context);
        UploadReader said = query;
        List<ResultSource> files;
        if (isMultipart) {
            MultipartBody parts = MultipartBody.parse(body, type);
            if (parts.run() != null) {
                if (!context.queryParamMap().isEmpty())
                    throw ProblemException.badRequest(
                            "run", "say what the run is either in the query or in part 'run', not in both");
                said = UploadReader.ofJson(parts.run());
            }
            files = parts.files();
        } else {
            files = List.of(ResultSource.ofBytes("body", body));
        }
        if (files.isEmpty()) throw new ProblemException(400, "the upload holds no part 'file'");
        Upload.Description description = said.description();
        Upload.Content content = new Upload.Content(
                files,
                said.format(),
                hash(description, said.format(), files),
                received.gzipped(),
                idempotencyKey(context));
        return new Upload(slug, trust(description), grant.createsProjects(), description, content);
    }

    static @Nullable String idempotencyKey(Context context) {
        String key = context.header("Idempotency-Key");
        if (key != null && key.length() > LONGEST_KEY)
            throw ProblemException.badRequest("Idempotency-Key", "longer than " + LONGEST_KEY + " characters");
        return key;
    }

    /**
     * A branch named {@code owner:branch} is a fork's, where anyone can write what is measured: git allows no colon in a branch
     * of one's own.
     */
    static Trust trust(Upload.Description run) {
        return run.branch() != null && run.branch().contains(":") ? Trust.UNTRUSTED : Trust.TRUSTED;
    }

    private void list(Context context) {
        ProjectRow project = project(context, Scope.READ);
        int limit = Query.number(context, "limit", 50, 1, MOST_LISTED);
        RunFilter filter = new RunFilter(
                context.queryParam("branch"),
                context.queryParam("testbed"),
                Query.optionalNumber(context, "pr"),
                context.queryParam("release"),
                true);
        ObjectNode answer = store.read(view -> {
            List<RunRow> rows = view.runs().recent(project.id(), filter, limit, context.queryParam("before"));
            Map<String, Comparison.Summary> summaries =
                    view.comparisons().summaries(rows.stream().map(RunRow::id).toList());
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            ArrayNode runs = list.putArray("runs");
            for (RunRow row : rows) runs.add(RunJson.of(view, project, row, summaries.get(row.id())));
            return list;
        });
        JsonAnswer.send(context, answer);
    }

    private void show(Context context) {
        ProjectRow project = project(context, Scope.READ);
        ObjectNode answer = store.read(view -> {
            RunRow row = run(view, project, context);
            ComparisonRow comparison = view.comparisons().latest(row.id()).orElse(null);
            ObjectNode run = RunJson.of(
                    view,
                    project,
                    row,
                    comparison == null ? null : comparison.comparison().summary());
            ObjectNode facts = run.putObject("environmentFacts");
            view.runs().environment(row.run().environment()).facts().forEach(facts::put);
            run.put("jobUrl", row.request().jobUrl());
            ArrayNode warnings = run.putArray("warnings");
            if (comparison != null) {
                comparison.comparison().findings().stream()
                        .filter(finding -> finding.kind() == Finding.Kind.PARSER_WARNING)
                        .forEach(finding -> warnings.add(finding.text()));
            }
            return run;
        });
        JsonAnswer.send(context, answer);
    }

    private void comparison(Context context) {
        ProjectRow project = project(context, Scope.READ);
        byte[] answer = store.read(view -> {
            RunRow row = run(view, project, context);
            Comparison comparison = view.comparisons()
                    .latest(row.id())
                    .orElseThrow(() -> ProblemException.notFound("run " + row.id() + " has no comparison yet"))
                    .comparison();
            Map<SeriesKey, SeriesId> ids = view.series()
                    .ids(
                            project.id(),
                            comparison.results().stream()
                                    .map(JudgedMeasurement::series)
                                    .toList());
            return ComparisonJson.toBytes(comparison, new WithSeriesIds(ids));
        });
        context.contentType("application/json").result(answer);
    }

    private ProjectRow project(Context context, Scope scope) {
        return ProjectRoutes.project(context, scope, store, access);
    }

    /** The run that the path names. */
    static RunRow run(StoreView view, ProjectRow project, Context context) {
        String id = context.pathParam("run");
        return view.runs()
                .find(id)
                .filter(row -> row.projectId() == project.id())
                .orElseThrow(() -> ProblemException.notFound("there is no run " + id + " in " + project.slug()));
    }

    /** The comparison, with the run that it is about. */
    private String answer(Acceptance acceptance, String slug) {
        Run run = acceptance.run();
        ComparisonJson.Decoration decoration = new ComparisonJson.Decoration() {
            @Override
            public String evidence(JudgedMeasurement result) {
                return EvidenceSentence.of(result);
            }

            @Override
            public void members(JsonGenerator json) throws IOException {
                json.writeObjectFieldStart("run");
                json.writeStringField("id", run.id());
                json.writeStringField("key", run.key());
                json.writeStringField("project", slug);
                json.writeStringField("url", config.publicUrl() == null ? null : config.publicUrl() + page(slug, run));
                json.writeStringField("path", page(slug, run));
                json.writeBooleanField("complete", run.complete());
                json.writeBooleanField("new", acceptance.isNew());
                json.writeNumberField("shardsReceived", acceptance.shardsReceived());
                json.writeNumberField("shardsExpected", acceptance.shardsExpected());
                json.writeEndObject();
            }
        };
        return new String(ComparisonJson.toBytes(acceptance.comparison(), decoration), StandardCharsets.UTF_8);
    }

    private static String page(String slug, Run run) {
        return "/p/" + slug + "/runs/" + run.id();
    }

    private record WithSeriesIds(Map<SeriesKey, SeriesId> ids) implements ComparisonJson.Decoration {
        @Override
        public String evidence(JudgedMeasurement result) {
            return EvidenceSentence.of(result);
        }

        @Override
        public @Nullable String seriesId(SeriesKey series) {
            SeriesId id = ids.get(series);
            return id == null ? null : id.toString();
        }
    }

    /**
     * What makes two uploads the same: which run and shard they are, and the files. How the body was packed, by which client,
     * and what else it told of the history does not matter.
     */
    static String hash(Upload.Description run, @Nullable ResultFormat format, List<ResultSource> files) {
        ContentHash hash = new ContentHash()
                .with(run.branch())
                .with(run.commit().sha())
                .with(run.pullRequest())
                .with(run.testbed())
                .with(run.key())
                .with(run.shard())
                .with(run.suite())
                .with(run.release())
                .with(format);
        for (ResultSource file : files) {
            try (InputStream in = file.open()) {
                hash.with(file.name()).with(in.readAllBytes());
            } catch (IOException e) {
                throw new AssertionError("memory does not fail", e);
            }
        }
        return hash.hex();
    }
}
