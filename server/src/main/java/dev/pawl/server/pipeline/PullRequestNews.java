package dev.pawl.server.pipeline;

import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.StoreSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks, in the transaction that changes what is to be said of a pull request, for what the server writes on it to be brought up to
 * date. However often that is asked for before it is done, it is done once.
 */
final class PullRequestNews {

    /** Jobs of a matrix and shards of a run often end together; then they are told of together. */
    private static final Duration GATHERING = Duration.ofSeconds(2);

    private PullRequestNews() {}

    /** @param pullRequest {@code null} if it is about none */
    static void tell(StoreSession session, ProjectRow project, @Nullable Integer pullRequest, Instant now) {
        if (pullRequest == null
                || session.pullRequestPolicies().of(project.id()).isSilent()) return;
        session.deliveries()
                .ask(
                        DeliveryRow.pullRequestsOf(project.id()),
                        Integer.toString(pullRequest),
                        "pull_request",
                        now.plus(GATHERING),
                        now);
    }
}
