package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Benchmark;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.RenameGuess;
import dev.pawl.server.store.AbsenceRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What does not come any more: benchmarks that runs used to measure, and runs that were expected. */
final class AbsenceRoutes {

    private static final int MOST_LISTED = 200;

    /** A state is a word. */
    private static final ServerConfig.Limits LIMITS = new ServerConfig.Limits(16 << 10, 16 << 10);

    private final Store store;
    private final Access access;
    private final Clock clock;

    AbsenceRoutes(Store store, Access access, Clock clock) {
        this.store = store;
        this.access = access;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/absences", this::list);
        routes.patch("/api/v1/projects/{project}/absences/{absence}", this::change);
    }

    private void list(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String state = context.queryParam("state");
        Set<AbsenceRow.State> states = state == null || state.isBlank() || state.equals("all")
                ? EnumSet.allOf(AbsenceRow.State.class)
                : EnumSet.of(state(state));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode absences = answer.putArray("absences");
        store.read(view -> {
            for (AbsenceRow row : view.absences().list(project.id(), states, MOST_LISTED))
                absences.add(json(view, project, row));
            return null;
        });
        JsonAnswer.send(context, answer);
    }

    private void change(Context context) {
        Access.Grant grant = access.require(context, Scope.ADMIN, context.pathParam("project"));
        ProjectRow project = ProjectRoutes.project(context, Scope.ADMIN, store, access);
        Access.requireBranch(grant, project.defaultBranch());
        JsonNode body = UploadReader.object(RequestBody.receive(context, LIMITS).decoded());
        AbsenceRow.State state = state(body.path("state").asText(""));
        ObjectNode changed = store.write(session -> {
            AbsenceRow row = Query.id(context, "absence")
                    .flatMap(id -> session.absences().find(project.id(), id))
                    .orElseThrow(
                            () -> ProblemException.notFound("there is no absence " + context.pathParam("absence")));
            if (row.state() == AbsenceRow.State.RESOLVED)
                throw new ProblemException(409, "this is over already; nothing can change it");
            session.absences().change(row.id(), state, clock.instant());
            session.projects().bumpRevision(project.id());
            return json(
                    session,
                    project,
                    session.absences().find(project.id(), row.id()).orElseThrow());
        });
        JsonAnswer.send(context, changed);
    }

    private static AbsenceRow.State state(String word) {
        try {
            return AbsenceRow.State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("/state", "must be open, dismissed or resolved");
        }
    }

    private static ObjectNode json(StoreView view, ProjectRow project, AbsenceRow row) {
        @Nullable Benchmark benchmark = row.benchmark();
        @Nullable RunRow last = view.runs().find(row.runId()).orElse(null);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", row.id())
                .put("kind", benchmark == null ? "run" : "benchmark")
                .put("state", RunJson.word(row.state()))
                .put("testbed", row.testbed())
                .put("branch", project.defaultBranch())
                .put("suite", benchmark == null ? null : benchmark.suite())
                .put("benchmark", benchmark == null ? null : benchmark.displayName())
                .put("lastRun", row.runId())
                .put("lastSha", last == null ? null : last.run().sha())
                .put("lastAt", last == null ? null : last.run().receivedAt().toString())
                .put("openedAt", row.openedAt().toString());
        // Only what is missing can have been renamed.
        String renamed = row.state() == AbsenceRow.State.RESOLVED
                ? null
                : RenameGuess.of(view, project, row).map(Benchmark::displayName).orElse(null);
        return json.put("probablyNow", renamed);
    }
}
