package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.model.Threshold;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.ProjectSummary;
import dev.pawl.server.store.PullRequestPolicy;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Projects: what is tracked here. */
final class ProjectRoutes {

    private static final int MOST_BRANCHES = 200;

    private final Store store;
    private final Access access;
    private final @Nullable Forge forge;

    /** @param forge {@code null} where the server cannot enter one */
    ProjectRoutes(Store store, Access access, @Nullable Forge forge) {
        this.forge = forge;
        this.store = store;
        this.access = access;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects", this::list);
        routes.get("/api/v1/projects/{project}", this::show);
    }

    /** The project of a request, if the sender may see it. */
    static ProjectRow project(Context context, Scope scope, Store store, Access access) {
        String slug = context.pathParam("project");
        access.require(context, scope, slug);
        return store.read(view -> view.projects().find(slug))
                .orElseThrow(() -> ProblemException.notFound("there is no project '" + slug + "'"));
    }

    private void list(Context context) {
        Access.Grant grant = access.require(context, Scope.READ, null);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode projects = answer.putArray("projects");
        for (ProjectSummary summary : store.read(view -> view.projects().list())) {
            boolean isHidden = grant.token() != null
                    && grant.token().projectId() != null
                    && grant.token().projectId() != summary.project().id();
            if (!isHidden) projects.add(json(summary));
        }
        JsonAnswer.send(context, answer);
    }

    private void show(Context context) {
        ProjectRow project = project(context, Scope.READ, store, access);
        ObjectNode answer = store.read(view -> {
            ObjectNode json = view.projects().list().stream()
                    .filter(summary -> summary.project().id() == project.id())
                    .map(ProjectRoutes::json)
                    .findFirst()
                    .orElseThrow(() -> ProblemException.notFound("there is no project '" + project.slug() + "'"));
            json.put("commentsBy", isCommentedOn(view, project) ? "server" : "jobs");
            json.put("settingsVersion", project.settingsVersion());
            json.set("thresholds", json(project.thresholds().defaults()));
            ArrayNode branches = json.putArray("branches");
            view.runs().branches(project.id(), MOST_BRANCHES).forEach(branch -> branches.add(branch.name()));
            ArrayNode testbeds = json.putArray("testbeds");
            view.runs().testbeds(project.id()).forEach(testbed -> testbeds.add(testbed.name()));
            return json;
        });
        JsonAnswer.send(context, answer);
    }

    private boolean isCommentedOn(StoreView view, ProjectRow project) {
        String repository = project.repositoryUrl();
        return forge != null
                && repository != null
                && forge.holds(repository)
                && view.pullRequestPolicies().of(project.id()).comments() != PullRequestPolicy.Comments.NEVER;
    }

    private static ObjectNode json(ProjectSummary summary) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("slug", summary.project().slug());
        json.put("repositoryUrl", summary.project().repositoryUrl());
        json.put("defaultBranch", summary.project().defaultBranch());
        json.put("runs", summary.runs());
        json.put("openAlerts", summary.openAlerts());
        json.put(
                "lastRunAt",
                summary.lastRunAt() == null ? null : summary.lastRunAt().toString());
        return json;
    }

    static ObjectNode json(Threshold threshold) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("warning", threshold.warning());
        json.put("critical", threshold.critical());
        json.put("policy", RunJson.word(threshold.policy()));
        return json;
    }
}
