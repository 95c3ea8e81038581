package dev.pawl.parser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names what a user may have meant by something that does not exist. */
public final class NearMiss {

    private static final int MOST_SHOWN = 3;

    /** Directories can be large; the first names are enough for a hint. */
    private static final int MOST_READ = 2000;

    private NearMiss() {}

    /** The refusal of a file that is not there. */
    static ParseException missing(String argument, Path path) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        String where = Excerpt.of(argument, Excerpt.LONGEST);
        if (parent == null) return new ParseException(where, "does not exist");
        if (!Files.isDirectory(parent))
            return new ParseException(
                    where, "does not exist, nor does its directory; did the benchmarks run, and in this place?");
        String near = near(path.getFileName().toString(), parent);
        return new ParseException(
                where,
                "does not exist; "
                        + (near.isEmpty()
                                ? "did the benchmarks write their results, and to this place?"
                                : "did you mean " + near + "?"));
    }

    /** The known word that looks most like one that is not known. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= farthest(word))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** One wrong letter in three still looks like a slip. */
    private static int farthest(String word) {
        return Math.max(2, word.length() / 3);
    }

    private static String near(String name, Path directory) {
        record Candidate(String name, int distance) {}
        int farthest = farthest(name);
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.limit(MOST_READ)
                    .map(entry -> entry.getFileName().toString())
                    .map(entry -> new Candidate(entry, distance(name, entry)))
                    .filter(candidate -> candidate.distance <= farthest)
                    .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                    .limit(MOST_SHOWN)
                    .map(candidate -> Excerpt.quote(candidate.name))
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            // Without the right to list a directory there is no hint to give.
            return "";
        }
    }

    /** How many letters must be put in, taken out or replaced (Levenshtein's distance), not minding case. */
    public static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int at = 0; at < row.length; at++) row[at] = at;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
