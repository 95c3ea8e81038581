package dev.pawl.parser;

import java.io.File;
import java.nio.file.Path;

/**
 * A file or directory with the name that the user knows it by.
 *
 * <p>The path is kept because it cannot be had from the name: where the locale has no UTF-8, a path that is not ASCII loses
 * letters on its way to a string.
 *
 * @param name with {@code /} between its parts on every system
 */
record NamedPath(String name, Path path) {

    /** A path below the one that is named. */
    NamedPath below(Path start, Path file) {
        String relative = slashed(start.relativize(file).toString());
        if (name.isEmpty() || name.equals(".")) return new NamedPath(relative, file);
        return new NamedPath(name.endsWith("/") ? name + relative : name + "/" + relative, file);
    }

    NamedPath sibling(String fileName) {
        return new NamedPath(name.substring(0, name.lastIndexOf('/') + 1) + fileName, path.resolveSibling(fileName));
    }

    static String slashed(String path) {
        return File.separatorChar == '/' ? path : path.replace(File.separatorChar, '/');
    }
}
