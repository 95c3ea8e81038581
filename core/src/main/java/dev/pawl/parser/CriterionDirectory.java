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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds Criterion's files in a directory that a user names. */
final class CriterionDirectory {

    /** Where cargo puts a tree, by what a user may name: the package, its {@code target}, or anything around trees. */
    private static final List<String> PLACES = List.of("target/criterion", "criterion", "");

    /** Group, function, value, {@code new} and the file make five; the rest is room for directories around trees. */
    private static final int DEEPEST = 8;

    private static final List<String> NEEDED = List.of("benchmark.json", "estimates.json", "sample.json", "tukey.json");

    private static final Pattern LIKELY = Pattern.compile("(?i)[^.].*\\.(?:json|csv|txt|log|ndjson)");

    private static final int MOST_SHOWN = 5;

    private CriterionDirectory() {}

    /** The files of last runs, sorted by name; empty if there are none. */
    static List<NamedPath> files(NamedPath directory) throws IOException {
        for (String place : PLACES) {
            Path tree = directory.path().resolve(place);
            if (!Files.isDirectory(tree)) continue;
            List<NamedPath> files = new ArrayList<>();
            for (Path file : all(tree)) {
                NamedPath named = directory.below(directory.path(), file);
                if (CriterionTree.isOfLastRun(named.name())) files.add(named);
            }
            if (files.stream().anyMatch(file -> file.name().endsWith("/estimates.json"))) {
                files.sort(Comparator.comparing(NamedPath::name));
                return files;
            }
        }
        return List.of();
    }

    /** Whether a file is Criterion's, but of a baseline or a report and not of the last run. */
    static boolean isOfEarlierRun(Path file) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null || directory.getParent() == null) return false;
        boolean isOfLastRun = directory.getFileName().toString().equals("new");
        return !isOfLastRun && Files.exists(directory.resolveSibling("new").resolve("estimates.json"));
    }

    /** The files beside one of a last run, whether they exist or not. */
    static List<NamedPath> siblings(NamedPath file) {
        return NEEDED.stream().map(file::sibling).toList();
    }

    /** The refusal of a directory in which there is nothing of Criterion. */
    static ParseException withoutResults(NamedPath directory) throws IOException {
        String where = Excerpt.of(directory.name(), Excerpt.LONGEST);
        boolean hasCbor = all(directory.path()).stream()
                .anyMatch(file -> file.getFileName().toString().endsWith(".cbor"));
        if (hasCbor)
            return new ParseException(
                    where,
                    "holds only what cargo-criterion keeps (CBOR), which Pawl does not read; run cargo bench in place of cargo"
                            + " criterion, or keep what it prints: cargo criterion > criterion.txt");
        String candidates;
        try (Stream<Path> entries = Files.list(directory.path())) {
            candidates = entries.filter(Files::isRegularFile)
                    .filter(entry ->
                            LIKELY.matcher(entry.getFileName().toString()).matches())
                    .map(entry -> directory.below(directory.path(), entry).name())
                    .sorted()
                    .limit(MOST_SHOWN)
                    .map(Excerpt::quote)
                    .collect(Collectors.joining(", "));
        }
        return new ParseException(
                where,
                "is a directory without results of Criterion; name the result files in it"
                        + (candidates.isEmpty() ? "" : ", such as " + candidates));
    }

    private static List<Path> all(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
