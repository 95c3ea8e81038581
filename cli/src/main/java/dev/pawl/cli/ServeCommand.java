package dev.pawl.cli;

import dev.pawl.server.PawlServer;
import dev.pawl.server.config.ServerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl serve}: the server, until it is told to stop. */
@Command(name = "serve", description = "Run the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--host",
            defaultValue = ServerConfig.DEFAULT_HOST,
            description = "Address to listen on (default: ${DEFAULT-VALUE}). Beyond loopback, uploads need a token.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "" + ServerConfig.DEFAULT_PORT,
            description = "Port to listen on; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Where browsers reach this server. Pictures go into comments and messages only if it is set.")
    private @Nullable URI publicUrl;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pawl-data",
            description = "Folder of the SQLite file (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--db",
            paramLabel = "JDBC-URL",
            description = "Database instead of the file in --data: jdbc:sqlite:FILE.")
    private @Nullable String database;

    @Option(
            names = "--keep-uploads",
            paramLabel = "TIME",
            defaultValue = "90d",
            converter = TimeConverter.class,
            description =
                    "How long original uploads are kept (default: ${DEFAULT-VALUE}). What is deleted does not come back.")
    private Duration keptUploads;

    @Option(
            names = "--keep-samples",
            paramLabel = "TIME",
            defaultValue = "400d",
            converter = TimeConverter.class,
            description = "How long raw samples are kept (default: ${DEFAULT-VALUE}).")
    private Duration keptSamples;

    @Option(
            names = "--keep-messages",
            paramLabel = "TIME",
            defaultValue = "90d",
            converter = TimeConverter.class,
            description = "How long delivered messages are kept (default: ${DEFAULT-VALUE}).")
    private Duration keptMessages;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        PawlServer server = ServerStart.start(ServerStart.config(host, port, publicUrl, file(), retention()));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        System.err.println(greeting(server));
        stopped.await();
        return ExitCode.FINE.number();
    }

    private ServerConfig.Retention retention() {
        try {
            return new ServerConfig.Retention(keptUploads, keptSamples, keptMessages);
        } catch (IllegalArgumentException tooShort) {
            throw new UsageException("--keep-…: " + tooShort.getMessage());
        }
    }

    /** Where it listens, and who may upload. */
    static String greeting(PawlServer server) {
        return "Pawl listens on " + server.url()
                + (server.isOpen()
                        ? "; no token exists, so this machine may upload without one"
                        : "; uploads need a token");
    }

    private Path file() {
        String scheme = "jdbc:sqlite:";
        if (database == null) return ServerStart.databaseIn(data);
        if (database.startsWith(scheme) && database.length() > scheme.length())
            return Path.of(database.substring(scheme.length()));
        throw new UsageException("--db takes jdbc:sqlite:FILE; other databases are not supported yet");
    }
}
