package dev.pawl.server.store;

import dev.pawl.model.Thresholds;
import dev.pawl.wire.ThresholdsJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The uploads that make up a run, and their original bytes for as long as these are kept. */
public final class Shards {

    private final Handle handle;

    Shards(Handle handle) {
        this.handle = handle;
    }

    public Optional<ShardRow> find(long runNumber, int index) {
        return handle.createQuery("select * from shard where run_number = :run and shard_index = :index")
                .bind("run", runNumber)
                .bind("index", index)
                .map((row, context) -> shard(row))
                .findOne();
    }

    /** The shard that came with the same body, so that a repeated upload changes nothing. */
    public Optional<ShardRow> findByBody(long runNumber, String bodyHash) {
        return handle.createQuery("""
                        select * from shard where run_number = :run and body_hash = :hash
                        order by shard_index limit 1""")
                .bind("run", runNumber)
                .bind("hash", bodyHash)
                .map((row, context) -> shard(row))
                .findOne();
    }

    /** The shards of a run by index. */
    public List<ShardRow> list(long runNumber) {
        return handle.createQuery("select * from shard where run_number = :run order by shard_index")
                .bind("run", runNumber)
                .map((row, context) -> shard(row))
                .list();
    }

    /**
     * Adds a shard with its original bytes.
     *
     * @return how many shards of the run have arrived now
     * @throws StoreException if the run has a shard with this index; ask {@link #find} first
     */
    public int insert(ShardRow shard, UploadRow upload) {
        handle.createUpdate("""
                        insert into shard (run_number, shard_index, format, suite, body_hash, settings, received_at)
                        values (:run, :index, :format, :suite, :hash, :settings, :receivedAt)""")
                .bind("run", shard.runNumber())
                .bind("index", shard.index())
                .bind("format", shard.format())
                .bind("suite", shard.suite())
                .bind("hash", shard.bodyHash())
                .bind("settings", ThresholdsJson.write(shard.settings()))
                .bind("receivedAt", shard.receivedAt().toEpochMilli())
                .execute();
        handle.createUpdate("""
                        insert into upload (run_number, shard_index, files, body, received_at)
                        values (:run, :index, :files, :body, :receivedAt)""")
                .bind("run", shard.runNumber())
                .bind("index", shard.index())
                .bind("files", upload.files())
                .bind("body", upload.body())
                .bind("receivedAt", shard.receivedAt().toEpochMilli())
                .execute();
        return handle.createQuery("""
                        update run set shards_received = shards_received + 1 where number = :run
                        returning shards_received""")
                .bind("run", shard.runNumber())
                .mapTo(Integer.class)
                .one();
    }

    /**
     * How the senders of a run want it to be judged. Shards that say different things count in the order of their texts, so
     * that the order of arrival decides nothing.
     *
     * @param arriving what the sender of a shard says that is not stored yet
     */
    public Thresholds settings(String runId, Thresholds arriving) {
        TreeSet<String> texts = new TreeSet<>(
                handle.createQuery("""
                        select distinct shard.settings from shard join run on run.number = shard.run_number
                        where run.id = :run""").bind("run", runId).mapTo(String.class).list());
        texts.add(ThresholdsJson.write(arriving));
        Thresholds settings = Thresholds.DEFAULT;
        for (String text : texts) settings = settings.under(ThresholdsJson.read(text));
        return settings;
    }

    /** The original bytes, unless their time is over. */
    public Optional<UploadRow> upload(long runNumber, int index) {
        return handle.createQuery("select files, body from upload where run_number = :run and shard_index = :index")
                .bind("run", runNumber)
                .bind("index", index)
                .map((row, context) -> new UploadRow(row.getString("files"), row.getBytes("body")))
                .findOne();
    }

    /** Forgets original bytes, oldest first. Returns how many; as many as {@code limit} means that there may be more. */
    public int deleteUploadsOlderThan(Instant time, int limit) {
        return handle.createUpdate("""
                        delete from upload where (run_number, shard_index) in (
                            select run_number, shard_index from upload where received_at < :time
                            order by received_at limit :limit)""")
                .bind("time", time.toEpochMilli())
                .bind("limit", limit)
                .execute();
    }

    private static ShardRow shard(ResultSet row) throws SQLException {
        return new ShardRow(
                row.getLong("run_number"),
                row.getInt("shard_index"),
                row.getString("format"),
                row.getString("suite"),
                row.getString("body_hash"),
                Columns.instant(row, "received_at"),
                ThresholdsJson.read(row.getString("settings")));
    }
}
