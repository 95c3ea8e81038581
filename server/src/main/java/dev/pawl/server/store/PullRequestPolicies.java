package dev.pawl.server.store;

import org.jdbi.v3.core.Handle;

/** What the server itself writes on the pull requests of projects. */
public final class PullRequestPolicies {

    private final Handle handle;

    PullRequestPolicies(Handle handle) {
        this.handle = handle;
    }

    /** A project's; silent where none was set. */
    public PullRequestPolicy of(long projectId) {
        return handle.createQuery(
                        "select comments, check_fails_on from pull_request_policy where project_id = :project")
                .bind("project", projectId)
                .map((row, context) -> new PullRequestPolicy(
                        PullRequestPolicy.Comments.valueOf(row.getString("comments")),
                        PullRequestPolicy.Check.valueOf(row.getString("check_fails_on"))))
                .findOne()
                .orElse(PullRequestPolicy.SILENT);
    }

    public void put(long projectId, PullRequestPolicy policy) {
        handle.execute(
                "insert or replace into pull_request_policy (project_id, comments, check_fails_on) values (?, ?, ?)",
                projectId,
                policy.comments().name(),
                policy.check().name());
    }
}
