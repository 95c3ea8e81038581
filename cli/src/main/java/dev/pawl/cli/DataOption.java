package dev.pawl.cli;

import dev.pawl.server.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the database is, for commands on the server's machine. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pawl-data",
            description = "The server's data folder (default: ${DEFAULT-VALUE}).")
    private Path folder;

    Store open() {
        return Store.open(ServerStart.databaseIn(folder));
    }

    /** A mistyped folder must not become an empty database. */
    Store openExisting() {
        Path file = ServerStart.databaseIn(folder);
        if (!Files.exists(file))
            throw new UsageException("there is no database in " + folder + "; name the server's --data folder");
        return Store.open(file);
    }
}
