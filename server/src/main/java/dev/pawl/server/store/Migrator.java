package dev.pawl.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Brings a database to the newest schema, one file and one transaction at a time. A process that is killed in between leaves
 * whole steps; several processes that start at once wait for each other.
 */
final class Migrator {

    /** One step of the schema. Its text must never change once it was released: the checksum is remembered. */
    record Migration(int version, String name, String sql) {

        static Migration ofResource(String file) {
            int version = Integer.parseInt(file.substring(0, file.indexOf('-')));
            try (InputStream resource = Migrator.class.getResourceAsStream("migration/" + file)) {
                if (resource == null) throw new IllegalStateException("the jar lacks migration " + file);
                return new Migration(version, file, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String checksum() {
            try {
                byte[] text = sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has SHA-256", e);
            }
        }

        /** The statements; each ends with a semicolon at the end of a line, comments are lines that start with {@code --}. */
        List<String> statements() {
            List<String> statements = new ArrayList<>();
            StringBuilder statement = new StringBuilder();
            for (String line : sql.lines().toList()) {
                if (line.isBlank() || line.startsWith("--")) continue;
                statement.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    statements.add(statement.toString().strip());
                    statement.setLength(0);
                }
            }
            if (!statement.isEmpty())
                throw new IllegalStateException(name + ": the last statement lacks its semicolon");
            return statements;
        }
    }

    /** All steps, oldest first. */
    static final List<Migration> MIGRATIONS = List.of(
            Migration.ofResource("0001-nouns.sql"),
            Migration.ofResource("0002-settings-of-an-upload.sql"),
            Migration.ofResource("0003-levels.sql"),
            Migration.ofResource("0004-channels.sql"),
            Migration.ofResource("0005-absences.sql"),
            Migration.ofResource("0006-mail.sql"),
            Migration.ofResource("0007-weekly.sql"),
            Migration.ofResource("0008-webhooks.sql"),
            Migration.ofResource("0009-creep.sql"),
            Migration.ofResource("0010-pull-requests.sql"),
            Migration.ofResource("0011-pictures.sql"),
            Migration.ofResource("0012-backdated-runs.sql"),
            Migration.ofResource("0013-excluded-runs.sql"));

    private final List<Migration> migrations;
    private final Clock clock;

    Migrator(List<Migration> migrations, Clock clock) {
        this.migrations = migrations;
        this.clock = clock;
    }

    /**
     * Applies what is missing.
     *
     * @throws StoreException if the database is newer than this program, or a step was changed after it had been applied
     */
    void migrate(Handle handle) {
        inTransaction(handle, () -> handle.execute("""
                        create table if not exists schema_version (
                            version integer primary key,
                            name text not null,
                            checksum text not null,
                            applied_at integer not null
                        )"""));
        for (Migration migration : migrations) inTransaction(handle, () -> applyUnlessDone(handle, migration));
    }

    private void applyUnlessDone(Handle handle, Migration migration) {
        Map<Integer, String> applied = applied(handle);
        int newest = applied.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        int known = migrations.get(migrations.size() - 1).version();
        if (newest > known)
            throw new StoreException("the database has schema version " + newest + ", this Pawl knows versions up to "
                    + known + ": start a newer Pawl, or restore the backup from before the upgrade");
        String checksum = applied.get(migration.version());
        if (checksum != null && !checksum.equals(migration.checksum()))
            throw new StoreException("schema version " + migration.version()
                    + " of the database was made by another text of " + migration.name()
                    + ": start the Pawl that made it, or restore a backup");
        if (checksum != null) return;
        for (String statement : migration.statements()) handle.execute(statement);
        handle.execute(
                "insert into schema_version (version, name, checksum, applied_at) values (?, ?, ?, ?)",
                migration.version(),
                migration.name(),
                migration.checksum(),
                clock.millis());
    }

    private static Map<Integer, String> applied(Handle handle) {
        return handle
                .createQuery("select version, checksum from schema_version")
                .map((row, context) -> Map.entry(row.getInt("version"), row.getString("checksum")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void inTransaction(Handle handle, Runnable step) {
        handle.execute("begin immediate");
        try {
            step.run();
            handle.execute("commit");
        } catch (RuntimeException e) {
            // SQLite has already rolled back after a full disk; the connection is thrown away either way.
            if (!Sqlite.isConnectionLost(e)) handle.execute("rollback");
            throw e;
        }
    }
}
