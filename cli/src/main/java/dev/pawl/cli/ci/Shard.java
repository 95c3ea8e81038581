package dev.pawl.cli.ci;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the uploads that together make a run.
 *
 * @param index from 1 to {@code count}
 * @param count how many make the run complete, at most 1024
 */
public record Shard(int index, int count) {

    /** The server takes no more. */
    static final int MOST = 1024;

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    public Shard {
        if (count > MOST)
            throw new IllegalArgumentException(
                    "shard " + index + "/" + count + " is one of too many; a run has at most " + MOST + " shards");
        if (count < 1 || index < 1 || index > count)
            throw new IllegalArgumentException(
                    "shard " + index + "/" + count + " does not exist; write i/n with i from 1 to n, such as 1/4");
    }

    /**
     * @throws IllegalArgumentException if it is not {@code i/n}
     */
    public static Shard of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches())
            throw new IllegalArgumentException("'" + text + "' is no shard; write i/n with i from 1 to n, such as 1/4");
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
