package dev.pawl.server.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private RSA key from a PEM file: PKCS#1, as GitHub hands it out, or PKCS#8. */
final class RsaKeyFile {

    /** GitHub's have 2048 bits; RS256 asks for no less. */
    private static final int FEWEST_BITS = 2048;

    /** A key of 8192 bits comes to 7 KB. */
    private static final int LONGEST = 64 << 10;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** {@code INTEGER 0, SEQUENCE { OID rsaEncryption, NULL }}: what PKCS#8 puts before a key of PKCS#1. */
    private static final byte[] VERSION_AND_ALGORITHM = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private RsaKeyFile() {}

    /**
     * @param origin what named the file; messages begin with it
     * @throws IllegalArgumentException if there is no such key; the message holds nothing of it
     */
    static RSAPrivateKey read(Path file, String origin) {
        Matcher block = BLOCK.matcher(text(file, origin));
        if (!block.find())
            throw new IllegalArgumentException(
                    origin + ": " + file
                            + " is no PEM file; it should begin with -----BEGIN RSA PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----");
        String kind = block.group(1);
        // Older files of OpenSSL say in a header that they are encrypted.
        if (kind.equals("ENCRYPTED PRIVATE KEY") || block.group(2).contains("ENCRYPTED"))
            throw new IllegalArgumentException(origin + ": the key in " + file
                    + " is encrypted; take the file as GitHub made it, or decrypt it with 'openssl pkey'");
        if (!kind.equals("RSA PRIVATE KEY") && !kind.equals("PRIVATE KEY"))
            throw new IllegalArgumentException(origin + ": " + file + " holds a " + kind.toLowerCase(Locale.ROOT)
                    + ", not the private RSA key of a GitHub App");
        RSAPrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            byte[] pkcs8 = kind.equals("PRIVATE KEY") ? der : wrapped(der);
            key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException | InvalidKeySpecException broken) {
            // The reason may quote the key.
            throw new IllegalArgumentException(origin + ": " + file + " holds no private RSA key, or a damaged one");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has RSA", e);
        }
        int bits = key.getModulus().bitLength();
        if (bits < FEWEST_BITS)
            throw new IllegalArgumentException(origin + ": the key in " + file + " has " + bits + " bits; at least "
                    + FEWEST_BITS + " are needed");
        return key;
    }

    private static String text(Path file, String origin) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LONGEST)
                throw new IllegalArgumentException(origin + ": " + file + " is too long for a key");
            // Every byte is some character here, so that a binary file is refused for what it is.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException(origin + ": there is no file " + file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(origin + ": " + file + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_AND_ALGORITHM);
        content.writeBytes(tagged(OCTET_STRING, pkcs1));
        return tagged(SEQUENCE, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) out.write(length >> (8 * i));
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
