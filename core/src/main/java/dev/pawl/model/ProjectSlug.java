package dev.pawl.model;

import java.util.regex.Pattern;

/** How a project is named in addresses and on the command line. */
public final class ProjectSlug {

    /** What is allowed, as people are told. */
    public static final String RULE =
            "a project's slug has 1 to 64 of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit";

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private ProjectSlug() {}

    public static boolean isValid(String slug) {
        return SLUG.matcher(slug).matches();
    }
}
