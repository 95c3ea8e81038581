package dev.pawl.cli.client;

import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a server is.
 *
 * @param base {@code http} or {@code https}, without user, query and fragment, and without a slash at its end
 */
public record ServerAddress(URI base) {

    public ServerAddress {
        String scheme = base.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme))
            throw new IllegalArgumentException("a server's address starts with http:// or https://");
        if (base.getRawUserInfo() != null)
            throw new IllegalArgumentException(
                    "a server's address holds no user and password; hand the token over in PAWL_TOKEN");
        if (base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null)
            throw new IllegalArgumentException("a server's address is a host, maybe a port and a path, and no more");
        String text = base.toString();
        if (text.endsWith("/")) base = URI.create(text.replaceFirst("/+$", ""));
    }

    /**
     * @throws IllegalArgumentException if it is no address; the message says why, and does not repeat what could be a secret
     */
    public static ServerAddress of(String text) {
        try {
            return new ServerAddress(URI.create(text.strip()));
        } catch (IllegalArgumentException odd) {
            // URI's own message repeats the text, password and all.
            boolean ours = odd.getMessage() != null && odd.getMessage().startsWith("a server's address");
            throw ours ? odd : new IllegalArgumentException("a server's address looks like https://pawl.example.com");
        }
    }

    /** The address of something below {@code /api/v1}; parts and query are escaped here. */
    URL api(List<String> parts, Map<String, String> query) {
        String path = parts.stream().map(ServerAddress::escaped).collect(Collectors.joining("/"));
        String asked = query.entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining("&"));
        try {
            return new URL(base + "/api/v1/" + path + (asked.isEmpty() ? "" : "?" + asked));
        } catch (MalformedURLException impossible) {
            throw new AssertionError("a checked address", impossible);
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether a token would cross a network readable by anyone on the way. */
    public boolean isOpenToEavesdroppers() {
        return !base.getScheme().equalsIgnoreCase("https") && !isLoopback();
    }

    /** Whether it is this machine, by an address that means another one elsewhere. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(base.getHost()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
