package dev.pawl.cli;

import dev.pawl.server.PawlServer;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.config.MailSettings;
import dev.pawl.server.config.ServerConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Starts a server on this machine, and says in an operator's words why it does not start. */
final class ServerStart {

    private ServerStart() {}

    /**
     * The database file in a data folder, which need not exist.
     *
     * @throws UsageException if it is no folder
     */
    static Path databaseIn(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder))
            throw new UsageException("--data " + folder + " is no folder; name the one that holds "
                    + ServerConfig.DATABASE_FILE + ", or one to be made");
        return folder.resolve(ServerConfig.DATABASE_FILE);
    }

    /**
     * What the options say.
     *
     * @throws UsageException if they make no sense
     */
    static ServerConfig config(String host, int port, @Nullable URI publicUrl, Path database) {
        return config(host, port, publicUrl, database, ServerConfig.Retention.DEFAULT);
    }

    /**
     * What the options say.
     *
     * @throws UsageException if they make no sense
     */
    static ServerConfig config(
            String host, int port, @Nullable URI publicUrl, Path database, ServerConfig.Retention retention) {
        try {
            return new ServerConfig(
                    host,
                    port,
                    publicUrl,
                    database,
                    ServerConfig.Limits.DEFAULT,
                    retention,
                    MailSettings.of(System.getenv()),
                    GitHubSettings.of(System.getenv()));
        } catch (IllegalArgumentException nonsense) {
            throw new UsageException(nonsense.getMessage());
        }
    }

    /**
     * Starts it; when this returns, it answers.
     *
     * @throws UsageException if the host is none of this machine
     * @throws UnusableServerException if the port cannot be listened on
     * @throws dev.pawl.server.store.StoreException if the database cannot be opened
     */
    static PawlServer start(ServerConfig config) {
        try {
            return PawlServer.start(config);
        } catch (JavalinBindException unbound) {
            if (isForeign(unbound))
                throw new UsageException("--host " + config.host() + " is no address of this machine; "
                        + ServerConfig.DEFAULT_HOST + " is for this machine alone, 0.0.0.0 for all others too");
            String why = config.port() < 1024 ? "may be listened on by administrators only" : "is taken";
            throw new UnusableServerException(
                    "port " + config.port() + " of " + config.host() + " " + why
                            + "; choose another with --port, or stop what listens there",
                    unbound);
        }
    }

    /** The port, if nothing listens there; else 0, for any free one. */
    static int portOrAny(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
            return port;
        } catch (IOException taken) {
            return 0;
        }
    }

    private static boolean isForeign(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) return true;
            if (cause instanceof BindException
                    && String.valueOf(cause.getMessage()).startsWith("Cannot assign")) return true;
        }
        return false;
    }
}
