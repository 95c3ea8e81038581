package dev.pawl.cli;

import dev.pawl.compare.RunSeries;
import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.LevelFacts;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Series;
import dev.pawl.model.SeriesKey;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultPaths;
import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One side of an offline comparison. Files that measured different benchmarks together make one run (a matrix of tools);
 * files that measured the same ones are runs of their own, so that a directory with five results of one suite is five runs.
 *
 * @param runs what each run measured
 * @param facts under which GPU and driver, by the first file that says so
 * @param warnings of the parsers
 */
record ResultSide(List<Map<SeriesKey, Series>> runs, LevelFacts facts, List<String> warnings) {

    /** Offline there is one testbed: this machine, or whatever wrote the files. */
    private static final String TESTBED = "local";

    /** Nobody says which commit a file measured. */
    private static final String NO_COMMIT = "";

    /**
     * @param suite of the benchmarks that name none themselves; {@code null} for none
     * @param testbed {@code null} if nobody says
     */
    static ResultSide read(
            String argument, @Nullable ResultFormat format, @Nullable String suite, @Nullable String testbed) {
        List<String> warnings = new ArrayList<>();
        List<ResultFile> files = parse(argument, format, warnings);
        List<List<BenchmarkResult>> runs = new ArrayList<>();
        List<Set<Benchmark>> measured = new ArrayList<>();
        LevelFacts facts = LevelFacts.UNKNOWN;
        for (ResultFile file : files) {
            warnings.addAll(file.warnings());
            facts = facts.orAsIn(LevelFacts.of(file.environment()));
            place(inSuite(file.benchmarks(), suite), runs, measured);
        }
        List<Map<SeriesKey, Series>> series = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            try {
                series.add(RunSeries.of(
                        argument + (runs.size() == 1 ? "" : "#" + (i + 1)),
                        NO_COMMIT,
                        testbed == null ? TESTBED : testbed,
                        runs.get(i)));
            } catch (IllegalArgumentException twice) {
                throw new ParseException(argument, twice.getMessage(), twice);
            }
        }
        return new ResultSide(series, facts, warnings);
    }

    Map<SeriesKey, Series> series() {
        return RunSeries.joined(runs);
    }

    private static List<BenchmarkResult> inSuite(List<BenchmarkResult> results, @Nullable String suite) {
        if (suite == null) return results;
        return results.stream()
                .map(result -> result.benchmark().suite().isEmpty()
                        ? new BenchmarkResult(result.benchmark().inSuite(suite), result.measurements())
                        : result)
                .toList();
    }

    /** Everything that an argument names. What in a folder is no result file is left out, unless nothing remains. */
    private static List<ResultFile> parse(String argument, @Nullable ResultFormat format, List<String> warnings) {
        List<ResultSource> sources = sources(argument);
        try {
            return Parsers.parse(sources, format);
        } catch (ParseException unreadable) {
            if (sources.size() < 2 || !Files.isDirectory(Path.of(argument))) throw unreadable;
            List<ResultSource> readable = new ArrayList<>();
            for (ResultSource source : sources) {
                try {
                    Parsers.parse(List.of(source), format);
                    readable.add(source);
                } catch (ParseException noResult) {
                    warnings.add("left out " + noResult.getMessage());
                }
            }
            if (readable.isEmpty()) throw unreadable;
            return Parsers.parse(readable, format);
        }
    }

    private static List<ResultSource> sources(String argument) {
        ResultPaths paths = new ResultPaths(Path.of(""), System.in);
        Path path = Path.of(argument);
        if (argument.equals("-") || !Files.isDirectory(path)) return paths.sources(List.of(argument));
        // A folder of result files means all of them; a tree is Criterion's, which ResultPaths knows.
        List<String> allFiles = List.of(argument + "/*");
        if (!holds(path, Files::isDirectory)) return paths.sources(allFiles);
        try {
            return paths.sources(List.of(argument));
        } catch (ParseException noTree) {
            if (!holds(path, Files::isRegularFile)) throw noTree;
            return paths.sources(allFiles);
        }
    }

    private static boolean holds(Path folder, Predicate<Path> kind) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.anyMatch(kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file's results into the first run that has none of them yet. */
    private static void place(
            List<BenchmarkResult> results, List<List<BenchmarkResult>> runs, List<Set<Benchmark>> measured) {
        Set<Benchmark> own = new HashSet<>();
        for (BenchmarkResult result : results) own.add(result.benchmark());
        for (int i = 0; i < runs.size(); i++) {
            if (Collections.disjoint(measured.get(i), own)) {
                runs.get(i).addAll(results);
                measured.get(i).addAll(own);
                return;
            }
        }
        runs.add(new ArrayList<>(results));
        measured.add(own);
    }

    /** Whether an argument names something on disk rather than on a server, be it there or not. */
    static boolean isPath(String argument) {
        return argument.equals("-")
                || ResultPaths.isGlob(argument)
                || Files.exists(Path.of(argument))
                || isSpelledAsFile(argument);
    }

    /** So that results which were never written are missed here, and not looked for on a server. No branch of git is so named. */
    private static boolean isSpelledAsFile(String argument) {
        for (String start : List.of("/", "./", "../")) if (argument.startsWith(start)) return true;
        for (String end : List.of("/", ".json", ".csv", ".txt")) if (argument.endsWith(end)) return true;
        return false;
    }
}
