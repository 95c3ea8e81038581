package dev.pawl.cli.ci;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes names that are safe in a path and stable: lower case, and nothing but letters, digits, dots, dashes and underscores. */
public final class Slug {

    /** The server takes no longer ones. */
    private static final int LONGEST = 64;

    private Slug() {}

    /** The slug of a text; {@code null} if nothing of it is left. */
    public static @Nullable String of(@Nullable String text) {
        if (text == null) return null;
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[-._]+|[-._]+$", "");
        if (slug.length() > LONGEST) slug = slug.substring(0, LONGEST);
        return slug.isEmpty() ? null : slug;
    }

    /** The slug of the last part of a path: a project is named by its repository, not by who owns it. */
    public static @Nullable String ofLastPart(@Nullable String path) {
        if (path == null) return null;
        String name = path.replaceAll("/+$", "").replaceAll("\\.git$", "");
        return of(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1));
    }
}
