package dev.pawl.server.store;

/**
 * A token just made.
 *
 * @param secret what its owner sends; it is not stored and cannot be had again
 */
public record IssuedToken(TokenRow token, String secret) {

    /** Without the secret, so that it reaches no log by accident. */
    @Override
    public String toString() {
        return "IssuedToken[token=" + token + "]";
    }
}
