package dev.pawl.cli;

import dev.pawl.cli.client.AccessToken;
import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.ServerAddress;
import dev.pawl.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to, as whom, and how long it tries. */
final class ServerOptions {

    private static final String DEFAULT_SERVER = "http://127.0.0.1:7420";

    /** More would outlast any CI job. */
    private static final int LONGEST_RETRY = 3600;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server (default: PAWL_SERVER, else that of pawl.toml, else " + DEFAULT_SERVER + ").")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the token (default: the token in PAWL_TOKEN).")
    private @Nullable Path tokenFile;

    @Option(names = "--token", arity = "0..1", hidden = true)
    private @Nullable String tokenForAllToRead;

    @Option(
            names = "--retry-for",
            paramLabel = "SECONDS",
            description = "How long to try while the server is away (default: PAWL_RETRY_SECONDS, else 120).")
    private @Nullable Integer retrySeconds;

    /**
     * A client as the options and the environment describe it. Warns on standard error of a token that others could read.
     *
     * @throws UsageException if they make no sense
     * @throws IOException if the token's file cannot be read
     */
    PawlClient client(Map<String, String> environment, Settings settings, Function<Duration, Patience> patience)
            throws IOException {
        ServerAddress address = address(server, environment, settings);
        AccessToken token = token(environment);
        if (token != null && address.isOpenToEavesdroppers())
            System.err.println("warning: " + address + " is not https; everyone on the way can read the token");
        return new PawlClient(
                address, token, patience.apply(total(environment)), line -> System.err.println("pawl: " + line));
    }

    /**
     * Where the server is.
     *
     * @param server as {@code --server} says, if it does
     * @throws UsageException if it is no address
     */
    static ServerAddress address(@Nullable String server, Map<String, String> environment, Settings settings) {
        String text = server != null ? server : environment.getOrDefault("PAWL_SERVER", "");
        if (text.isBlank() && settings.server() != null) return settings.server();
        try {
            return ServerAddress.of(text.isBlank() ? DEFAULT_SERVER : text);
        } catch (IllegalArgumentException odd) {
            throw new UsageException((server != null ? "--server: " : "PAWL_SERVER: ") + odd.getMessage());
        }
    }

    private @Nullable AccessToken token(Map<String, String> environment) throws IOException {
        if (tokenForAllToRead != null)
            throw new UsageException("a token on the command line can be read by every process of this machine;"
                    + " hand it over in PAWL_TOKEN or with --token-file");
        try {
            if (tokenFile != null) return AccessToken.of(Files.readString(tokenFile), tokenFile.toString());
            String token = environment.getOrDefault("PAWL_TOKEN", "");
            // CI systems set a variable to nothing where its secret may not be used.
            return token.isBlank() ? null : AccessToken.of(token, "PAWL_TOKEN");
        } catch (IllegalArgumentException odd) {
            throw new UsageException(odd.getMessage());
        }
    }

    private Duration total(Map<String, String> environment) {
        String text =
                retrySeconds != null ? retrySeconds.toString() : environment.getOrDefault("PAWL_RETRY_SECONDS", "");
        if (text.isBlank()) return Patience.DEFAULT_TOTAL;
        if (!text.strip().matches("\\d{1,4}") || Integer.parseInt(text.strip()) > LONGEST_RETRY)
            throw new UsageException((retrySeconds != null ? "--retry-for" : "PAWL_RETRY_SECONDS")
                    + " is a number of seconds from 0 to " + LONGEST_RETRY + ", not '" + text + "'");
        return Duration.ofSeconds(Integer.parseInt(text.strip()));
    }
}
