package dev.pawl.cli.comment;

import java.util.Locale;

/** When a pull request gets a comment. */
public enum CommentMode {
    /** As soon as there is news; a comment that is there is kept up to date. */
    ON_CHANGE,
    ALWAYS,
    NEVER;

    /**
     * @throws IllegalArgumentException if it is no mode
     */
    public static CommentMode of(String text) {
        for (CommentMode mode : values()) if (mode.toString().equals(text)) return mode;
        throw new IllegalArgumentException("'" + text + "' is not one of on-change, always, never");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
