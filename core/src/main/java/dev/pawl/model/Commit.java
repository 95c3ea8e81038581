package dev.pawl.model;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A commit as far as it is known. Order comes from {@code parent}, never from {@code time} or arrival.
 *
 * @param sha 7 to 64 lower-case hexadecimal digits; full where the sender knows it
 * @param parent the first parent; {@code null} if unknown or a root
 * @param time committer time, if known
 */
public record Commit(
        String sha,
        @Nullable String parent,
        @Nullable Instant time,
        @Nullable String author,
        @Nullable String subject) {

    private static final Pattern SHA = Pattern.compile("[0-9a-f]{7,64}");

    public Commit {
        if (!isSha(sha)) throw new IllegalArgumentException("not a commit id (7 to 64 hexadecimal digits): " + sha);
        if (parent != null && !isSha(parent))
            throw new IllegalArgumentException("not a commit id (7 to 64 hexadecimal digits): " + parent);
    }

    /** A commit of which only the id is known. */
    public static Commit ofSha(String sha) {
        return new Commit(sha, null, null, null, null);
    }

    public static boolean isSha(String text) {
        return SHA.matcher(text).matches();
    }

    /** The first seven digits, as git prints them. */
    public String shortSha() {
        return sha.substring(0, 7);
    }
}
