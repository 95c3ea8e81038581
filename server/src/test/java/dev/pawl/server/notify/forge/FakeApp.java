package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.config.GitHubSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A GitHub App as GitHub sees it: it believes what is signed with the App's key, and hands out tokens that end. */
public final class FakeApp {

    public static final String LOGIN = "pawl-of-team[bot]";
    static final String SLUG = "pawl-of-team";
    static final String ID = "123456";
    static final long INSTALLATION = 77;

    private static final KeyPair KEYS = keys();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    public volatile Clock clock = Clock.systemUTC();

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair keyPair() {
        return KEYS;
    }

    /** How a server enters as this App. */
    public static GitHubSettings settings(URI api) {
        return new GitHubSettings(api, null, new GitHubSettings.App(ID, KEYS.getPrivate()));
    }

    static boolean isItsPath(String path) {
        return path.equals("/app") || path.startsWith("/app/") || path.endsWith("/installation");
    }

    /** What GitHub would say against a signature; {@code null} if it believes it. */
    @Nullable
    String problemWith(String token) throws IOException {
        String[] parts = token.split("\\.");
        if (parts.length != 3) return "A JSON web token could not be decoded";
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        if (!header.path("alg").asText().equals("RS256")) return "'alg' must be RS256";
        if (!isSigned(parts)) return "A JSON web token could not be decoded";
        Instant now = clock.instant();
        Instant from = Instant.ofEpochSecond(claims.path("iat").asLong());
        Instant end = Instant.ofEpochSecond(claims.path("exp").asLong());
        if (!claims.path("iss").asText().equals(ID)) return "'Issuer' claim ('iss') must be an Integer";
        if (from.isAfter(now)) return "'Issued at' claim ('iat') must be an Integer representing a time in the past";
        if (end.isBefore(now)) return "'Expiration time' claim ('exp') must be a time in the future";
        return end.isAfter(now.plus(Duration.ofMinutes(10))) ? "'exp' is too far in the future" : null;
    }

    private static boolean isSigned(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEYS.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException no) {
            return false;
        }
    }

    ObjectNode issue() {
        String token = "ghs_installation" + issued.incrementAndGet();
        Instant end = clock.instant().plus(Duration.ofHours(1));
        ends.put(token, end);
        return JsonNodeFactory.instance.objectNode().put("token", token).put("expires_at", end.toString());
    }

    boolean isValid(String token) {
        Instant end = ends.get(token);
        return end != null && clock.instant().isBefore(end);
    }

    /** As if an administrator had taken them back. */
    public void revokeAll() {
        ends.clear();
    }

    int issued() {
        return issued.get();
    }
}
