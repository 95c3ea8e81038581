package dev.pawl.server.store;

import org.jdbi.v3.core.Handle;

/**
 * One snapshot of the store. Valid inside {@link Store#read} or {@link Store#write} only; not safe for several threads. The
 * nouns' writing methods throw a {@link StoreException} here: they need a {@link StoreSession}.
 */
public class StoreView {

    final Handle handle;
    private final Caches caches;

    StoreView(Handle handle, Caches caches) {
        this.handle = handle;
        this.caches = caches;
    }

    public final Projects projects() {
        return new Projects(handle);
    }

    public final Commits commits() {
        return new Commits(handle);
    }

    public final Runs runs() {
        return new Runs(handle);
    }

    /** All runs of a project, oldest first. */
    public final RunsByTime runsByTime() {
        return new RunsByTime(handle);
    }

    public final Shards shards() {
        return new Shards(handle);
    }

    public final Benchmarks benchmarks() {
        return new Benchmarks(handle, caches);
    }

    public final Metrics metrics() {
        return new Metrics(handle);
    }

    public final Measurements measurements() {
        return new Measurements(handle, caches);
    }

    /** Series along a branch, for pages and charts. */
    public final Histories series() {
        return new Histories(handle, caches);
    }

    public final Comparisons comparisons() {
        return new Comparisons(handle);
    }

    public final Alerts alerts() {
        return new Alerts(handle);
    }

    /** What the change-point detector remembers. */
    public final Detectors detectors() {
        return new Detectors(handle);
    }

    public final Tokens tokens() {
        return new Tokens(handle);
    }

    public final Answers answers() {
        return new Answers(handle);
    }

    public final Channels channels() {
        return new Channels(handle);
    }

    public final Deliveries deliveries() {
        return new Deliveries(handle);
    }

    /** What does not come any more. */
    public final Absences absences() {
        return new Absences(handle);
    }

    public final WebhookSecrets webhookSecrets() {
        return new WebhookSecrets(handle);
    }

    public final PullRequestPolicies pullRequestPolicies() {
        return new PullRequestPolicies(handle);
    }

    /** What addresses of pictures are signed with. */
    public final PictureSecrets pictureSecrets() {
        return new PictureSecrets(handle);
    }

    public final Annotations annotations() {
        return new Annotations(handle);
    }
}
