package dev.pawl.server.http;

import dev.pawl.server.chart.Badge;
import dev.pawl.server.store.AlertFilter;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.TokenRow.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** The badge of a project: how many alerts of its default branch wait for the level to return. */
final class BadgeRoutes {

    private final Store store;
    private final Access access;

    BadgeRoutes(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/v1/projects/{project}/badge.svg", this::badge);
    }

    private void badge(Context context) throws IOException {
        ProjectRow project = ProjectRoutes.project(context, Scope.READ, store, access);
        String branch = project.defaultBranch();
        byte[] badge = store.read(view -> {
            RunFilter onBranch = new RunFilter(branch, null, null, null);
            if (view.runs().recent(project.id(), onBranch, 1, null).isEmpty()) return Badge.withoutData();
            return Badge.of(view.alerts()
                    .list(project.id(), AlertFilter.pendingOn(branch), Integer.MAX_VALUE)
                    .size());
        });
        Picture.send(context, "image/svg+xml", new ContentHash().with(badge).hex(), () -> badge);
    }
}
