package dev.pawl.server.config;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the server itself speaks with GitHub. CI jobs bring tokens of their own.
 *
 * @param api of github.com, or {@code https://HOST/api/v3} of an Enterprise server
 * @param token may read collaborators and write comments' reactions and commit statuses; a secret
 */
public record GitHubSettings(URI api, String token) {

    private static final String PUBLIC = "https://api.github.com";

    /**
     * From {@code PAWL_GITHUB_TOKEN} and {@code PAWL_GITHUB_URL}.
     *
     * @return {@code null} if there is no token
     * @throws IllegalArgumentException if they make no sense; the message does not repeat the token
     */
    public static @Nullable GitHubSettings of(Map<String, String> environment) {
        String token = environment.getOrDefault("PAWL_GITHUB_TOKEN", "").strip();
        if (token.isEmpty()) return null;
        if (!token.matches("[\\x21-\\x7e]{4,4096}"))
            throw new IllegalArgumentException("PAWL_GITHUB_TOKEN holds no token: a token is one word without spaces");
        String text = environment.getOrDefault("PAWL_GITHUB_URL", "").strip();
        try {
            URI api = URI.create(text.isEmpty() ? PUBLIC : text);
            boolean isHttp = "https".equals(api.getScheme()) || "http".equals(api.getScheme());
            if (isHttp && api.getHost() != null && api.getRawUserInfo() == null) return new GitHubSettings(api, token);
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new IllegalArgumentException("PAWL_GITHUB_URL must be the address of an API, such as " + PUBLIC);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "GitHub at " + api;
    }
}
