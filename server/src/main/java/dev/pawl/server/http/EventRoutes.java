package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.ProjectSlug;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultSource;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.Note;
import dev.pawl.server.pipeline.NoteKeeper;
import dev.pawl.server.pipeline.Upload;
import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.Answer;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Events of a CI: the end of a workflow becomes a run whose benchmark is the workflow; a deployment, release or change of
 * configuration becomes a note on the time axis.
 */
final class EventRoutes {

    private static final Set<String> KINDS = Set.of("configuration", "deployment", "release");
    private static final String WORKFLOW = "workflow";
    private static final int LONGEST_TEXT = 500;

    /** An event is a line or two. */
    private static final ServerConfig.Limits LIMITS = new ServerConfig.Limits(1 << 16, 1 << 16);

    private final Access access;
    private final NoteKeeper notes;
    private final RunRoutes runs;

    EventRoutes(Access access, NoteKeeper notes, RunRoutes runs) {
        this.access = access;
        this.notes = notes;
        this.runs = runs;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/v1/projects/{project}/events", this::take);
    }

    private void take(Context context) {
        String slug = context.pathParam("project");
        if (!ProjectSlug.isValid(slug)) throw ProblemException.badRequest("project", ProjectSlug.RULE);
        Access.Grant grant = access.require(context, Scope.UPLOAD, slug);
        RequestBody body = RequestBody.receive(context, LIMITS);
        JsonNode event = UploadReader.object(body.decoded());
        UploadReader fields = UploadReader.of(event);
        String kind = fields.text("kind", 64);
        if (kind == null || kind.equals(WORKFLOW)) {
            workflow(context, slug, grant, event);
        } else if (KINDS.contains(kind)) {
            note(context, slug, grant, kind, event);
        } else {
            throw ProblemException.badRequest(
                    "/kind", "must be workflow, deployment, release or configuration; without it, workflow");
        }
    }

    private void workflow(Context context, String slug, Access.Grant grant, JsonNode json) {
        WorkflowEvent event = WorkflowEvent.of(json, UploadReader.of(json));
        Upload.Description description = UploadReader.of(described(json, event)).description();
        Access.requireBranch(grant, description.branch());
        if (event.outcome() == WorkflowEvent.Outcome.NONE) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("measured", false);
            answer.put("detail", "a workflow that was stopped or left out says nothing of the code; nothing is kept");
            JsonAnswer.send(context.status(200), answer);
            return;
        }
        List<ResultSource> files = List.of(ResultSource.ofBytes("event.json", event.results()));
        Upload.Content content = new Upload.Content(
                files,
                ResultFormat.PAWL,
                RunRoutes.hash(description, ResultFormat.PAWL, files),
                new RequestBody(event.results(), false, LIMITS.bodyBytes()).gzipped(),
                RunRoutes.idempotencyKey(context));
        runs.accept(
                context, new Upload(slug, RunRoutes.trust(description), grant.createsProjects(), description, content));
    }

    /** What the event says of its run. Its time is that of its end, not of the commit. */
    private static ObjectNode described(JsonNode json, WorkflowEvent event) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String name :
                List.of("commit", "parent", "branch", "pr", "base", "merge-base", "run", "attempt", "jobUrl"))
            if (json.has(name)) fields.set(name, json.get(name));
        return fields.put("suite", WorkflowEvent.SUITE).put("testbed", event.testbed());
    }

    private void note(Context context, String slug, Access.Grant grant, String kind, JsonNode json) {
        UploadReader fields = UploadReader.of(json);
        String text = fields.text("text", LONGEST_TEXT);
        if (text == null) throw ProblemException.badRequest("/text", "what happened is missing");
        String branch = fields.text("branch", UploadReader.LONGEST_BRANCH);
        Access.requireBranch(grant, branch);
        String sha = fields.sha("commit");
        Instant time = UploadReader.time(json, "time", "/");
        String hash = new ContentHash()
                .with(kind)
                .with(text)
                .with(branch)
                .with(sha)
                .with(time)
                .hex();
        Note note = new Note(kind, text, branch, sha, time, hash, RunRoutes.idempotencyKey(context));
        Answer answer = notes.keep(slug, grant.createsProjects(), note, EventRoutes::answer);
        JsonAnswer.send(context.status(answer.status()), answer.body());
    }

    private static String answer(NoteKeeper.Kept kept) {
        AnnotationRow row = kept.annotation();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("new", kept.isNew());
        answer.putObject("annotation")
                .put("time", row.time().toString())
                .put("sha", row.sha())
                .put("kind", row.kind())
                .put("text", row.text());
        return answer.toString();
    }
}
