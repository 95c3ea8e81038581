package dev.pawl.parser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The value of a parameter in the form that takes part in a benchmark's identity.
 *
 * <p>People parametrise by whole documents, and Python describes an object by its address, which is another one in each run.
 */
final class ParameterText {

    /** The most characters of a value that are read at all. */
    static final int LONGEST_READ = 1 << 20;

    /** A longer value keeps this many characters, followed by a digest of the whole. */
    private static final int LONGEST_KEPT = 200;

    private static final Pattern ADDRESS = Pattern.compile("\\bat 0x[0-9a-fA-F]++");

    private ParameterText() {}

    /** The value without addresses and at most 200 characters long, with a digest in place of what is cut off. */
    static String of(String value) {
        String stable = ADDRESS.matcher(value).replaceAll("at 0x…");
        if (stable.length() <= LONGEST_KEPT) return stable;
        int end = Character.isHighSurrogate(stable.charAt(LONGEST_KEPT - 1)) ? LONGEST_KEPT - 1 : LONGEST_KEPT;
        return stable.substring(0, end) + "…#" + digest(stable);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
