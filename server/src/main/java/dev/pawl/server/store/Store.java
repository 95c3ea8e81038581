package dev.pawl.server.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite file that holds everything, with one writer and several readers.
 *
 * <p>{@link #read} sees one snapshot and is never blocked by a writer. {@link #write} is one transaction that takes the write
 * lock at its beginning, so that what it has read cannot have changed when it writes; when it returns, the data is on disk
 * ({@code synchronous=FULL}). Writers queue up; whoever cannot get the lock in time gets a {@link StoreBusyException}.
 *
 * <p>Safe for use by several threads, and beside other processes that read or write the same file.
 */
public final class Store implements AutoCloseable {

    /** Threads that may wait for the writer; more of them would only time out later. */
    private static final int LONGEST_QUEUE = 256;

    private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(30);

    private final Path file;
    private final Duration patience;
    private final Jdbi writers;
    private final HikariDataSource readerPool;
    private final Jdbi readers;
    private final Caches caches = new Caches();

    /** Held while the writer is in use; fair, so that no upload starves. */
    private final ReentrantLock writing = new ReentrantLock(true);

    /** The one connection that writes; {@code null} until it is needed and after it was lost. */
    private @Nullable Handle writer;

    private volatile @Nullable String refusal;

    private Store(Path file, Duration patience, Jdbi writers, HikariDataSource readerPool) {
        this.file = file;
        this.patience = patience;
        this.writers = writers;
        this.readerPool = readerPool;
        this.readers = Jdbi.create(readerPool);
    }

    /**
     * Opens the database, making folder, file and newest schema where they are missing.
     *
     * @throws StoreException if the file is no database, or newer than this program
     */
    public static Store open(Path file) {
        return open(file, Clock.systemUTC(), Migrator.MIGRATIONS, Sqlite.BUSY_TIMEOUT);
    }

    static Store open(Path file, Clock clock, List<Migrator.Migration> migrations, Duration patience) {
        Path absolute = file.toAbsolutePath();
        try {
            Files.createDirectories(absolute.getParent());
        } catch (IOException e) {
            throw new StoreException("cannot make the folder " + absolute.getParent() + ": " + e.getMessage(), e);
        }
        Jdbi writers = Jdbi.create(Sqlite.writers(absolute, patience));
        try (Handle handle = Sqlite.openPatiently(writers, patience)) {
            new Migrator(migrations, clock).migrate(handle);
        } catch (RuntimeException e) {
            throw Sqlite.translate("cannot open the database " + absolute, e);
        }
        int readerCount = Math.max(4, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));
        return new Store(absolute, patience, writers, Sqlite.readers(absolute, patience, readerCount));
    }

    /**
     * Reads one snapshot: whatever is committed meanwhile is not seen.
     *
     * @throws StoreBusyException if no connection becomes free in time
     */
    public <T> T read(Function<StoreView, T> work) {
        try (Handle handle = readers.open()) {
            handle.execute("begin");
            try {
                return work.apply(new StoreView(handle, caches));
            } finally {
                rollback(handle);
            }
        } catch (RuntimeException e) {
            throw Sqlite.translate("cannot read the database", e);
        }
    }

    /**
     * Writes in one transaction. If {@code work} throws, nothing is kept; otherwise everything is on disk on return.
     *
     * @throws StoreBusyException if the write lock cannot be had in time
     * @throws StoreFullException if the disk is full or fails
     * @throws IllegalStateException if called from inside another {@code write}
     */
    public <T> T write(Function<StoreSession, T> work) {
        if (writing.isHeldByCurrentThread())
            throw new IllegalStateException("a write inside a write would wait for itself");
        takeWriter();
        try {
            return transact(work);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Proves that writing works by writing.
     *
     * @throws StoreException if it does not
     */
    public void checkWritable() {
        write(session -> session.probe());
    }

    /**
     * Copies the database, as of now, into a new file, while reading and writing go on. The file has its name only when it is
     * whole and on disk.
     *
     * @throws StoreException if the target exists or cannot be written
     */
    public void backup(Path target) {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute)) throw new StoreException("cannot back up to " + absolute + ": it exists already");
        Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
        try {
            Files.createDirectories(absolute.getParent());
            Files.deleteIfExists(partial);
            try (Handle handle = writers.open()) {
                handle.execute("vacuum into ?", partial.toString());
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException("cannot back up to " + absolute + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw Sqlite.translate("cannot back up to " + absolute, e);
        }
    }

    /** Waits for a running write, moves everything into the main file and closes it. Closing again does nothing. */
    @Override
    public void close() {
        boolean idle = false;
        try {
            idle = writing.tryLock(LONGEST_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            refusal = "the store is closed";
            readerPool.close();
            if (idle) closeWriter();
        } finally {
            if (idle) writing.unlock();
        }
    }

    private <T> T transact(Function<StoreSession, T> work) {
        String doing = "cannot write to the database";
        Handle handle = null;
        try {
            handle = writer();
            handle.execute("begin immediate");
            Caches seen = caches.untilCommit();
            T result = work.apply(new StoreSession(handle, seen));
            handle.execute("commit");
            seen.handOver();
            return result;
        } catch (RuntimeException | Error e) {
            if (handle != null && (Sqlite.isConnectionLost(e) || !rollback(handle))) discardWriter();
            if (Sqlite.isSyncFailure(e))
                refusal = "the disk did not confirm a write: check it, then restart the server";
            throw Sqlite.translate(doing, e);
        }
    }

    private void takeWriter() {
        if (refusal != null) throw new StoreException("cannot write to the database: " + refusal);
        if (writing.getQueueLength() >= LONGEST_QUEUE)
            throw new StoreBusyException("too many uploads are waiting to be stored. Send it again", null);
        try {
            if (!writing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS))
                throw new StoreBusyException(
                        "the database was busy for " + patience.toSeconds() + " s. Send it again", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreBusyException("interrupted while waiting for the database", e);
        }
        if (refusal != null) {
            writing.unlock();
            throw new StoreException("cannot write to the database: " + refusal);
        }
    }

    private Handle writer() {
        Handle handle = writer;
        if (handle == null) {
            handle = writers.open();
            writer = handle;
        }
        return handle;
    }

    /** Ends a transaction without keeping it. Returns false if the connection is not usable any more. */
    private static boolean rollback(Handle handle) {
        try {
            handle.execute("rollback");
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void discardWriter() {
        Handle handle = writer;
        writer = null;
        if (handle != null) handle.close();
    }

    private void closeWriter() {
        Handle handle = writer;
        if (handle == null) return;
        writer = null;
        try (handle) {
            handle.execute("pragma wal_checkpoint(truncate)");
        } catch (RuntimeException e) {
            throw Sqlite.translate("cannot close the database " + file, e);
        }
    }
}
