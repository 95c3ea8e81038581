package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Alert;
import dev.pawl.server.config.ServerConfig;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.AlertRow;
import dev.pawl.server.store.AlertStep;
import dev.pawl.server.store.Alerts;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alerts: what waits for a person, and what the person decides. */
final class AlertRoutes {

    private static final int MOST_LISTED = 500;
    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_ASSIGNEE = 100;

    /** A state and a reason are short. */
    private static final ServerConfig.Limits LIMITS = new ServerConfig.Limits(16 << 10, 16 << 10);

    private final Store store;
    private final Access access;
    private final ServerConfig config;
    private final Clock clock;

    AlertRoutes(Store store, Access access, ServerConfig config, Clock clock) {
        this.store = store;
        this.access = access;
        this.config = config;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/alerts", this::list);
        routes.get("/api/v1/projects/{project}/alerts/{alert}", this::one);
        routes.patch("/api/v1/projects/{project}/alerts/{alert}", this::change);
    }

    private void list(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String state = context.queryParam("state");
        Set<Alert.State> states = state == null || state.isBlank() || state.equals("all")
                ? EnumSet.allOf(Alert.State.class)
                : EnumSet.of(state(state));
        AlertFilter filter = new AlertFilter(states, context.queryParam("branch"));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode alerts = answer.putArray("alerts");
        store.read(view -> view.alerts().list(project.id(), filter, MOST_LISTED))
                .forEach(row -> alerts.add(json(row)));
        JsonAnswer.send(context, answer);
    }

    private void one(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        JsonAnswer.send(context, json(store.read(view -> wanted(context, view.alerts(), project))));
    }

    private static AlertRow wanted(Context context, Alerts alerts, ProjectRow project) {
        return Query.id(context, "alert")
                .flatMap(id -> alerts.find(project.id(), id))
                .orElseThrow(() -> ProblemException.notFound("there is no alert " + context.pathParam("alert")));
    }

    private void change(Context context) {
        // A CI token must not do it: whoever opens a pull request could accept his own regression.
        Access.Grant grant = access.require(context, Scope.ADMIN, context.pathParam("project"));
        ProjectRow project = ProjectRoutes.project(context, Scope.ADMIN, store, access);
        JsonNode body = UploadReader.object(RequestBody.read(context, LIMITS));
        boolean isAssigned = body.has("assignee");
        String assignee = body.path("assignee").asText("").strip();
        if (assignee.length() > LONGEST_ASSIGNEE)
            throw ProblemException.badRequest("/assignee", "longer than " + LONGEST_ASSIGNEE + " characters");
        Alert.@Nullable State state = isAssigned && !body.has("state")
                ? null
                : state(body.path("state").asText(""));
        String reason = body.path("reason").asText("").strip();
        if (reason.length() > LONGEST_REASON)
            throw ProblemException.badRequest("/reason", "longer than " + LONGEST_REASON + " characters");
        if (state == Alert.State.ACCEPTED && reason.isEmpty())
            throw ProblemException.badRequest("/reason", "say why the regression is accepted");
        AlertRow changed = store.write(session -> {
            AlertRow row = wanted(context, session.alerts(), project);
            Access.requireBranch(grant, row.alert().branch());
            if (isAssigned)
                session.alerts().assign(row.alert().id(), assignee.isEmpty() ? null : assignee, clock.instant());
            if (state != null)
                step(
                        session,
                        row,
                        new AlertStep(state, grant.name(), reason.isEmpty() ? null : reason, clock.instant()));
            session.projects().bumpRevision(project.id());
            return session.alerts().find(project.id(), row.alert().id()).orElseThrow();
        });
        JsonAnswer.send(context, json(changed));
    }

    private static void step(StoreSession session, AlertRow row, AlertStep step) {
        Alert alert = row.alert();
        if (step.state().isPending()
                && !alert.state().isPending()
                && session.alerts().hasPending(row))
            throw new ProblemException(409, "a newer alert of this series is pending; work on that one");
        session.alerts().change(alert.id(), step);
        boolean isAccepted = step.state() == Alert.State.ACCEPTED;
        // The baseline is the new level at once, or not any more.
        if (isAccepted != (alert.state() == Alert.State.ACCEPTED))
            session.comparisons().markStaleSince(alert.runId(), step.at());
        // Who looks at the trend later wants to know why it is higher from here on.
        if (isAccepted)
            session.annotations()
                    .add(
                            row.projectId(),
                            alert.branch(),
                            alert.sha(),
                            step.at(),
                            "accepted",
                            alert.series().benchmark().displayName() + ": " + step.reason() + " (" + step.by() + ")");
    }

    private static Alert.State state(String word) {
        try {
            return Alert.State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("/state", "must be open, acknowledged, accepted, dismissed or resolved");
        }
    }

    private static ObjectNode json(AlertRow row) {
        Alert alert = row.alert();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", alert.id())
                .put("kind", AlertJson.kind(alert))
                .put("state", RunJson.word(alert.state()))
                .put("severity", RunJson.word(alert.severity()))
                .put("seriesId", row.seriesId().toString())
                .put("suite", alert.series().benchmark().suite())
                .put("benchmark", alert.series().benchmark().displayName())
                .put("metric", alert.metric().name())
                .put("testbed", alert.series().testbed())
                .put("branch", alert.branch())
                .put("sha", alert.sha())
                .put("change", alert.change())
                .put("lastGoodSha", alert.lastGoodSha())
                .put("openedAt", alert.openedAt().toString())
                .put("confirmed", alert.confirmedAt() != null)
                .put(
                        "confirmedAt",
                        alert.confirmedAt() == null ? null : alert.confirmedAt().toString())
                .put("assignee", row.assignee())
                .put("run", alert.runId());
        SeriesRoutes.putBenchmark(json.putObject("identity"), alert.series().benchmark());
        AlertJson.putCreep(json, alert);
        return json;
    }
}
