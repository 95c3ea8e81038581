package dev.pawl.cli;

import dev.pawl.model.Benchmark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The benchmark tools, by how one tells each of them to run certain benchmarks and no others. */
enum RerunTool {
    PYTEST {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "pytest --benchmark-json=" + results + ".json "
                    + names(suspects).stream().map(RerunTool::quoted).collect(Collectors.joining(" "));
        }
    },
    CRITERION {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "cargo bench -- " + quoted(anyOf(names(suspects))) + printed(results);
        }
    },
    LIBTEST {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "cargo bench -- --exact "
                    + names(suspects).stream().map(RerunTool::quoted).collect(Collectors.joining(" "))
                    + printed(results);
        }
    },
    JMH {
        @Override
        String command(List<Benchmark> suspects, String results) {
            StringBuilder command = new StringBuilder("java -jar benchmarks.jar -rf json -rff " + results + ".json ");
            command.append(quoted(anyOf(names(suspects))));
            suspects.stream()
                    .flatMap(suspect -> suspect.params().entrySet().stream())
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey,
                            TreeMap::new,
                            Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(LinkedHashSet::new))))
                    .forEach((name, values) ->
                            command.append(" -p ").append(quoted(name + "=" + String.join(",", values))));
            return command.toString();
        }
    },
    GO {
        @Override
        String command(List<Benchmark> suspects, String results) {
            StringBuilder command = new StringBuilder("go test -run '^$' -bench ");
            // Each level of a sub-benchmark is a pattern of its own; alternatives of whole patterns need Go 1.20.
            command.append(quoted(names(suspects).stream()
                    .map(name -> Stream.of(name.split("/", -1))
                            .map(level -> "^" + escaped(level) + "$")
                            .collect(Collectors.joining("/")))
                    .collect(Collectors.joining("|"))));
            Set<String> cpus = new LinkedHashSet<>();
            Set<String> packages = new LinkedHashSet<>();
            for (Benchmark suspect : suspects) {
                if (suspect.params().containsKey("cpu"))
                    cpus.add(suspect.params().get("cpu"));
                packages.add(suspect.suite().isEmpty() ? "./..." : suspect.suite());
            }
            if (!cpus.isEmpty()) command.append(" -cpu ").append(quoted(String.join(",", cpus)));
            for (String one : packages) command.append(' ').append(quoted(one));
            return command + " > " + results + ".txt";
        }
    },
    GOOGLE {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "./benchmarks --benchmark_filter=" + quoted(anyOf(names(suspects))) + " --benchmark_out=" + results
                    + ".json --benchmark_out_format=json";
        }
    },
    HYPERFINE {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "hyperfine --export-json " + results + ".json "
                    + names(suspects).stream().map(RerunTool::quoted).collect(Collectors.joining(" "));
        }
    };

    private static final Pattern REGULAR_EXPRESSION = Pattern.compile("([\\\\.\\[\\]{}()*+?^$|])");

    /** Where results go if nobody says; what Cargo prints then stays on the screen, because Criterion keeps files of its own. */
    static final String RERUN = "rerun";

    /**
     * A command line that runs these benchmarks again, for a POSIX shell.
     *
     * @param results where to write them, without an extension; not quoted
     */
    abstract String command(List<Benchmark> suspects, String results);

    private static String printed(String results) {
        return results.equals(RERUN) ? "" : " > " + results + ".txt";
    }

    /**
     * The tool that a benchmark's name gives away: pytest's node ids, JMH's modes, the first words of Go's functions and by
     * custom of Google's, Rust's paths, and Criterion's free ids. A command of hyperfine's has nothing of its own.
     */
    static RerunTool of(Benchmark benchmark) {
        if (benchmark.name().contains(".py::")) return PYTEST;
        if (!benchmark.mode().isEmpty()) return JMH;
        if (benchmark.name().matches("Benchmark[^a-z\\s]\\S*")) return GO;
        if (benchmark.name().startsWith("BM_")) return GOOGLE;
        return benchmark.name().matches("\\w+(::\\w+)*") ? LIBTEST : CRITERION;
    }

    private static Set<String> names(List<Benchmark> suspects) {
        return suspects.stream().map(Benchmark::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String anyOf(Set<String> names) {
        String alternatives = names.stream().map(RerunTool::escaped).collect(Collectors.joining("|"));
        return names.size() == 1 ? "^" + alternatives + "$" : "^(" + alternatives + ")$";
    }

    private static String escaped(String name) {
        return REGULAR_EXPRESSION.matcher(name).replaceAll("\\\\$1");
    }

    /** Names come from outside: nothing in them may run in the shell that the line is pasted into. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
