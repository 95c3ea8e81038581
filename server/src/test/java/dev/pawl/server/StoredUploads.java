package dev.pawl.server;

import dev.pawl.server.config.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What lies in the database file, read by plain SQL while no server runs: the second opinion on what the server said. */
final class StoredUploads implements AutoCloseable {

    private final Connection connection;

    StoredUploads(Path folder) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(ServerConfig.DATABASE_FILE));
    }

    /** Everything that is wrong with the file itself: damage, dangling references, runs stored by half. */
    List<String> faults() throws SQLException {
        List<String> faults = new ArrayList<>();
        String integrity = text("pragma integrity_check");
        if (!integrity.equals("ok")) faults.add("integrity_check says " + integrity);
        faults.addAll(texts("select 'dangling: ' || \"table\" || ' ' || rowid from pragma_foreign_key_check"));
        faults.addAll(texts(
                "select 'no shard in run ' || run_key from run where number not in (select run_number from shard)"));
        faults.addAll(texts("""
                select 'run ' || run_key || ' counts ' || shards_received || ' shards and has '
                    || (select count(*) from shard where run_number = number)
                from run where shards_received <> (select count(*) from shard where run_number = number)"""));
        faults.addAll(texts("""
                select 'shard ' || shard_index || ' of ' || run_key || ' has no original'
                from shard join run on number = run_number
                where not exists (select 1 from upload
                    where upload.run_number = shard.run_number and upload.shard_index = shard.shard_index)"""));
        faults.addAll(texts("""
                select 'shard ' || shard_index || ' of ' || run_key || ' has ' || measurements || ' measurements and '
                    || samples || ' with samples'
                from (select shard.run_number, shard.shard_index, run_key, count(measurement.run_number) as measurements,
                        count(sample.run_number) as samples
                    from shard join run on number = shard.run_number
                    left join measurement on measurement.run_number = shard.run_number
                        and measurement.shard_index = shard.shard_index
                    left join sample on sample.run_number = measurement.run_number
                        and sample.benchmark_id = measurement.benchmark_id and sample.metric_id = measurement.metric_id
                    group by shard.run_number, shard.shard_index)
                where measurements <> %d or samples <> %d""".formatted(UploadingClient.BENCHMARKS, UploadingClient.BENCHMARKS)));
        faults.addAll(texts("select 'run ' || run_key || ' is not judged' from run"
                + " where number not in (select run_number from comparison)"));
        faults.addAll(texts("""
                select 'run ' || run_key || ' is ' || state || ' with ' || shards_received || '/' || shard_count
                from run where (state = 'COMPLETE') <> (shards_received = shard_count)"""));
        faults.addAll(
                texts("select 'run ' || run_key || ' is there twice' from run group by run_key having count(*) > 1"));
        return faults;
    }

    /** The acknowledged uploads that are not stored, or are stored otherwise than they were sent. */
    List<String> lost(Collection<UploadingClient.Acknowledged> acknowledged) throws SQLException {
        List<String> lost = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement("""
                select run.id, upload.body, (select count(*) from answer where answer_key = ?) as answers
                from run join upload on upload.run_number = run.number
                where run_key = ? and upload.shard_index = ?""")) {
            for (UploadingClient.Acknowledged one : acknowledged) {
                UploadingClient.Upload upload = one.upload();
                find.setString(1, upload.idempotencyKey());
                find.setString(2, upload.key());
                find.setInt(3, upload.shard());
                try (ResultSet row = find.executeQuery()) {
                    if (!row.next()) lost.add("lost: " + upload);
                    else if (!one.runId().isEmpty() && !one.runId().equals(row.getString("id")))
                        lost.add("another run: " + upload);
                    else if (!Arrays.equals(Payload.utf8(upload.body()), unpacked(row.getBytes("body"))))
                        lost.add("another body: " + upload);
                    else if (row.getInt("answers") != 1) lost.add("no answer kept: " + upload);
                }
            }
        }
        return lost;
    }

    private static byte[] unpacked(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String sql) throws SQLException {
        return String.join("; ", texts(sql));
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) texts.add(rows.getString(1));
        }
        return texts;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
