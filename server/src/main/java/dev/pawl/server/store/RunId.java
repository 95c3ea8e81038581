package dev.pawl.server.store;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * Ids of runs: twelve characters that sort by time of arrival and can be told over the phone. 60 bits in base 32 by Crockford
 * (no i, l, o, u): 42 bits of milliseconds since 1970, good until 2109, then 18 bits that keep runs of one millisecond apart.
 */
final class RunId {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 12;
    private static final int SALT_BITS = 18;

    private RunId() {}

    /** The first free id at a time, the same for the same identity. */
    static String next(Instant time, String identity, Predicate<String> isTaken) {
        long salt = Integer.toUnsignedLong(identity.hashCode());
        while (true) {
            String id = encoded((time.toEpochMilli() << SALT_BITS) | (salt & ((1 << SALT_BITS) - 1)));
            if (!isTaken.test(id)) return id;
            salt++;
        }
    }

    private static String encoded(long number) {
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (number & 31));
            number >>>= 5;
        }
        return new String(text);
    }
}
