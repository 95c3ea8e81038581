package dev.pawl.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a list of parts, of which no two different lists look the same. */
final class ContentHash {

    private final MessageDigest digest;

    ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    ContentHash with(@Nullable Object part) {
        return with(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a part behind its length. */
    ContentHash with(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
        return this;
    }

    /** In hexadecimal digits; the hash is of no use afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
