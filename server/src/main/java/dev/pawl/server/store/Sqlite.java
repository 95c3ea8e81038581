package dev.pawl.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** How connections to the SQLite file are set up, and what its errors mean. */
final class Sqlite {

    /** How long a connection waits for another process that holds the write lock; the answer is then "busy, try again". */
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    /** The pool takes no shorter one. */
    private static final Duration SHORTEST_POOL_TIMEOUT = Duration.ofMillis(250);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

    private static final int WRITER_CACHE_KIB = 32 * 1024;
    private static final int READER_CACHE_KIB = 16 * 1024;

    private Sqlite() {}

    static SQLiteDataSource writers(Path file, Duration patience) {
        return dataSource(file, patience, WRITER_CACHE_KIB);
    }

    /** Connections that only read; each is returned to the pool after its snapshot. */
    static HikariDataSource readers(Path file, Duration patience, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(dataSource(file, patience, READER_CACHE_KIB));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(SHORTEST_POOL_TIMEOUT.toMillis(), patience.toMillis()));
        config.setMaxLifetime(0);
        config.setConnectionInitSql("pragma query_only = on");
        return new HikariDataSource(config);
    }

    private static SQLiteDataSource dataSource(Path file, Duration patience, int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // FULL: an upload that was acknowledged survives a power cut; NORMAL may roll it back.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) patience.toMillis());
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-cacheKib);
        // Nobody asks for keys; the driver would look for one by a query of its own after each row.
        config.setGetGeneratedKeys(false);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    /**
     * The first connection to a file. The one that switches a new file to WAL needs it alone for a moment, and SQLite's own
     * patience does not cover that.
     */
    static Handle openPatiently(Jdbi jdbi, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return jdbi.open();
            } catch (RuntimeException e) {
                SQLiteException sqlite = cause(e);
                boolean isBusy = sqlite != null && primary(sqlite.getResultCode()) == SQLiteErrorCode.SQLITE_BUSY.code;
                if (!isBusy || System.nanoTime() > deadline) throw e;
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /** The SQLite error behind an exception, if there is one. */
    static @Nullable SQLiteException cause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) return sqlite;
        }
        return null;
    }

    /** Whether the connection that threw must not be used again: SQLite has rolled back by itself. */
    static boolean isConnectionLost(Throwable thrown) {
        SQLiteException sqlite = cause(thrown);
        if (sqlite == null) return false;
        int primary = primary(sqlite.getResultCode());
        return primary == SQLiteErrorCode.SQLITE_FULL.code
                || primary == SQLiteErrorCode.SQLITE_IOERR.code
                || primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOMEM.code;
    }

    /**
     * Whether the disk did not confirm a write. The kernel may have dropped the pages and forgotten the error, so that a later
     * confirmation proves nothing; writing must stop until someone has looked.
     */
    static boolean isSyncFailure(Throwable thrown) {
        SQLiteException sqlite = cause(thrown);
        return sqlite != null
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_FSYNC
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC);
    }

    /**
     * What to throw for an exception that left the database. Statements and bound values stay out of the message: they may
     * hold what must not be logged.
     *
     * @return {@code thrown} itself if the database has nothing to do with it
     */
    static RuntimeException translate(String doing, Throwable thrown) {
        SQLiteException sqlite = cause(thrown);
        if (sqlite != null) {
            int primary = primary(sqlite.getResultCode());
            if (primary == SQLiteErrorCode.SQLITE_FULL.code)
                return new StoreFullException(
                        doing + ": the disk is full; nothing was stored. Free space, then send it again", sqlite);
            if (primary == SQLiteErrorCode.SQLITE_IOERR.code)
                return new StoreFullException(
                        doing + ": the disk failed (" + sqlite.getResultCode() + "); nothing was stored", sqlite);
            if (primary == SQLiteErrorCode.SQLITE_BUSY.code)
                return new StoreBusyException(
                        doing + ": another process holds the database; nothing was stored. Send it again", sqlite);
            if (primary == SQLiteErrorCode.SQLITE_READONLY.code)
                return new StoreException(
                        doing + ": the database cannot be written here (a read transaction, or a read-only file)",
                        sqlite);
            return new StoreException(doing + ": " + sqlite.getMessage(), sqlite);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException)
                return new StoreBusyException(doing + ": all connections are in use. Send it again", cause);
            if (cause instanceof SQLException) return new StoreException(doing + ": " + cause.getMessage(), cause);
        }
        if (thrown instanceof RuntimeException runtime) return runtime;
        throw (Error) thrown;
    }

    private static int primary(SQLiteErrorCode code) {
        return code.code & 0xff;
    }
}
