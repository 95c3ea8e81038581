package dev.pawl.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns what a user names on the command line into sources: files, {@code -} for standard input, paths with {@code *},
 * {@code ?} and {@code **} that no shell expanded, and directories of Criterion.
 *
 * <p>A directory is taken where it holds Criterion's results: it is {@code target/criterion} or a part of it, or has that below
 * it. Of any other directory nobody can say which files are results, so it is refused. A file of Criterion brings its siblings
 * along, without which it cannot be read.
 *
 * <p>Names of sources are paths as the user wrote them, relative ones relative to the working directory, with {@code /}
 * between the parts on every system. A file that is named twice is taken once.
 */
public final class ResultPaths {

    /** The most bytes that are read from standard input; they are kept in memory. */
    public static final int LARGEST_STANDARD_INPUT = 256 << 20;

    private static final String STANDARD_INPUT = "-";

    private final Path workingDirectory;
    private final InputStream standardInput;

    /**
     * @param workingDirectory what relative paths are relative to
     * @param standardInput read to its end if {@code -} is named; not closed
     */
    public ResultPaths(Path workingDirectory, InputStream standardInput) {
        this.workingDirectory = workingDirectory;
        this.standardInput = standardInput;
    }

    /** Whether an argument has a wildcard in it. */
    public static boolean isGlob(String argument) {
        return PathGlob.isGlob(argument);
    }

    /**
     * The sources that the arguments name, in their order; those of a wildcard or a directory sorted by name.
     *
     * @throws ParseException if an argument names nothing, or a directory in which there are no results to be found
     */
    public List<ResultSource> sources(List<String> arguments) {
        Map<String, ResultSource> sources = new LinkedHashMap<>();
        Set<Path> taken = new HashSet<>();
        for (String argument : arguments) {
            try {
                if (argument.equals(STANDARD_INPUT)) {
                    if (sources.containsKey(STANDARD_INPUT))
                        throw new ParseException("-", "standard input can be read only once; name - once");
                    sources.put(STANDARD_INPUT, readStandardInput());
                } else {
                    for (NamedPath file : files(NamedPath.slashed(argument))) add(file, sources, taken);
                }
            } catch (InvalidPathException e) {
                throw new ParseException(Excerpt.of(argument, Excerpt.LONGEST), "is not a path: " + e.getReason(), e);
            } catch (IOException e) {
                throw unreadable(argument, e);
            }
        }
        return new ArrayList<>(sources.values());
    }

    private List<NamedPath> files(String argument) throws IOException {
        // A file whose own name has a wildcard in it is meant before any other.
        if (PathGlob.isGlob(argument) && !existsLiterally(argument)) return filesMatching(argument);
        NamedPath named = new NamedPath(argument, workingDirectory.resolve(argument));
        if (Files.isDirectory(named.path())) {
            List<NamedPath> files = CriterionDirectory.files(named);
            if (files.isEmpty()) throw CriterionDirectory.withoutResults(named);
            return files;
        }
        if (!Files.exists(named.path())) throw NearMiss.missing(argument, named.path());
        return List.of(named);
    }

    /** The files that match, or, where only directories do, the results in those. */
    private List<NamedPath> filesMatching(String argument) throws IOException {
        List<NamedPath> matches = PathGlob.of(argument).matches(workingDirectory);
        List<NamedPath> files = new ArrayList<>();
        for (NamedPath match : matches) {
            if (Files.isRegularFile(match.path()) && !CriterionDirectory.isOfEarlierRun(match.path())) files.add(match);
        }
        if (files.isEmpty()) {
            for (NamedPath match : matches) {
                if (Files.isDirectory(match.path())) files.addAll(CriterionDirectory.files(match));
            }
        }
        if (files.isEmpty())
            throw new ParseException(
                    Excerpt.of(argument, Excerpt.LONGEST),
                    "no file matches; did the benchmarks write their results, and to this place?");
        return files;
    }

    private static void add(NamedPath file, Map<String, ResultSource> sources, Set<Path> taken) throws IOException {
        if (!taken.add(file.path().toRealPath())) return;
        sources.put(file.name(), ResultSource.ofFile(file.name(), file.path()));
        addSamples(file, sources, taken);
        if (!CriterionTree.isOfLastRun(file.name())) return;
        for (NamedPath sibling : CriterionDirectory.siblings(file)) {
            if (Files.isRegularFile(sibling.path()) && taken.add(sibling.path().toRealPath()))
                sources.put(sibling.name(), ResultSource.ofFile(sibling.name(), sibling.path()));
        }
    }

    /** The folder that nvbench keeps beside its JSON, if there is one. */
    private static void addSamples(NamedPath file, Map<String, ResultSource> sources, Set<Path> taken)
            throws IOException {
        Path folder = file.path().resolveSibling(file.path().getFileName() + "-bin");
        if (!Files.isDirectory(folder)) return;
        try (Stream<Path> samples = Files.list(folder)) {
            for (Path sample : samples.sorted().toList()) {
                String name = file.name() + "-bin/" + sample.getFileName();
                if (NvbenchSamples.owns(name) && Files.isRegularFile(sample) && taken.add(sample.toRealPath()))
                    sources.put(name, ResultSource.ofFile(name, sample));
            }
        }
    }

    private ResultSource readStandardInput() throws IOException {
        byte[] bytes = standardInput.readNBytes(LARGEST_STANDARD_INPUT + 1);
        if (bytes.length > LARGEST_STANDARD_INPUT)
            throw new ParseException(
                    "standard input",
                    "has more than " + (LARGEST_STANDARD_INPUT >> 20) + " MiB; write it to a file and name that");
        if (bytes.length == 0) throw new ParseException("standard input", "is empty; did the command before it fail?");
        return ResultSource.ofBytes("standard input", bytes);
    }

    private boolean existsLiterally(String argument) {
        try {
            return Files.exists(workingDirectory.resolve(argument));
        } catch (InvalidPathException e) {
            // Windows allows no wildcard in a name.
            return false;
        }
    }

    private static ParseException unreadable(String argument, IOException e) {
        return Parsers.unreadable(ResultSource.ofBytes(Excerpt.of(argument, Excerpt.LONGEST), new byte[0]), e);
    }
}
