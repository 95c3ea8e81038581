package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What a GitHub App says who it is by: a JSON web token that it signs itself (RS256, RFC 7519), made anew for each request. It opens
 * nothing but the door to the tokens of its installations.
 */
final class AppSignature implements TokenSource {

    /** GitHub takes no more than ten minutes, by its own clock. */
    private static final Duration LIFE = Duration.ofMinutes(9);

    /** How far this machine's clock may be fast. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

    private final String appId;
    private final PrivateKey key;
    private final Clock clock;

    AppSignature(String appId, PrivateKey key, Clock clock) {
        this.appId = appId;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public ForgeToken token() {
        Instant now = clock.instant();
        String claims = JsonNodeFactory.instance
                .objectNode()
                .put("iat", now.minus(SKEW).getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("iss", appId)
                .toString();
        String signed = HEADER + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return ForgeToken.of(signed + "." + BASE64.encodeToString(signature.sign()), "the App's signature");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key that was read can sign", e);
        }
    }

    @Override
    public boolean renew(ForgeToken refused) {
        return false;
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
