package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Environment;
import dev.pawl.model.ResultFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@code target/criterion} directory: files that only together are results.
 *
 * <p>Criterion keeps {@code new/} (the last run), {@code base/} and other baselines (earlier runs) and {@code change/} (one
 * against the other) of each benchmark; only {@code new/} is read. A tree that is kept between runs also holds benchmarks that
 * no longer exist, or that a filter left out; {@link CriterionRun} finds them by the times of the files.
 *
 * @param root path of the directory that holds the benchmarks
 * @param files the files below it, by relative name
 */
record CriterionTree(String root, List<ResultSource> files) {

    private static final Set<String> FILES =
            Set.of("benchmark.json", "estimates.json", "sample.json", "tukey.json", "raw.csv");

    /** What Criterion calls the directories in which it keeps files of a benchmark. */
    private static final Set<String> KINDS = Set.of("new", "base", "change");

    CriterionTree {
        files = List.copyOf(files);
    }

    /**
     * Where in a tree a file lies: {@code directory/new/estimates.json}.
     *
     * @param directory of the benchmark; empty where the path begins with the kind
     */
    private record Place(String directory, String kind, String fileName) {

        /** {@code null} if the path is not one of a tree. Asked of every file of any format, so that it has to be cheap. */
        static @Nullable Place of(String path) {
            int fileAt = path.lastIndexOf('/') + 1;
            if (!FILES.contains(path.substring(fileAt)) || fileAt == 0) return null;
            int kindAt = path.lastIndexOf('/', fileAt - 2) + 1;
            String kind = path.substring(kindAt, fileAt - 1);
            if (!KINDS.contains(kind)) return null;
            return new Place(path.substring(0, Math.max(0, kindAt - 1)), kind, path.substring(fileAt));
        }
    }

    /** Whether a file belongs to a Criterion tree, by its path: {@code …/new/estimates.json} and its siblings. */
    static boolean owns(String name) {
        return Place.of(name) != null;
    }

    /** Whether a file tells of the last run of a benchmark. */
    static boolean isOfLastRun(String name) {
        Place place = Place.of(name);
        return place != null && place.kind().equals("new");
    }

    /**
     * Splits files into trees by their common root: what is left of a benchmark's path without the directory that
     * {@code benchmark.json} names.
     *
     * @throws ParseException if a {@code benchmark.json} cannot be read
     */
    static List<CriterionTree> of(List<ResultSource> files) {
        List<ResultSource> ofLastRun =
                files.stream().filter(file -> isOfLastRun(file.name())).toList();
        Set<String> roots = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (ResultSource file : ofLastRun) {
            if (!file.name().endsWith("/benchmark.json")) continue;
            String root = rootOf(directoryOf(file), CriterionId.read(file));
            if (root != null) roots.add(root);
        }
        Map<String, List<ResultSource>> byRoot = new LinkedHashMap<>();
        for (ResultSource file : ofLastRun.isEmpty() ? files : ofLastRun) {
            String directory = directoryOf(file);
            // The deepest tree that holds it. A directory that was renamed on its way still lies in the tree of the
            // others.
            String root = roots.stream()
                    .filter(candidate -> candidate.isEmpty() || directory.startsWith(candidate + "/"))
                    .findFirst()
                    .orElseGet(() -> usualRoot(directory));
            byRoot.computeIfAbsent(root, key -> new ArrayList<>()).add(file);
        }
        return byRoot.entrySet().stream()
                .map(tree -> new CriterionTree(tree.getKey(), tree.getValue()))
                .toList();
    }

