package dev.pawl.server.http;

import dev.pawl.model.Comparison;
import dev.pawl.report.EvidenceSentence;
import dev.pawl.server.pipeline.StoredComparer;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import dev.pawl.wire.ComparisonJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Comparisons that somebody asks for, between any two things that are stored. */
final class ComparisonRoutes {

    private final Store store;
    private final StoredComparer comparer;
    private final Access access;

    ComparisonRoutes(Store store, StoredComparer comparer, Access access) {
        this.store = store;
        this.comparer = comparer;
        this.access = access;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/comparisons", this::compare);
    }

    private void compare(Context context) {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String base = required(context, "base");
        String head = required(context, "head");
        Comparison comparison;
        try {
            comparison = comparer.compare(project, base, head, context.queryParam("testbed"));
        } catch (StoredComparer.UnknownReferenceException e) {
            throw ProblemException.notFound(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("base", e.getMessage());
        }
        context.contentType("application/json").result(ComparisonJson.toBytes(comparison, EvidenceSentence::of));
    }

    private static String required(Context context, String name) {
        String value = context.queryParam(name);
        if (value == null || value.isBlank())
            throw ProblemException.badRequest(name, "name what to compare: a branch, a commit, release:NAME or run:ID");
        return value.strip();
    }
}
