package dev.pawl.server;

import dev.pawl.server.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second server from the same database: each would judge again and raise alerts on its own. The operating system frees
 * the lock when the process ends, however it ends.
 */
final class DatabaseLock implements AutoCloseable {

    private final FileChannel channel;

    private DatabaseLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws StoreException if another server holds it, or the folder cannot be written
     */
    static DatabaseLock take(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) return new DatabaseLock(channel);
            channel.close();
        } catch (OverlappingFileLockException heldByThisProcess) {
            throw new StoreException("another server uses " + database + "; stop it, or use another data folder");
        } catch (IOException e) {
            throw new StoreException("cannot lock " + file + ": " + e.getMessage(), e);
        }
        throw new StoreException("another server uses " + database + "; stop it, or use another data folder");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("cannot unlock the database: " + e.getMessage(), e);
        }
    }
}
