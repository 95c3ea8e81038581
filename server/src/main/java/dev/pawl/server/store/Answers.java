package dev.pawl.server.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The answers to uploads by idempotency key, stored in the transaction that stored the upload. */
public final class Answers {

    /** How long a repeated request gets the first answer; longer than any CI job runs. */
    public static final Duration KEPT_FOR = Duration.ofHours(48);

    private final Handle handle;

    Answers(Handle handle) {
        this.handle = handle;
    }

    /** @throws StoreException if there is an answer under the key; ask {@link #find} first, in the same transaction */
    public void put(long projectId, String key, Answer answer, Instant now) {
        handle.createUpdate("""
                        insert into answer (project_id, answer_key, body_hash, status, body, answered_at)
                        values (:project, :key, :hash, :status, :body, :now)""")
                .bind("project", projectId)
                .bind("key", key)
                .bind("hash", answer.bodyHash())
                .bind("status", answer.status())
                .bind("body", Gzip.compressed(answer.body()))
                .bind("now", now.toEpochMilli())
                .execute();
    }

    public Optional<Answer> find(long projectId, String key) {
        return handle.createQuery("""
                        select body_hash, status, body from answer
                        where project_id = :project and answer_key = :key""")
                .bind("project", projectId)
                .bind("key", key)
                .map((row, context) ->
                        new Answer(row.getString("body_hash"), row.getInt("status"), Gzip.text(row.getBytes("body"))))
                .findOne();
    }

    /** Forgets answers that are older than {@link #KEPT_FOR}. Returns how many. */
    public int purge(Instant now) {
        return handle.createUpdate("delete from answer where answered_at < :time")
                .bind("time", now.minus(KEPT_FOR).toEpochMilli())
                .execute();
    }
}
