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

    /** What every address begins with; most values have none, and then need no pattern. */
    private static final String ADDRESS_START = "at 0x";

    private ParameterText() {}

    /** Loaded when it is needed: compiling a pattern is much for a command that lives for a moment. */
    private static final class Address {
        private static final Pattern PATTERN = Pattern.compile("\\b" + ADDRESS_START + "[0-9a-fA-F]++");
    }

    /** The value without addresses and at most 200 characters long, with a digest in place of what is cut off. */
    static String of(String value) {
        String stable =
                value.contains(ADDRESS_START) ? Address.PATTERN.matcher(value).replaceAll(ADDRESS_START + "…") : value;
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
