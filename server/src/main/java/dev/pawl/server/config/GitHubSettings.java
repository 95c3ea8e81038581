package dev.pawl.server.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the server itself speaks with GitHub: by a token, or as a GitHub App. CI jobs bring tokens of their own.
 *
 * @param api of github.com, or {@code https://HOST/api/v3} of an Enterprise server
 * @param token a secret; {@code null} for an App
 * @param app {@code null} for a token
 */
public record GitHubSettings(
        URI api, @Nullable String token, @Nullable App app) {

    private static final String PUBLIC = "https://api.github.com";

    public GitHubSettings {
        if ((token == null) == (app == null)) throw new IllegalArgumentException("either a token or an App");
    }

    /** By a token. */
    public GitHubSettings(URI api, String token) {
        this(api, token, null);
    }

    /**
     * A GitHub App.
     *
     * @param id its number, or its client id
     * @param key a secret
     */
    public record App(String id, PrivateKey key) {

        /** Without the key. */
        @Override
        public String toString() {
            return "App " + id;
        }
    }

    /**
     * From {@code PAWL_GITHUB_TOKEN}, or {@code PAWL_GITHUB_APP_ID} and {@code PAWL_GITHUB_APP_KEY_FILE}, and
     * {@code PAWL_GITHUB_URL}.
     *
     * @return {@code null} if there is neither a token nor an App
     * @throws IllegalArgumentException if they make no sense; the message does not repeat secrets
     */
    public static @Nullable GitHubSettings of(Map<String, String> environment) {
        String token = value(environment, "PAWL_GITHUB_TOKEN");
        String id = value(environment, "PAWL_GITHUB_APP_ID");
        String keyFile = value(environment, "PAWL_GITHUB_APP_KEY_FILE");
        if (token == null && id == null && keyFile == null) return null;
        if (token != null && (id != null || keyFile != null))
            throw new IllegalArgumentException(
                    "PAWL_GITHUB_TOKEN and an App (PAWL_GITHUB_APP_ID, PAWL_GITHUB_APP_KEY_FILE) are both set;"
                            + " the server speaks with GitHub by one of them");
        if (token != null && !token.matches("[\\x21-\\x7e]{4,4096}"))
            throw new IllegalArgumentException("PAWL_GITHUB_TOKEN holds no token: a token is one word without spaces");
        return new GitHubSettings(api(environment), token, token == null ? app(id, keyFile) : null);
    }

    private static App app(@Nullable String id, @Nullable String keyFile) {
        if (id == null)
            throw new IllegalArgumentException("PAWL_GITHUB_APP_ID is not set; the App's settings on GitHub show it");
        if (!id.matches("[A-Za-z0-9._-]{1,100}"))
            throw new IllegalArgumentException("PAWL_GITHUB_APP_ID must be an App's number or its client id");
        if (keyFile == null)
            throw new IllegalArgumentException(
                    "PAWL_GITHUB_APP_KEY_FILE is not set; name the .pem file that GitHub made for the App");
        try {
            return new App(id, RsaKeyFile.read(Path.of(keyFile), "PAWL_GITHUB_APP_KEY_FILE"));
        } catch (InvalidPathException impossible) {
            throw new IllegalArgumentException("PAWL_GITHUB_APP_KEY_FILE must name a file");
        }
    }

    private static URI api(Map<String, String> environment) {
        String text = value(environment, "PAWL_GITHUB_URL");
        try {
            URI api = URI.create(text == null ? PUBLIC : text);
            boolean isHttp = "https".equals(api.getScheme()) || "http".equals(api.getScheme());
            if (isHttp && api.getHost() != null && api.getRawUserInfo() == null) return api;
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw new IllegalArgumentException("PAWL_GITHUB_URL must be the address of an API, such as " + PUBLIC);
    }

    private static @Nullable String value(Map<String, String> environment, String variable) {
        String text = environment.getOrDefault(variable, "").strip();
        return text.isEmpty() ? null : text;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "GitHub at " + api + (app == null ? "" : " as " + app);
    }
}
