package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.pipeline.RunExclusion;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;

/** Takes runs out that tell nothing true, and in again. */
final class ExclusionRoutes {

    private static final int LONGEST_REASON = 1000;

    private static final ServerConfig.Limits LIMITS = new ServerConfig.Limits(16 << 10, 16 << 10);

    private final Store store;
    private final RunPipeline pipeline;
    private final Access access;
    private final Clock clock;

    ExclusionRoutes(Store store, RunPipeline pipeline, Access access, Clock clock) {
        this.store = store;
        this.pipeline = pipeline;
        this.access = access;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.patch("/api/v1/projects/{project}/runs/{run}", this::change);
    }

    private void change(Context context) {
        // As with alerts: a CI token could take out the run that shows its own regression.
        Access.Grant grant = access.require(context, Scope.ADMIN, context.pathParam("project"));
        ProjectRow project = ProjectRoutes.project(context, Scope.ADMIN, store, access);
        JsonNode body = UploadReader.object(RequestBody.read(context, LIMITS));
        if (!body.path("excluded").isBoolean()) throw ProblemException.badRequest("/excluded", "must be true or false");
        boolean excluded = body.path("excluded").booleanValue();
        String reason = body.path("reason").asText("").strip();
        if (reason.length() > LONGEST_REASON)
            throw ProblemException.badRequest("/reason", "longer than " + LONGEST_REASON + " characters");
        if (excluded && reason.isEmpty())
            throw ProblemException.badRequest("/reason", "say why the run is taken out; others will ask");
        ObjectNode answer = store.write(session -> {
            RunRow row = RunRoutes.run(session, project, context);
            Access.requireBranch(grant, row.run().branch());
            RunExclusion exclusion = new RunExclusion(session, project, clock.instant());
            if (excluded) exclusion.exclude(row, grant.name(), reason);
            else exclusion.include(row, grant.name(), reason.isEmpty() ? null : reason);
            return RunJson.of(
                    session,
                    project,
                    session.runs().find(row.id()).orElseThrow(),
                    session.comparisons().summaries(List.of(row.id())).get(row.id()));
        });
        pipeline.judgeAgainSoon();
        JsonAnswer.send(context, answer);
    }
}
