package dev.pawl.parser;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path with wildcards, for shells that do not expand them: {@code *} and {@code ?} stay inside one name, {@code **} as a whole
 * name stands for any number of directories. As in a shell, no wildcard matches a leading dot.
 */
final class PathGlob {

    private final String fixed;
    private final Pattern names;
    private final int depth;

    private PathGlob(String fixed, Pattern names, int depth) {
        this.fixed = fixed;
        this.names = names;
        this.depth = depth;
    }

    static boolean isGlob(String argument) {
        return argument.indexOf('*') >= 0 || argument.indexOf('?') >= 0;
    }

    /**
     * @param argument with {@code /} between its parts
     */
    static PathGlob of(String argument) {
        int wildcard = argument.chars()
                .filter(character -> character == '*' || character == '?')
                .map(argument::indexOf)
                .min()
                .orElse(argument.length());
        int start = argument.lastIndexOf('/', wildcard) + 1;
        String[] parts = argument.substring(start).split("/+");
        StringBuilder regex = new StringBuilder();
        boolean isDeep = false;
        for (int at = 0; at < parts.length; at++) {
            boolean isLast = at == parts.length - 1;
            if (parts[at].equals("**")) {
                isDeep = true;
                regex.append(isLast ? "(?:(?!\\.)[^/]++/)*+(?!\\.)[^/]++" : "(?:(?!\\.)[^/]++/)*");
            } else {
                appendName(regex, parts[at]);
                if (!isLast) regex.append('/');
            }
        }
        return new PathGlob(
                argument.substring(0, start),
                Pattern.compile(regex.toString()),
                isDeep ? Integer.MAX_VALUE : parts.length);
    }

    private static void appendName(StringBuilder regex, String name) {
        for (int at = 0; at < name.length(); at++) {
            char character = name.charAt(at);
            String noDot = at == 0 ? "(?!\\.)" : "";
            switch (character) {
                case '*' -> regex.append(noDot).append("[^/]*");
                case '?' -> regex.append(noDot).append("[^/]");
                default -> regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
    }

    /**
     * What matches, files and directories, sorted by name; each name begins with what stands before the first wildcard. Directories
     * that may not be read are passed over.
     */
    List<NamedPath> matches(Path workingDirectory) throws IOException {
        Path start = workingDirectory.resolve(fixed.isEmpty() ? "." : fixed).normalize();
        if (!Files.isDirectory(start)) return List.of();
        List<NamedPath> found = new ArrayList<>();
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            private void add(Path path) {
                String name = NamedPath.slashed(start.relativize(path).toString());
                if (names.matcher(name).matches()) found.add(new NamedPath(fixed + name, path));
            }
        });
        found.sort(Comparator.comparing(NamedPath::name));
        return found;
    }
}
