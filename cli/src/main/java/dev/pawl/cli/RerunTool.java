package dev.pawl.cli;

import dev.pawl.model.Benchmark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
            StringBuilder command = new StringBuilder("go test -run '^$' -count 5 -bench ");
            // Alternatives that have levels of their own need Go 1.20.
            command.append(
                    quoted(names(suspects).stream().map(RerunTool::levels).collect(Collectors.joining("|"))));
            Set<String> processors = new LinkedHashSet<>();
            Set<String> packages = new LinkedHashSet<>();
            for (Benchmark suspect : suspects) {
                if (suspect.params().containsKey("cpu"))
                    processors.add(suspect.params().get("cpu"));
                packages.add(suspect.suite().isEmpty() ? "./..." : suspect.suite());
            }
            if (!processors.isEmpty()) command.append(" -cpu ").append(quoted(String.join(",", processors)));
            for (String one : packages) command.append(' ').append(quoted(one));
            return command + " > " + results + ".txt";
        }
    },
    HYPERFINE {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "hyperfine --export-json " + results + ".json "
                    + names(suspects).stream().map(RerunTool::quoted).collect(Collectors.joining(" "));
        }
    },
    GOOGLE_BENCHMARK {
        @Override
        String command(List<Benchmark> suspects, String results) {
            return "./benchmarks --benchmark_filter=" + quoted(anyOf(names(suspects))) + " --benchmark_out=" + results
                    + ".json --benchmark_out_format=json";
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

    /** As {@code --tool} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The tool that a benchmark's name gives away: pytest's node ids, JMH's modes, Go's and Google's prefixes, Rust's paths, and
     * Criterion's free ids. Hyperfine's names are any command.
     */
    static RerunTool of(Benchmark benchmark) {
        if (benchmark.name().contains(".py::")) return PYTEST;
        if (!benchmark.mode().isEmpty()) return JMH;
        if (benchmark.name().matches("Benchmark(\\P{Ll}.*)?")
                && !benchmark.name().contains("::")) return GO;
        if (benchmark.name().startsWith("BM_")) return GOOGLE_BENCHMARK;
        return benchmark.name().matches("\\w+(::\\w+)*") ? LIBTEST : CRITERION;
    }

    private static Set<String> names(List<Benchmark> suspects) {
        return suspects.stream().map(Benchmark::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Go matches benchmark and sub-benchmarks one by one. */
    private static String levels(String name) {
        return "^" + literal(name).replace("/", "$/^") + "$";
    }

    private static String literal(String name) {
        return REGULAR_EXPRESSION.matcher(name).replaceAll("\\\\$1");
    }

    private static String anyOf(Set<String> names) {
        String alternatives = names.stream().map(RerunTool::literal).collect(Collectors.joining("|"));
        return names.size() == 1 ? "^" + alternatives + "$" : "^(" + alternatives + ")$";
    }

    /** Names come from outside: nothing in them may run in the shell that the line is pasted into. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
