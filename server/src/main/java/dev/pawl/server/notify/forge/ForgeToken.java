package dev.pawl.server.notify.forge;

import java.util.regex.Pattern;

/** What a forge knows us by. It prints as stars, so that no message or log can hold it by accident. */
public final class ForgeToken {

    /** What may stand in a header: no space, no line end, nothing that is not ASCII. */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{4,4096}");

    private final String secret;

    private ForgeToken(String secret) {
        this.secret = secret;
    }

    /**
     * @param origin where the text comes from; named in the message, unlike the text itself
     * @throws IllegalArgumentException if it cannot be a token
     */
    public static ForgeToken of(String text, String origin) {
        String secret = text.strip();
        if (!FORM.matcher(secret).matches())
            throw new IllegalArgumentException(origin + " holds no token: a token is one word without spaces");
        return new ForgeToken(secret);
    }

    String secret() {
        return secret;
    }

    String maskedIn(String text) {
        return text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
