package dev.pawl.cli.client;

import java.util.regex.Pattern;

/** What a server knows an uploader by. It prints as stars, so that no message or log can hold it by accident. */
public final class AccessToken {

    /** What may stand in a header: no space, no line end, nothing that is not ASCII. */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{8,512}");

    private final String secret;

    private AccessToken(String secret) {
        this.secret = secret;
    }

    /**
     * @param origin where the text comes from; named in the message, unlike the text itself
     * @throws IllegalArgumentException if it cannot be a token
     */
    public static AccessToken of(String text, String origin) {
        String secret = text.strip();
        if (!FORM.matcher(secret).matches())
            throw new IllegalArgumentException(
                    origin + " holds no token: a token is one word of 8 to 512 letters, digits and signs");
        return new AccessToken(secret);
    }

    String header() {
        return "Bearer " + secret;
    }

    /** A text in which this token, should it stand there, is made unreadable. */
    String maskedIn(String text) {
        return text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
