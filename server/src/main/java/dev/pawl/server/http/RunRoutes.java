package dev.pawl.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Comparison;
import dev.pawl.model.Finding;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Run;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Trust;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs: taking uploads in, and showing what is said of them. */
final class RunRoutes {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int LONGEST_KEY = 255;
    private static final int MOST_LISTED = 200;

    private final Store store;
    private final RunPipeline pipeline;
    private final Access access;
    private final ServerConfig config;

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
        if (!SLUG.matcher(slug).matches())
            throw ProblemException.badRequest(
                    "project",
                    "a project's slug has 1 to 64 of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit");
        Access.Grant grant = access.require(context, Scope.UPLOAD, slug);
        Upload upload = read(context, slug, grant);
        Access.requireBranch(grant, upload.run().branch());
        Answer answer = pipeline.accept(upload, acceptance -> answer(acceptance, slug));
        JsonAnswer.send(context.status(answer.status()), answer.body());
    }

    private Upload read(Context context, String slug, Access.Grant grant) {
        String type = context.contentType();
        boolean isMultipart = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
        UploadReader query = UploadReader.ofQuery(context);
        RequestBody body = RequestBody.read(context, config.limits());
        UploadReader said = query;
        List<ResultSource> files;
        if (isMultipart) {
            MultipartBody parts = MultipartBody.parse(body.bytes(), type);
            if (parts.run() != null) said = UploadReader.ofJson(parts.run());
            files = parts.files();
        } else {
            files = List.of(ResultSource.ofBytes("body", body.bytes()));
        }
        if (files.isEmpty()) throw new ProblemException(400, "the upload holds no part 'file'");
        String key = context.header("Idempotency-Key");
        if (key != null && key.length() > LONGEST_KEY)
            throw ProblemException.badRequest("Idempotency-Key", "longer than " + LONGEST_KEY + " characters");
        Upload.Description description = said.description();
        Upload.Content content =
                new Upload.Content(files, said.format(), hash(description, files), body.gzipped(), key);
        return new Upload(slug, Trust.TRUSTED, grant.createsProjects(), description, content);
    }

    private void list(Context context) {
        ProjectRow project = project(context, Scope.READ);
        int limit = Query.number(context, "limit", 50, 1, MOST_LISTED);
        RunFilter filter = new RunFilter(
                context.queryParam("branch"),
                context.queryParam("testbed"),
                Query.optionalNumber(context, "pr"),
                context.queryParam("release"));
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

    private static RunRow run(StoreView view, ProjectRow project, Context context) {
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
     * What makes two uploads the same: what is said of the run and the files, but not how the body was packed; a boundary or a
     * compression level is chosen anew with every attempt.
     */
    private static String hash(Upload.Description description, List<ResultSource> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(description.toString().getBytes(StandardCharsets.UTF_8));
            for (ResultSource file : files) {
                digest.update(file.name().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(file.open().readAllBytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }
}