    /**
     * Reads what the latest run measured.
     *
     * @throws ParseException if a benchmark's files are broken or incomplete, or there is none
     */
    ResultFile parse() {
        List<CriterionBenchmark> benchmarks = benchmarks();
        if (benchmarks.isEmpty())
            throw new ParseException(
                    root.isEmpty() ? files.get(0).name() : root,
                    "there is no result of Criterion in it, only what it compares with; run cargo bench, and give the whole"
                            + " directory target/criterion");
        List<String> warnings = new ArrayList<>();
        List<CriterionBenchmark> measured = withoutStale(benchmarks, warnings);
        Map<String, List<CriterionBenchmark>> byName = new LinkedHashMap<>();
        for (CriterionBenchmark benchmark : measured)
            byName.computeIfAbsent(benchmark.id().fullId(), name -> new ArrayList<>())
                    .add(benchmark);
        Map<String, CriterionBenchmark> named = new TreeMap<>();
        NameList numbered = new NameList();
        for (CriterionBenchmark benchmark : measured) {
            boolean shared = byName.get(benchmark.id().fullId()).size() > 1;
            String name =
                    shared ? numbered(benchmark, numbered) : benchmark.id().fullId();
            CriterionBenchmark other = named.put(name, benchmark);
            if (other != null)
                throw new ParseException(
                        benchmark.directory(),
                        "has the same name, " + Excerpt.quote(name) + ", as " + other.directory()
                                + "; give each benchmark a name of its own, or each tree an upload of its own");
        }
        if (!numbered.isEmpty())
            warnings.add("several benchmarks share the names of " + numbered
                    + " but for the number, which is the order in which they ran; give each a name of its own");
        List<BenchmarkResult> results = new ArrayList<>();
        named.forEach((name, benchmark) -> results.add(result(name, benchmark, warnings)));
        return new ResultFile(ResultFormat.CRITERION.id(), "", Environment.UNKNOWN, results, warnings);
    }

    /** The files of what the latest run measured; the others say nothing of the code as it is. */
    List<ResultSource> filesOfLatestRun() {
        Set<String> stale = CriterionRun.stale(benchmarks()).stream()
                .map(CriterionBenchmark::directory)
                .collect(Collectors.toSet());
        return files.stream()
                .filter(file -> isOfLastRun(file.name()) && !stale.contains(directoryOf(file)))
                .toList();
    }

    private List<CriterionBenchmark> benchmarks() {
        Map<String, Map<String, ResultSource>> byDirectory = new LinkedHashMap<>();
        for (ResultSource file : files) {
            if (!isOfLastRun(file.name())) continue;
            String fileName = file.name().substring(file.name().lastIndexOf('/') + 1);
            ResultSource other = byDirectory
                    .computeIfAbsent(directoryOf(file), directory -> new HashMap<>())
                    .put(fileName, file);
            if (other != null) throw new ParseException(file.name(), "occurs twice; give each file once");
        }
        return byDirectory.entrySet().stream()
                .map(entry -> CriterionBenchmark.read(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<CriterionBenchmark> withoutStale(List<CriterionBenchmark> benchmarks, List<String> warnings) {
        Set<CriterionBenchmark> stale = CriterionRun.stale(benchmarks);
        if (stale.isEmpty()) return benchmarks;
        NameList names = new NameList();
        stale.forEach(benchmark -> names.add(benchmark.id().fullId()));
        warnings.add("left out what the latest run did not measure, by the times of its files: " + names
                + "; delete target/criterion before the run, if the tree is kept between runs");
        return benchmarks.stream()
                .filter(benchmark -> !stale.contains(benchmark))
                .toList();
    }

    /** Criterion numbers the titles of benchmarks that share an id, in the order in which they run. */
    private static String numbered(CriterionBenchmark benchmark, NameList numbered) {
        String fullId = benchmark.id().fullId();
        Matcher ordinal = Pattern.compile(" #\\d++$").matcher(benchmark.id().title());
        if (!ordinal.find()) return fullId;
        numbered.add(fullId + ordinal.group());
        return fullId + ordinal.group();
    }

    private static BenchmarkResult result(String name, CriterionBenchmark benchmark, List<String> warnings) {
        try {
            return new BenchmarkResult(Benchmark.named(name), benchmark.measurements(warnings));
        } catch (IllegalArgumentException e) {
            throw new ParseException(benchmark.directory(), e.getMessage(), e);
        }
    }

    /** The benchmark's directory, which holds {@code new/}; empty where the path begins with that. */
    private static String directoryOf(ResultSource file) {
        Place place = Place.of(file.name());
        if (place == null) throw new IllegalArgumentException(file.name() + " is not of a Criterion tree");
        return place.directory();
    }

    private static @Nullable String rootOf(String directory, CriterionId id) {
        String inTree = id.directoryName();
        if (inTree != null && directory.equals(inTree)) return "";
        if (inTree != null && directory.endsWith("/" + inTree))
            return directory.substring(0, directory.length() - inTree.length() - 1);
        return null;
    }

    /** {@code target/criterion} where the path has it, else all of what was given is one tree. */
    private static String usualRoot(String directory) {
        int at = ("/" + directory + "/").indexOf("/target/criterion/");
        return at < 0 ? "" : directory.substring(0, at + "target/criterion".length());
    }
}
