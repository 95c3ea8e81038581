package dev.pawl.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can set.
 *
 * @param host address to listen on
 * @param port 0 takes any free one
 * @param publicUrl where browsers reach the server, without a trailing slash; pictures go by URL only if it is set
 * @param database the SQLite file
 * @param limits what an upload may weigh
 * @param retention how long what is not needed for ever is kept
 * @param mail what mails are sent through; {@code null} sends none
 * @param github how the server itself speaks with GitHub; {@code null} if it does not
 */
public record ServerConfig(
        String host,
        int port,
        @Nullable URI publicUrl,
        Path database,
        Limits limits,
        Retention retention,
        @Nullable MailSettings mail,
        @Nullable GitHubSettings github) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 7420;

    /** The file inside the data folder. */
    public static final String DATABASE_FILE = "pawl.db";

    public ServerConfig {
        if (port < 0 || port > 65_535) throw new IllegalArgumentException("the port must be 0 to 65535, is " + port);
        if (publicUrl != null) {
            String scheme = publicUrl.getScheme();
            if (publicUrl.getHost() == null || !("http".equals(scheme) || "https".equals(scheme)))
                throw new IllegalArgumentException("the public URL must be http(s)://host…, is " + publicUrl);
            String text = publicUrl.toString();
            if (text.endsWith("/")) publicUrl = URI.create(text.substring(0, text.length() - 1));
        }
    }

    /** Of a server that sends no mail and does not speak with GitHub. */
    public ServerConfig(String host, int port, @Nullable URI publicUrl, Path database, Limits limits) {
        this(host, port, publicUrl, database, limits, Retention.DEFAULT, null, null);
    }

    /** Whether only this machine can reach the server. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * How long what is not needed for ever is kept.
     *
     * @param uploads as they came; long enough to correct a parser and read them again
     * @param samples so that the same day last year can still be judged with a better statistic
     * @param messages that were delivered
     */
    public record Retention(Duration uploads, Duration samples, Duration messages) {

        public static final Duration SHORTEST = Duration.ofDays(1);

        public static final Retention DEFAULT =
                new Retention(Duration.ofDays(90), Duration.ofDays(400), Duration.ofDays(90));

        public Retention {
            for (Duration kept : List.of(uploads, samples, messages))
                if (kept.compareTo(SHORTEST) < 0)
                    throw new IllegalArgumentException("nothing is kept for less than a day, not for " + kept);
        }
    }

    /**
     * What an upload may weigh; more is answered with 413.
     *
     * @param wireBytes as it comes over the network
     * @param bodyBytes after decompression
     */
    public record Limits(int wireBytes, int bodyBytes) {
        public static final Limits DEFAULT = new Limits(8 << 20, 32 << 20);
    }
}
